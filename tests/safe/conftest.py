"""The province and the strangers of the web tests, for the tests of safety."""

from tests.web.conftest import as_role, clock, world
from tests.web.test_access_table import places

__all__ = ["as_role", "clock", "places", "world"]
