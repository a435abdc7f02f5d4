"""Catalogues of criteria as data: <level>/<year>-<decision>/catalogue.yaml, with their schema and loader."""
