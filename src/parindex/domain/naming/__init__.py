"""From the words in which an office names an agency to the units of the tree."""
