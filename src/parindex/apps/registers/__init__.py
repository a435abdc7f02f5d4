"""Registers (sổ theo dõi): entries of any definition, their history, and what they count."""
