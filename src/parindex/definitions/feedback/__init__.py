"""What law and offices may change about feedback: clocks, kinds, themes, limits, indicators."""
