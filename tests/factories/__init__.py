"""Makes units, people and roles for tests; every name is visibly fictional."""

from tests.factories.orgs import UnitFactory
from tests.factories.people import PASSWORD, MembershipFactory, UserFactory

__all__ = ["PASSWORD", "MembershipFactory", "UnitFactory", "UserFactory"]
