"""Lint of a plan: what a person should mend before it is signed; see docs/reference/lint.md."""
