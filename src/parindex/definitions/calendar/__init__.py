"""Working days, office hours and report regimes as data, and the loader that checks them."""
