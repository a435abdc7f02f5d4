"""The grammar of plans: neutral blocks in, a plan with provenance, confidence and reasons out."""

from parindex.documents.extract.plan import extract_plan
from parindex.documents.extract.schema import to_json

__all__ = ["extract_plan", "to_json"]
