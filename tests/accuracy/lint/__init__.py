"""Precision of lint: labels of known and fictional plans, and defects planted in clean ones."""
