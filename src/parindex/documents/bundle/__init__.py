"""The published bundle of a season: a ZIP that anyone can recompute without a database (docs/reference/bundle.md)."""
