"""Registers (sổ theo dõi) as YAML: one file each; a new one needs no code."""
