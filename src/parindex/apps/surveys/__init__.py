"""Waves of surveys: opened by a unit, answered by anybody with the link, anonymous by design."""
