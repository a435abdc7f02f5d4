"""Dossiers as data: columns and their synonyms, codes, clock, measures and indicators, each with its certainty."""
