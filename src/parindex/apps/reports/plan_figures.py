"""Figures on the items of the plan of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import Q

from parindex.apps.planning.models import PlanItem
from parindex.apps.reports import sources
from parindex.domain.access import Actor, Permission
from parindex.domain.reporting.asking import Ask, BadOptions, NamedRow, Options
from parindex.domain.reporting.figures import Given

_ALL, _DONE = "all", "done"


class PlanItems:
    """Counts the items that were given to somebody: `items: all`, or `items: done` those of which all is done."""

    label = "Kế hoạch năm"
    prefix = "kh"

    def read(self, ask: Ask, wanted: Sequence[Options]) -> Sequence[Given]:
        """Answer each of the wanted figures. Three queries."""
        found = sources.read_items(ask.unit_path, year=ask.year, cut_off=ask.cut_off)
        return [self._answer(ask, found, options) for options in wanted]

    def _answer(self, ask: Ask, found: Sequence[sources.GivenItem], options: Options) -> Given:
        told = options.get("items")
        if told not in (_ALL, _DONE) or len(options) != 1:
            raise BadOptions(self.label, options)
        kept = [one for one in found if told == _ALL or one.line.state == sources.ITEM_DONE]
        fact = repr([(one.line.number, one.line.name) for one in kept])
        return Given(Decimal(len(kept)), tuple(one.ref for one in kept), fact, ask.cut_off)

    def name_rows(self, actor: Actor, refs: Sequence[str]) -> Mapping[str, NamedRow]:
        """Return the items of plans that the actor may see. One query."""
        scope = Q(pk__in=())
        for path in actor.scope(Permission.PLANS_VIEW):
            scope |= Q(plan__unit__path__startswith=path)
        ids = [int(ref.rpartition("/")[2]) for ref in refs]
        rows = PlanItem.objects.filter(scope, pk__in=ids).order_by("pk")
        return {
            sources.item_ref(plan_id, pk): NamedRow(f"{number} {name}".strip(), deadline)
            for plan_id, pk, number, name, deadline in rows.values_list(
                "plan_id", "pk", "number", "name", "deadline_text"
            )
        }
