"""The fictional province that the statements are counted in."""

from tests.integration.conftest import province

__all__ = ["province"]
