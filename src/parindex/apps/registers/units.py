"""Units as entries name them: a slug is kept, a name, a code or a slug is understood."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from parindex.apps.orgs.models import Unit, UnitName
from parindex.domain.registers.conditions import Value
from parindex.domain.registers.model import FieldType, Register
from parindex.domain.registers.values import Mistake
from parindex.domain.text.folding import fold

_AREA_WORDS: Final = ("ubnd ", "uy ban nhan dan ")


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """What is needed of a unit here."""

    pk: int
    slug: str
    name: str
    path: str
    kind: str


class UnitBook:
    """All units by every way in which a table may write them; two queries, read when first needed."""

    def __init__(self) -> None:
        """Start empty."""
        self._by_slug: dict[str, KnownUnit] = {}
        self._by_text: dict[str, set[str]] = defaultdict(set)

    def find(self, text: str) -> KnownUnit | None:
        """Return the only unit that a text can mean; None when there is none or there are several."""
        self._load()
        exact = self._by_slug.get(text.strip())
        if exact is not None:
            return exact
        wanted = fold(text)
        meant = self._by_text.get(wanted, set())
        for word in _AREA_WORDS:
            if not meant and wanted.startswith(word):
                meant = self._by_text.get(wanted.removeprefix(word), set())
        return self._by_slug[next(iter(meant))] if len(meant) == 1 else None

    def resolve(self, register: Register, values: dict[str, Value]) -> list[Mistake]:
        """Replace the texts of unit fields by slugs, in place; return what names no unit."""
        mistakes = []
        for field in register.fields:
            text = values.get(field.code)
            if field.type is not FieldType.UNIT or not isinstance(text, str):
                continue
            unit = self.find(text)
            if unit is None:
                values.pop(field.code)
                message = f"“{text[:80]}” không chỉ đúng một đơn vị; ghi đủ tên như trong cây đơn vị, hoặc mã đơn vị."
                mistakes.append(Mistake(field.code, message))
            else:
                values[field.code] = unit.slug
        return mistakes

    def _load(self) -> None:
        if self._by_slug:
            return
        rows = Unit.objects.order_by("pk").values_list(
            "pk", "slug", "name", "path", "kind", "name_fold", "short_name", "official_code", "valid_to"
        )
        ended: dict[str, set[str]] = defaultdict(set)
        for pk, slug, name, path, kind, name_fold, short_name, code, valid_to in rows:
            self._by_slug[slug] = KnownUnit(pk, slug, name, path, kind)
            target = self._by_text if valid_to is None else ended
            for text in filter(None, (name_fold, fold(short_name), fold(code))):
                target[text].add(slug)
        for slug, name_fold in UnitName.objects.values_list("unit__slug", "name_fold"):
            self._by_text[name_fold].add(slug)
        # A unit that is no more is meant only when no living one bears the name.
        for text, slugs in ended.items():
            self._by_text.setdefault(text, slugs)
