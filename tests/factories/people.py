"""People and their roles."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from parindex.apps.people import emails
from parindex.apps.people.models import Membership, RoleChoice, User
from parindex.domain.text import folding
from tests.factories.orgs import UnitFactory

PASSWORD = "Mat-khau-thu-9"


class UserFactory(DjangoModelFactory):
    """A person who can sign in with `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@hu-cau.example")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn Hư Cấu {n}")
    date_joined = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    full_name_fold = factory.LazyAttribute(lambda user: folding.fold(user.full_name))
    full_name_sort = factory.LazyAttribute(lambda user: folding.sort_key(user.full_name))

    @factory.post_generation
    def password(self: User, create: bool, extracted: str | None, **kwargs: object) -> None:
        """Set the password and the address for resets."""
        self.set_password(extracted or PASSWORD)
        if create:
            self.save(update_fields=["password"])
            emails.keep(self)


class MembershipFactory(DjangoModelFactory):
    """A role that has held since 2021."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    role = RoleChoice.OFFICER
    valid_from = date(2021, 1, 1)
