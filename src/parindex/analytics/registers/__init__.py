"""Figures of registers over columns: equal, number by number, to `domain.registers.indicators`."""
