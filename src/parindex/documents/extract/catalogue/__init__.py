"""The reader of annexes that hold a catalogue of criteria (Bộ tiêu chí): from tables to a proposal."""

from parindex.documents.extract.catalogue.annex import extract_catalogue

__all__ = ["extract_catalogue"]
