"""The ladder of urging and its hours, which an office may change: YAML, shapes and loader."""
