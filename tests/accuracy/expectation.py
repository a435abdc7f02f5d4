"""Hand-written expectations in a short notation, and what they mean.

A target is written ``>=95%``, ``between 80..100%``, ``increase_ge 2pp base 83.99@2022``, ``increase @2024`` or
``>=2 hội nghị``; a leading ``?`` makes it optional. A deadline is written ``quarter 2 2025``, ``date 2025-06-30``,
``P:in_year 2025``; ``~2025`` accepts the value both present and absent, because the document does not print it;
``in_year 2025|by_year 2025`` accepts either, and a leading ``?`` makes the deadline optional.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_OPS = "increase_ge|decrease_ge|increase|decrease|exceed_plan_ge|rank_between|between|>=baseline|==|>=|<=|>|<"
_TARGET = re.compile(
    rf"^(?P<optional>\??)\s*(?P<op>{_OPS})\s*(?P<value>\d+(?:\.\d+)?)?(?:\.\.(?P<value2>\d+(?:\.\d+)?))?"
    r"\s*(?P<unit>[^@\d]*?)\s*(?:base\s+(?P<base>\d+(?:\.\d+)?))?\s*(?:@(?P<year>\d{4}))?$"
)
_DEADLINE_KEYS: Mapping[str, tuple[str, ...]] = {
    "in_year": ("year",),
    "in_year_onward": ("year",),
    "by_year": ("year",),
    "date": ("date",),
    "quarter": ("quarter", "year"),
    "month": ("month", "year"),
    "year_range": ("year", "year_to"),
    "recurring": ("every",),
    "continuous": ("year",),
    "end_of_assessment_year": ("year",),
    "recurring_date": ("day", "month"),
    "recurring_day_of_month": ("day",),
    "working_days_before_event": ("n",),
    "working_days_after_event": ("n",),
    "days_after_event": ("n",),
}
_SCORED_KEYS = ("year", "year_to", "month", "date", "day", "n", "quarter")
DeadlineKey = tuple[str, str, tuple[tuple[str, str], ...]]
TargetKey = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class ExpectedTarget:
    """One target, with its baseline (value, year) when the document prints one."""

    key: TargetKey
    optional: bool
    baseline: tuple[str, str | None] | None


@dataclass(frozen=True, slots=True)
class ExpectedDeadline:
    """The keys of a deadline that count as right; more than one where the text leaves a value out."""

    accepted: tuple[DeadlineKey, ...]
    optional: bool = False


def number_text(value: object) -> str | None:
    """Return a number in one spelling ("02" and 2.0 are "2"), so that values compare exactly; None stays None."""
    if value is None:
        return None
    text = str(value).replace(",", ".")
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", text):
        return text
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    return str(int(whole)) + (f".{fraction}" if fraction else "")


def parse_target(text: str) -> ExpectedTarget:
    """Parse one target of the notation; raises ValueError for anything else."""
    match = _TARGET.match(text.strip())
    if match is None:
        raise ValueError(f"not a target: {text!r}")
    baseline = (str(number_text(match["base"])), match["year"]) if match["base"] else None
    key = (match["op"], number_text(match["value"]), number_text(match["value2"]), match["unit"].strip() or None)
    return ExpectedTarget(key=key, optional=bool(match["optional"]), baseline=baseline)


def parse_deadline(text: str) -> ExpectedDeadline:
    """Parse one deadline of the notation; raises ValueError when its values do not fit its kind."""
    text = text.strip()
    keys = [key for choice in text.lstrip("?").split("|") for key in _deadline_keys(choice.strip())]
    return ExpectedDeadline(accepted=tuple(dict.fromkeys(keys)), optional=text.startswith("?"))


def _deadline_keys(text: str) -> tuple[DeadlineKey, ...]:
    role = "both"
    if text[:2] in {"P:", "C:"}:
        role, text = ("perform" if text[0] == "P" else "complete"), text[2:]
    kind, *values = text.split()
    names = _DEADLINE_KEYS.get(kind, ())
    if len(values) > len(names):
        raise ValueError(f"not a deadline: {text!r}")
    pairs = [(name, value) for name, value in zip(names, values, strict=False)]
    scored = [pair for pair in pairs if pair[0] in _SCORED_KEYS]
    full = tuple((name, str(number_text(value.lstrip("~")))) for name, value in scored)
    bare = tuple((name, str(number_text(value))) for name, value in scored if not value.startswith("~"))
    return ((role, kind, full), (role, kind, bare))


def predicted_target_key(target: Mapping[str, object]) -> TargetKey:
    """Return the compared part of a predicted target (`parindex.plan/1`)."""
    unit = target.get("unit")
    return (
        str(target.get("op")),
        number_text(target.get("value")),
        number_text(target.get("value2")),
        str(unit) if unit is not None else None,
    )


def predicted_deadline_key(deadline: Mapping[str, object]) -> DeadlineKey:
    """Return the compared part of a predicted deadline (`parindex.plan/1`)."""
    values = tuple(
        (name, str(number_text(deadline[name])))
        for name in _SCORED_KEYS
        if deadline.get(name) is not None and not (name == "month" and not str(deadline[name]).isdigit())
    )
    kind = str(deadline.get("kind"))
    order = {name: index for index, name in enumerate(_DEADLINE_KEYS.get(kind, ()))}
    return (str(deadline.get("role") or "both"), kind, tuple(sorted(values, key=lambda p: order.get(p[0], 9))))
