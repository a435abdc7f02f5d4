"""One item of the upper plan in the draft of the lower unit, with everything that was changed, left out or asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from parindex.domain.planning.cascade.agencies import AgencyMap, Fit
from parindex.domain.planning.cascade.applicability import find_reason
from parindex.domain.planning.cascade.criteria import CriterionIndex
from parindex.domain.planning.cascade.goals import choose_goal, is_foreign
from parindex.domain.planning.cascade.model import (
    CascadeBook,
    Change,
    ChangeKind,
    ItemReport,
    LowerUnit,
    Outcome,
    Question,
)
from parindex.domain.planning.cascade.wording import Rewriter
from parindex.domain.planning.deadlines.deadlines import parse_deadlines
from parindex.domain.planning.lexicon import Lexicon
from parindex.domain.planning.model import Action, CriterionLevel, Item, SourceSpan, Target
from parindex.domain.planning.targets.targets import parse_targets

_OTHER_DOER = "Việc của cấp khác: "
_UNDECIDED = "cần quyết định"
_LEADS = "Đã là cơ quan chủ trì."


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that is the same for all items of one cascade; `is_later` when the draft is for a later year."""

    book: CascadeBook
    unit: LowerUnit
    agencies: AgencyMap
    rewriter: Rewriter
    lexicon: Lexicon
    year: int | None
    due_on: date | None = None
    criteria: CriterionIndex | None = None
    is_later: bool = False


@dataclass(slots=True)
class Notes:
    """What is noted while an item is written."""

    changes: list[Change] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    absent: dict[str, str] = field(default_factory=dict)


def cascade_item(item: Item, *, setting: Setting) -> tuple[Item | None, ItemReport]:
    """Write an item for the lower unit; the item is None when it is not for that unit."""
    reason = find_reason(item, book=setting.book, unit=setting.unit, agencies=setting.agencies)
    found = setting.criteria.find(item.names) if setting.criteria is not None and not reason else None
    if found is not None and found.criterion is None and setting.criteria is not None:
        reason = f"Không có trong “{setting.criteria.title}”."
    if reason:
        return None, report_of(item, Outcome.NOT_APPLICABLE, Notes(), reason=reason)
    notes = Notes()
    code, level = item.code, item.level
    if found is not None and found.criterion is not None:
        level = CriterionLevel.TC if found.criterion.children else CriterionLevel.TCTP
        code = f"{level.value} {found.criterion.code}"
        _note_code(item, code, found.criterion.label, notes, is_sure=found.is_sure)
    target_text = _goal(item, notes, setting)
    lower = item._replace(
        names=_names(item, notes, setting),
        code=code,
        level=level,
        limitations=tuple(write_texts(item, "limitations", item.limitations, notes, setting)),
        target_text=target_text,
        targets=_targets(item, target_text, setting),
        actions=tuple(_actions(item, notes, setting)),
        product=write_text(item, "product", notes, setting),
        deadline_text=write_text(item, "deadline_text", notes, setting),
        lead=_agencies(item, "lead", notes, setting),
        coordinate=_agencies(item, "coordinate", notes, setting),
        implement=_agencies(item, "implement", notes, setting),
        support=_agencies(item, "support", notes, setting),
        absent={},
    )
    lower = with_deadlines(_without_repeats(lower, item, notes), item, notes, setting)
    kept = {name: why for name, why in item.absent.items() if not getattr(lower, name, None)}
    lower = lower._replace(absent={**kept, **notes.absent})
    return lower, report_of(item, outcome_of(notes), notes)


def outcome_of(notes: Notes) -> Outcome:
    """Tell what became of an item from what was noted."""
    if notes.questions:
        return Outcome.TO_DECIDE
    changed = any(change.kind is not ChangeKind.KEPT for change in notes.changes)
    return Outcome.ADAPTED if changed else Outcome.INHERITED


def report_of(item: Item, outcome: Outcome, notes: Notes, *, reason: str = "") -> ItemReport:
    """Return what became of an item of the upper plan, with all that was noted."""
    return ItemReport(
        key=item.key,
        number=item.number,
        code=item.code,
        names=item.names,
        outcome=outcome,
        reason=reason,
        changes=tuple(dict.fromkeys(notes.changes)),
        questions=tuple(dict.fromkeys(notes.questions)),
        sources=item.sources,
    )


def span_of(item: Item, name: str) -> SourceSpan | None:
    """Return where a field of an item stands in the upper document."""
    spans = item.sources.get(name)
    return spans[0] if spans else None


def _note_code(item: Item, code: str, label: str, notes: Notes, *, is_sure: bool) -> None:
    if not is_sure:
        why = "Tên tiêu chí không trùng hẳn; xem có đúng là mục này không."
        notes.questions.append(Question("code", "; ".join(item.names), why, label, span_of(item, "names")))
    elif code != item.code:
        why = "Mã của tiêu chí cùng tên trong bộ tiêu chí của cấp này."
        notes.changes.append(Change(ChangeKind.CODE, "code", item.code or "", code, why, span=span_of(item, "names")))


def _names(item: Item, notes: Notes, setting: Setting) -> tuple[str, ...]:
    """Keep the names of the criterion that are for this level; a name that raises a question still names the item."""
    kept = []
    for name in item.names:
        if is_foreign(name, book=setting.book, unit=setting.unit):
            why = "Tên tiêu chí của cấp khác."
            notes.changes.append(Change(ChangeKind.LEFT_OUT, "names", name, "", why, span=span_of(item, "names")))
            continue
        said = setting.rewriter.rewrite(name, field="names", span=span_of(item, "names"))
        notes.changes += said.changes
        notes.questions += said.questions
        kept.append(said.text)
    return tuple(kept)


