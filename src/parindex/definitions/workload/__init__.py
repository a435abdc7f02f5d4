"""The rules of the monthly sheet as data."""
