"""One item of a province's plan in the plan of its department: what is given to others is left out, words stay."""

from __future__ import annotations

from collections.abc import Iterator

from parindex.domain.planning.cascade.agencies import Fit
from parindex.domain.planning.cascade.items import (
    Notes,
    Setting,
    outcome_of,
    report_of,
    span_of,
    with_deadlines,
    write_text,
    write_texts,
)
from parindex.domain.planning.cascade.model import Change, ChangeKind, ItemReport, Outcome, Question
from parindex.domain.planning.model import Action, Item
from parindex.domain.text import folding

_ROLES = ("lead", "coordinate", "implement", "support")
_NOBODY = "Kế hoạch cấp trên không ghi ai làm; đơn vị có làm mục này không?"
_OTHERS = "Việc của cơ quan khác."
_COORDINATES = "Đơn vị chỉ phối hợp ở mục này."


def share_item(item: Item, *, setting: Setting) -> tuple[Item | None, ItemReport]:
    """Write an item for the department; the item is None when it is given to others only."""
    given = {role: getattr(item, role) for role in _ROLES}
    mine = [role for role, names in given.items() if any(_is_mine(name, setting) for name in names)]
    if any(given.values()) and not mine:
        reason = f"Không giao việc cho {setting.unit.called}."
        return None, report_of(item, Outcome.NOT_APPLICABLE, Notes(), reason=reason)
    notes = Notes()
    if not mine:
        notes.questions.append(Question("lead", "; ".join(item.names), _NOBODY, span=span_of(item, "names")))
    elif mine == ["coordinate"]:
        words = "; ".join(item.coordinate)
        span = span_of(item, "coordinate")
        notes.changes.append(Change(ChangeKind.KEPT, "coordinate", words, words, _COORDINATES, span=span))
    lower = item._replace(
        target_text=write_text(item, "target_text", notes, setting),
        limitations=tuple(write_texts(item, "limitations", item.limitations, notes, setting)),
        actions=tuple(_actions(item, notes, setting)),
        product=write_text(item, "product", notes, setting),
        deadline_text=write_text(item, "deadline_text", notes, setting),
    )
    return with_deadlines(lower, item, notes, setting), report_of(item, outcome_of(notes), notes)


def _is_mine(name: str, setting: Setting) -> bool:
    """Tell whether a name is the department, a group that holds it, or nobody in particular."""
    fact = setting.unit.fact
    own = {folding.fold(known) for known in (fact.name, fact.short_name, *fact.also) if known}
    return folding.fold(name) in own or setting.agencies.resolve(name).fit is Fit.KEEP


def _actions(item: Item, notes: Notes, setting: Setting) -> Iterator[Action]:
    """Keep the lines of work that name the department, and those of nobody in particular."""
    for at, action in enumerate(item.actions):
        name, span = f"actions/{at}", action.span or span_of(item, "actions")
        is_named = setting.unit.fact.name in action.text
        if action.actors and not is_named and not any(_is_mine(actor, setting) for actor in action.actors):
            notes.changes.append(Change(ChangeKind.LEFT_OUT, name, action.text, "", _OTHERS, span=span))
            continue
        said = setting.rewriter.rewrite(action.text, field=name, span=span)
        notes.changes += said.changes
        yield action._replace(text=said.text)