def _goal(item: Item, notes: Notes, setting: Setting) -> str | None:
    """Write the goal; one with a question is left blank, since half a goal would be another goal."""
    span = span_of(item, "target_text")
    goal = choose_goal(item, book=setting.book, unit=setting.unit, span=span)
    if not goal.text:
        notes.questions += goal.questions
        if goal.questions:
            notes.absent["target_text"] = _UNDECIDED
        return None
    said = setting.rewriter.rewrite(goal.text, field="target_text", span=span)
    questions = (*goal.questions, *said.questions)
    if questions:
        # The words asked about may be a part only; the whole goal waits for the answer.
        notes.questions += [replace(question, words=item.target_text or question.words) for question in questions]
        notes.absent["target_text"] = _UNDECIDED
        return None
    notes.changes += (*goal.changes, *said.changes)
    return said.text


def _targets(item: Item, text: str | None, setting: Setting) -> tuple[Target, ...]:
    if text == item.target_text and not setting.is_later:
        return item.targets
    return parse_targets(text, plan_year=setting.year, lexicon=setting.lexicon) if text else ()


def _agencies(item: Item, name: str, notes: Notes, setting: Setting) -> tuple[str, ...]:
    """Hand a list of agencies over; those without a counterpart wait for a decision."""
    given: list[str] = []
    span = span_of(item, name)
    for words in getattr(item, name):
        handover = setting.agencies.resolve(words)
        if handover.fit is Fit.ASK:
            notes.questions.append(Question(name, words, handover.why, handover.suggestion, span))
        elif handover.fit is Fit.DROP:
            notes.changes.append(Change(ChangeKind.LEFT_OUT, name, words, "", handover.why, handover.certainty, span))
        elif handover.fit is Fit.KEEP:
            given.append(words)
        else:
            if handover.text != words:
                change = Change(ChangeKind.AGENCY, name, words, handover.text, handover.why, handover.certainty, span)
                notes.changes.append(change)
            given.append(handover.text)
    if getattr(item, name) and not given:
        notes.absent[name] = _UNDECIDED
    return tuple(dict.fromkeys(given))


def _without_repeats(lower: Item, item: Item, notes: Notes) -> Item:
    """Leave out who coordinates with itself: several agencies above may be one office below."""
    span = span_of(item, "coordinate")
    for name in lower.coordinate:
        if name in lower.lead:
            notes.changes.append(Change(ChangeKind.LEFT_OUT, "coordinate", name, "", _LEADS, span=span))
    return lower._replace(coordinate=tuple(name for name in lower.coordinate if name not in lower.lead))


def write_texts(item: Item, name: str, texts: tuple[str, ...], notes: Notes, setting: Setting) -> Iterator[str]:
    """Rewrite paragraphs; one with a question waits, whole, for the answer."""
    for at, text in enumerate(texts):
        written = _paragraph(text, f"{name}/{at}", span_of(item, name), notes, setting)
        if written is not None:
            yield written


def _actions(item: Item, notes: Notes, setting: Setting) -> Iterator[Action]:
    """Rewrite the lines of work; those that only others do are left out."""
    for at, action in enumerate(item.actions):
        name, span = f"actions/{at}", action.span or span_of(item, "actions")
        doers = [setting.agencies.resolve(actor) for actor in action.actors]
        if doers and all(doer.fit is Fit.DROP for doer in doers):
            why = _OTHER_DOER + doers[0].why
            notes.changes.append(Change(ChangeKind.LEFT_OUT, name, action.text, "", why, span=span))
            continue
        text = _paragraph(action.text, name, span, notes, setting)
        if text is not None:
            pairs = zip(doers, action.actors, strict=True)
            actors = tuple(doer.text if doer.fit is Fit.BECOME else actor for doer, actor in pairs)
            yield action._replace(text=text, actors=tuple(dict.fromkeys(actors)))


def _paragraph(text: str, name: str, span: SourceSpan | None, notes: Notes, setting: Setting) -> str | None:
    said = setting.rewriter.rewrite(text, field=name, span=span)
    if said.questions:
        asked = "; ".join(dict.fromkeys(f"“{question.words}”: {question.why}" for question in said.questions))
        hint = next((question.suggestion for question in said.questions if question.suggestion), "")
        notes.questions.append(Question(name, text, asked, hint, span))
        return None
    notes.changes += said.changes
    return said.text


def write_text(item: Item, name: str, notes: Notes, setting: Setting) -> str | None:
    """Rewrite a field of one text; one with a question waits for the answer."""
    text: str | None = getattr(item, name)
    if not text:
        return text
    written = _paragraph(text, name, span_of(item, name), notes, setting)
    if written is None:
        notes.absent[name] = _UNDECIDED
    return written


def with_deadlines(lower: Item, item: Item, notes: Notes, setting: Setting) -> Item:
    """Read the deadlines again where their words changed; one before the draft can be issued is asked about."""
    deadlines = item.deadlines
    text = lower.deadline_text
    if text != item.deadline_text or setting.is_later:
        deadlines = parse_deadlines(text, plan_year=setting.year, lexicon=setting.lexicon) if text else ()
    first = max(setting.due_on or setting.unit.on, setting.unit.on)
    for deadline in (deadline for deadline in deadlines if deadline.date_ is not None and deadline.date_ < first):
        why = f"Hạn này đến trước ngày có thể ban hành kế hoạch ({first:%d/%m/%Y})."
        notes.questions.append(Question("deadline_text", deadline.text, why, span=span_of(item, "deadline_text")))
    return lower._replace(deadlines=deadlines)
