"""Trees of agencies that ship with the house, and the words of their names."""
