"""What reports may ask of scores: the last published index and rank, the sheet that the unit signed for the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from types import MappingProxyType

from django.utils import timezone

from parindex.apps.assessment import selectors
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.models import Result, Sheet
from parindex.apps.assessment.selectors import JUDGED_STATES
from parindex.domain.access import Actor
from parindex.domain.reporting.asking import Ask, BadOptions, NamedRow, Options
from parindex.domain.reporting.figures import Given, two_places


class PublishedResult:
    """The result of the unit that was published last before the cut-off: `what: index` in percent, or `what: rank`."""

    label = "Kết quả đã công bố"
    prefix = "kq"

    def read(self, ask: Ask, wanted: Sequence[Options]) -> Sequence[Given]:
        """Answer each of the wanted figures. One query."""
        rows = Result.objects.filter(
            unit__path=ask.unit_path,
            publication__decision_on__lt=ask.cut_off,
            index_name="PAR",
            field="",
            year__lte=ask.year,
        )
        last = rows.select_related("publication__campaign").defer("items").order_by("-year", "-pk").first()
        return [self._answer(last, options) for options in wanted]

    def _answer(self, last: Result | None, options: Options) -> Given:
        told = options.get("what")
        if told not in ("index", "rank") or len(options) != 1:
            raise BadOptions(self.label, options)
        if last is None or last.publication is None:
            return Given(None)
        index = None if last.index is None else two_places(last.index)
        rank = None if last.rank is None else Decimal(last.rank)
        fact = f"{last.publication.root_sha256}|{last.index}|{last.rank}"
        ref = f"kq:{last.publication.campaign.public_id}/{last.pk}"
        return Given(index if told == "index" else rank, (ref,), fact, last.publication.decision_on)

    def name_rows(self, actor: Actor, refs: Sequence[str]) -> Mapping[str, NamedRow]:
        """Return published results, which everybody may see. One query."""
        del actor
        ids = {int(ref.rpartition("/")[2]): ref for ref in refs}
        rows = Result.objects.filter(pk__in=ids, publication__isnull=False).order_by("pk")
        return {
            ids[pk]: NamedRow(f"Kết quả đã công bố năm {year}, {name}")
            for pk, year, name in rows.values_list("pk", "year", "unit_name")
        }


class SignedSheet:
    """The sheet of the unit for the year, once its leader has signed it before the cut-off.

    `what: points` that the self-appraisal is sure of (items that others answer count nothing until they are known), or
    `what: maximum` that applies to the unit.
    """

    label = "Phiếu tự chấm đã duyệt"
    prefix = "phieu"

    _READ: Mapping[str, Callable[[Sheet], int | None]] = MappingProxyType(
        {
            "points": lambda sheet: sheet.self_low,
            "maximum": lambda sheet: sheet.self_maximum,
        }
    )

    def read(self, ask: Ask, wanted: Sequence[Options]) -> Sequence[Given]:
        """Answer each of the wanted figures. At most two queries."""
        until = timezone.make_aware(datetime.combine(ask.cut_off, time.min))
        rows = Sheet.objects.filter(unit__path=ask.unit_path, campaign__year=ask.year, signed_at__lt=until)
        judged = rows.filter(state__in=JUDGED_STATES).select_related("group__revision")
        found = judged.order_by("-signed_at", "-pk").first()
        return [self._answer(found, options) for options in wanted]

    def _answer(self, sheet: Sheet | None, options: Options) -> Given:
        told = options.get("what", "")
        if told not in self._READ or len(options) != 1:
            raise BadOptions(self.label, options)
        units = self._READ[told](sheet) if sheet is not None else None
        if sheet is None or sheet.signed_at is None or units is None:
            return Given(None)
        value = Decimal(units) / book_of(sheet.group.revision).catalogue.item_rounding.scale
        signed_on = timezone.localdate(sheet.signed_at)
        return Given(value, (f"phieu:{sheet.public_id}",), f"{told}|{units}|{signed_on}", signed_on)

    def name_rows(self, actor: Actor, refs: Sequence[str]) -> Mapping[str, NamedRow]:
        """Return the sheets that the actor may see. One query."""
        ids = {ref.removeprefix("phieu:").partition("#")[0] for ref in refs}
        return {
            f"phieu:{sheet.public_id}": NamedRow(
                f"Phiếu tự chấm năm {sheet.campaign.year}, {sheet.unit.name}", sheet.get_state_display()
            )
            for sheet in selectors.list_named(actor, ids)
        }
