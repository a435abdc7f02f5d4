"""Readers: one for each kind of file, all giving the same neutral blocks. The way in is `read_document`."""

from parindex.documents.read.detect import FileKind, detect_kind
from parindex.documents.read.dispatch import read_document
from parindex.documents.read.limits import DEFAULT_LIMITS, Limits

__all__ = ["DEFAULT_LIMITS", "FileKind", "Limits", "detect_kind", "read_document"]
