"""Large sums: many units at once, on columns; never Django or the apps."""
