"""Compare what the importer read with what a person read: precision, recall and F1 by field.

The fields are those of the shared gold's description (item, names, target text, targets, baseline, agencies by role,
deadline text, deadlines, code, section); beside them "extra" fields: product, actors, carried-out documents, facts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from tests.accuracy.expectation import number_text, predicted_deadline_key, predicted_target_key
from tests.accuracy.plans import ExpectedItem

SIMILAR = 0.95
EXTRA_FIELDS = ("product", "actors", "implements", "facts")
_AGENCY_FIELDS = ("lead", "coordinate", "implement", "support")
Prediction = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Counts of right, invented and missed values."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.right += other.right
        self.extra += other.extra
        self.missed += other.missed

    @property
    def precision(self) -> float:
        """Share of what was read that is right; 1 when nothing was read."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of what stands in the document that was read; 1 when nothing stands there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when there was nothing to read and nothing was."""
        total = 2 * self.right + self.extra + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(slots=True)
class Score:
    """The tallies of one document (or of several added up), the errors, and what was invented."""

    fields: dict[str, Tally] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    expected_items: int = 0
    predicted_items: int = 0

    def tally(self, name: str) -> Tally:
        """Return the tally of a field, made on first use."""
        return self.fields.setdefault(name, Tally())

    def micro(self, *, extra: bool = False) -> Tally:
        """Sum the fields of the gold, with `extra` also the ones beside them."""
        total = Tally()
        for name, tally in self.fields.items():
            if extra or name not in EXTRA_FIELDS:
                total.add(tally)
        return total

    def add(self, other: Score) -> None:
        """Add another document."""
        for name, tally in other.fields.items():
            self.tally(name).add(tally)
        self.errors.extend(other.errors)
        self.invented.extend(other.invented)
        self.expected_items += other.expected_items
        self.predicted_items += other.predicted_items


def normalise(text: str | None) -> str:
    """Fold case, quotes, dashes, markers at line starts and white space, which no reader of a plan would miss."""
    folded = unicodedata.normalize("NFC", text or "").lower()
    folded = re.sub(r"[“”\"'`*_]", "", folded)
    folded = re.sub(r"\s*[-–—−]\s*", "-", folded)
    return re.sub(r"\s+", " ", folded).strip(" .;:,-")


def similarity(left: str | None, right: str | None) -> float:
    """Return the likeness of two texts after normalisation, from 0 to 1."""
    return fuzz.ratio(normalise(left), normalise(right)) / 100


def score_items(
    expected: Sequence[ExpectedItem], predicted: Sequence[Prediction], *, tolerated: Sequence[str] = ()
) -> Score:
    """Align the items one to one and compare their fields; reading a `tolerated` sentence as an item is no error."""
    score = Score(expected_items=len(expected), predicted_items=len(predicted))
    pairs = _align(expected, predicted)
    used = set(pairs.values())
    for index, item in enumerate(expected):
        found = predicted[pairs[index]] if index in pairs else None
        if found is None:
            score.tally("item").missed += 1
            score.errors.append(f"[{item.number or '-'}] item missed: {item.names[0][:90]}")
        else:
            score.tally("item").right += 1
        _score_item(score, item, found or {})
    for index, prediction in enumerate(predicted):
        if index not in used and not _is_tolerated(prediction, tolerated):
            score.tally("item").extra += 1
            label = " | ".join(prediction.get("names") or [])[:90]
            score.errors.append(f"[{prediction.get('number') or '-'}] item extra: {label}")
    return score


def _is_tolerated(prediction: Prediction, tolerated: Sequence[str]) -> bool:
    name = " | ".join(prediction.get("names") or [])
    return any(similarity(name, sentence) >= 0.9 for sentence in tolerated)


def score_document(score: Score, expected: Mapping[str, Any], predicted: Prediction) -> None:
    """Compare the facts of the document and the documents it carries out."""
    facts = score.tally("facts")
    for name, key in (
        ("number", "number"),
        ("date", "date"),
        ("issuer", "issuer"),
        ("level", "unit_level"),
        ("plan_year", "plan_year"),
        ("signer", "signer"),
    ):
        want, got = _plain(expected.get(name)), _plain(predicted.get(key))
        if want is None and got is None:
            continue
        if want is not None and got is not None and similarity(want, got) >= SIMILAR:
            facts.right += 1
            continue
        facts.missed += want is not None
        facts.extra += got is not None
        score.errors.append(f"document {key}: expected {want!r}, read {got!r}")
    _compare_multisets(score, "implements", [str(x) for x in expected.get("implements", ())], _cited(predicted))


def find_invented(predicted: Iterable[Prediction], text: str) -> list[str]:
    """List predicted texts and numbers whose words or digits do not occur anywhere in the document."""
    words = set(_words(text))
    numbers = {number_text(n) for n in re.findall(r"\d+(?:[.,]\d+)?", text) + re.findall(r"\d+", text)}
    found = []
    for item in predicted:
        for value in _texts(item):
            if missing := [word for word in _words(value) if word not in words]:
                found.append(f"{value[:80]!r} (not there: {', '.join(missing[:3])})")
        for target in item.get("targets") or []:
            for name in ("value", "value2", "baseline"):
                value = number_text(target.get(name))
                if value not in {None, "0", "100"} and value not in numbers:
                    found.append(f"{name} {value} of {item.get('number')}")
    return found


