"""Periodic reports: who sends what to whom by when, figures that can be traced, and what contradicts them."""
