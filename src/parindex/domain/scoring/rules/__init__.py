"""One module for each shape of rule; the set is closed."""
