"""Registers as data: what they hold, how entries move, when they fall due and what they count."""
