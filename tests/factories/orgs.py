"""Units of a fictional province."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from parindex.apps.orgs.models import Unit, UnitKind
from parindex.domain.text import folding


class UnitFactory(DjangoModelFactory):
    """A unit; `parent` puts it below another one. The path is made from the keys, as the service of units does."""

    class Meta:
        model = Unit
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"don-vi-{n}")
    name = factory.Sequence(lambda n: f"Sở Hư Cấu {n}")
    kind = UnitKind.DEPARTMENT
    parent = None
    is_fictional = True
    path = factory.Sequence(lambda n: f"?{n}")
    name_fold = factory.LazyAttribute(lambda unit: folding.fold(unit.name))
    name_sort = factory.LazyAttribute(lambda unit: folding.sort_key(unit.name))

    @factory.post_generation
    def place(self: Unit, create: bool, extracted: object, **kwargs: object) -> None:
        """Write the path once the key is known."""
        if create:
            self.path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
            self.save(update_fields=["path"])
