"""Writers of files that people take away."""
