"""The findings of an imported plan follow what people change, and stay what they were when nothing was changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from parindex.apps.imports import linting, review, selectors
from parindex.apps.imports.models import Draft
from tests.factories.plans import PLAN_TEXT, import_text
from tests.integration.conftest import NOW, TODAY, Province

TEXT = PLAN_TEXT.replace("Sở Nội vụ theo dõi", "Sở Nội vụTheo dõi")


def found(draft: Draft) -> list[dict[str, object]]:
    current = Draft.objects.select_related("unit").get(pk=draft.pk)
    return linting.list_findings(current, selectors.list_items(current), today=TODAY)


def told(findings: list[dict[str, object]]) -> set[tuple[object, ...]]:
    return {(finding["code"], finding["item"], finding["message"]) for finding in findings}


def test_decision_alone_changes_no_finding(province: Province) -> None:
    draft = import_text(unit=province.root, actor=province.focal, now=NOW, text=TEXT)
    as_read = told(found(draft))

    review.accept_sure(draft=draft, actor=province.focal, now=NOW)

    assert Draft.objects.get(pk=draft.pk).revision > 0
    assert as_read
    assert told(found(draft)) == as_read


def test_mended_words_are_found_no_more_and_new_ones_are(province: Province) -> None:
    draft = import_text(unit=province.root, actor=province.focal, now=NOW, text=TEXT)
    first, _, third = selectors.list_items(draft)
    assert any(f["item"] == first.key and "vụTheo" in str(f["text"]) for f in found(draft))
    assert ("no_lead", third.key) in {(f["code"], f["item"]) for f in found(draft)}

    def edit(item_id: int, field: str, text: str, seen: str) -> None:
        review.edit_field(
            draft=draft, item_id=item_id, field=field, text=text, seen=seen, actor=province.focal, now=NOW
        )

    seen = "\n".join(first.fields["actions"]["value"])
    edit(first.pk, "actions", "Sở Nội vụ theo dõi, đôn đốc các cơ quan thực hiệnKế hoạch.", seen)
    edit(third.pk, "lead", "Sở Nội vụ", "")

    texts = {(f["item"], f["text"]) for f in found(draft)}
    assert not any("vụTheo" in str(text) for _, text in texts)
    assert any(item == first.key and "hiệnKế" in str(text) for item, text in texts)
    assert ("no_lead", third.key) not in {(f["code"], f["item"]) for f in found(draft)}


def test_skipped_item_is_not_found_wanting(province: Province) -> None:
    draft = import_text(unit=province.root, actor=province.focal, now=NOW, text=TEXT)
    third = selectors.list_items(draft)[2]

    review.decide(draft=draft, item_id=third.pk, state=review.Decision.SKIPPED, actor=province.focal, now=NOW)

    assert third.key not in {f["item"] for f in found(draft)}


def test_line_left_over_is_found_until_an_item_is_made_of_it(province: Province) -> None:
    text = TEXT.replace("Nơi nhận:", "II. GIẢI PHÁP\n- Dời quầy tiếp nhận xuống tầng một trước 30/6/2026.\n\nNơi nhận:")
    draft = import_text(unit=province.root, actor=province.focal, now=NOW, text=text)
    first = selectors.list_items(draft)[0]
    assert "unread_line" in {f["code"] for f in found(draft)}

    review.decide(draft=draft, item_id=first.pk, state=review.Decision.SKIPPED, actor=province.focal, now=NOW)
    assert "unread_line" in {f["code"] for f in found(draft)}

    name = "Dời quầy tiếp nhận xuống tầng một"
    review.add_item(draft=draft, after_id=None, name=name, actor=province.focal, now=NOW)
    assert "unread_line" not in {f["code"] for f in found(draft)}


def test_further_criteria_are_found_until_each_has_an_item(province: Province) -> None:
    text = TEXT.replace("1.1. Tiêu chí “", "1.1. Tiêu chí 1.1, 1.2 và 1.3: “")
    draft = import_text(unit=province.root, actor=province.focal, now=NOW, text=text)
    first = selectors.list_items(draft)[0]

    def missing() -> list[object]:
        return [f["text"] for f in found(draft) if f["code"] == "more_codes" and f["item"] == first.key]

    assert missing() == ["TC 1.2, TC 1.3"]

    made = review.add_item(draft=draft, after_id=first.pk, name="Báo cáo CCHC", actor=province.focal, now=NOW)
    assert missing() == ["TC 1.2, TC 1.3"]

    review.edit_field(draft=draft, item_id=made.pk, field="code", text="TC 1.2", seen="", actor=province.focal, now=NOW)
    assert missing() == ["TC 1.3"]


def test_early_in_the_morning_a_plan_of_today_is_not_of_tomorrow(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At half past six it is still yesterday in UTC, in which the clock of the machine tells the time."""
    asked: list[date] = []
    real = linting.lint_reading

    def lint(*given: Any, today: date, **named: Any) -> Any:
        asked.append(today)
        return real(*given, today=today, **named)

    monkeypatch.setattr(linting, "lint_reading", lint)

    with time_machine.travel(datetime(2026, 3, 16, 23, 30, tzinfo=UTC)):
        import_text(unit=province.root, actor=province.focal, now=NOW, text=TEXT)

    assert asked == [date(2026, 3, 17)]
