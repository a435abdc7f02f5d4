"""Rules of the lint of plans as data: how each speaks, why it matters, how to mend; and the facts it compares with."""
