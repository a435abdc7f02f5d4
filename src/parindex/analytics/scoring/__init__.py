"""The bulk engine of scoring: the same points as `domain.scoring`, for thousands of units at once."""
