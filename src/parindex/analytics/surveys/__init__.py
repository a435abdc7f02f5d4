"""Estimates of surveys on columns: totals by cluster, linearised variances, the bootstrap; no Django, no app."""