def _texts(item: Prediction) -> list[str]:
    values = [item.get("target_text"), item.get("deadline_text"), item.get("product"), item.get("code")]
    for name in ("names", *_AGENCY_FIELDS):
        values.extend(item.get(name) or [])
    return [str(value) for value in values if value]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _cited(document: Prediction) -> list[str]:
    return [str(value) for value in document.get("implements") or []]


def _likeness(item: ExpectedItem, prediction: Prediction) -> float:
    joined = " | ".join(prediction.get("names") or [])
    wanted = " | ".join(item.names)
    best = max(similarity(name, joined) for name in (wanted, *item.also))
    head = normalise(wanted)[:60]
    if len(head) >= 30 and head in normalise(joined):
        best = max(best, 0.85)
    same_number = item.number is not None and normalise(str(prediction.get("number") or "")) == normalise(item.number)
    if item.domain and prediction.get("domain") and prediction["domain"] != item.domain:
        same_number = False
    if best < 0.6 and not (same_number and best >= 0.25):
        return 0.0
    same_lead = bool(item.lead) and [normalise(x) for x in item.lead] == [
        normalise(x) for x in prediction.get("lead") or []
    ]
    return best + 0.05 * same_number + 0.01 * same_lead + 0.01 * (prediction.get("part") == item.part)


def _align(expected: Sequence[ExpectedItem], predicted: Sequence[Prediction]) -> dict[int, int]:
    """Pair the likest first; ties go to the order of the document."""
    likely = [
        (-value, abs(e - p), e, p)
        for e, item in enumerate(expected)
        for p, prediction in enumerate(predicted)
        if (value := _likeness(item, prediction)) > 0
    ]
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, _, e, p in sorted(likely):
        if e not in pairs and p not in used:
            pairs[e] = p
            used.add(p)
    return pairs


def _score_item(score: Score, item: ExpectedItem, found: Prediction) -> None:
    start = len(score.errors)
    joined = " | ".join(item.names)
    read = " | ".join(found.get("names") or [])
    best = max((joined, *item.also), key=lambda name: similarity(name, read))
    _compare_text(score, "names", best, read)
    for name in ("target_text", "deadline_text", "product"):
        _compare_text(score, name, getattr(item, name), found.get(name))
    for name in ("code", "section"):
        _compare_value(score, name, getattr(item, name), found.get(name))
    _compare_targets(score, item, found)
    for name in _AGENCY_FIELDS:
        wanted = [normalise(agency) for agency in getattr(item, name)]
        _compare_multisets(score, name, wanted, [normalise(agency) for agency in found.get(name) or []])
    _compare_deadlines(score, item, found)
    actors = [normalise(str(actor)) for action in found.get("actions") or [] for actor in action.get("actors") or []]
    if item.actors:
        _compare_multisets(score, "actors", [normalise(actor) for actor in item.actors], actors)
    label = f"[{item.number or '-'}] {item.names[0][:40]}: "
    score.errors[start:] = [label + error for error in score.errors[start:]]


def _compare_text(score: Score, name: str, wanted: str | None, got: str | None) -> None:
    if not wanted and not got:
        return
    if wanted and got and max(similarity(wanted, got), similarity(_without_verb(wanted), got)) >= SIMILAR:
        score.tally(name).right += 1
        return
    score.tally(name).missed += bool(wanted)
    score.tally(name).extra += bool(got)
    score.errors.append(f"{name}: expected {wanted!r}, read {got!r}")


def _without_verb(text: str) -> str:
    """Leave out the verb before a deadline ("hoàn thành trong quý I"), which may count as its label."""
    return re.sub(r"^(?:hoàn thành|thực hiện|xong)\s+", "", text)


def _compare_value(score: Score, name: str, wanted: object, got: object) -> None:
    if wanted is None and got is None:
        return
    if wanted == got:
        score.tally(name).right += 1
        return
    score.tally(name).missed += wanted is not None
    score.tally(name).extra += got is not None
    score.errors.append(f"{name}: expected {wanted!r}, read {got!r}")


def _compare_targets(score: Score, item: ExpectedItem, found: Prediction) -> None:
    read = [predicted_target_key(target) for target in found.get("targets") or []]
    for target in item.targets:
        if target.optional and target.key in read:
            read.remove(target.key)
    _compare_multisets(score, "targets", [t.key for t in item.targets if not t.optional], read)
    baselines = [target.baseline for target in item.targets if target.baseline]
    got = [
        (number_text(target["baseline"]), number_text(target.get("baseline_year")))
        for target in found.get("targets") or []
        if target.get("baseline") is not None
    ]
    _compare_multisets(score, "baseline", baselines, got)


def _compare_deadlines(score: Score, item: ExpectedItem, found: Prediction) -> None:
    read = [predicted_deadline_key(deadline) for deadline in found.get("deadlines") or []]
    wanted = []
    for deadline in item.deadlines:
        key = next((key for key in deadline.accepted if key in read), None)
        if key is not None or not deadline.optional:
            wanted.append(key or deadline.accepted[0])
    _compare_multisets(score, "deadline", wanted, read)


def _compare_multisets(score: Score, name: str, wanted: Sequence[Any], got: Sequence[Any]) -> None:
    if not wanted and not got:
        return
    want, have = Counter(wanted), Counter(got)
    common = sum((want & have).values())
    tally = score.tally(name)
    tally.right += common
    tally.missed += len(wanted) - common
    tally.extra += len(got) - common
    missed, extra = list((want - have).elements()), list((have - want).elements())
    if missed or extra:
        score.errors.append(f"{name}: missed {missed}, extra {extra}")
