"""The column of notes in a table of answers: it becomes the justification, exactly as on the form."""

from __future__ import annotations

import pytest

from parindex.apps.assessment import bulk, sheets
from parindex.apps.assessment.models import SheetItem
from parindex.documents.read.answers import read_answers
from parindex.documents.write.xlsx import write_table
from parindex.domain.scoring.entries import BadEntries, Entry
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db
WORDS = "Văn bản giấy lưu tại bộ phận một cửa (hư cấu)."


def bring(season: make.Season, entries: list[Entry]) -> bulk.Outcome:
    return bulk.import_answers(campaign=season.campaign, entries=entries, actor=season.holder, now=make.SEASON_AT)


@pytest.mark.parametrize("heading", ["note", "Giải trình", "Ghi chú"])
def test_note_is_the_justification_as_on_the_form(heading):
    season = make.make_season(2)
    slug = season.communes[0].slug
    table = f"unit,code,input,value,{heading}\n{slug},1.2,numerator,39,\n{slug},1.2,denominator,40,{WORDS}\n"

    bring(season, read_answers(table.encode(), name="bang.csv"))

    by_hand = season.item("1.2", 1)
    sheets.save_answer(
        item=by_hand,
        version=by_hand.version,
        inputs={"numerator": "39", "denominator": "40"},
        is_not_applicable=False,
        justification=WORDS,
        actor=season.holder,
        now=make.SEASON_AT,
    )
    imported, edited = season.item("1.2"), season.item("1.2", 1)
    assert imported.justification == WORDS
    assert sheets.tell(imported) == sheets.tell(edited)


def test_note_of_json_is_read_too():
    season = make.make_season(1)
    slug = season.communes[0].slug
    row = f'{{"unit": "{slug}", "code": "1.1", "input": "level", "value": "late", "note": "{WORDS}"}}'

    bring(season, read_answers(f"[{row}]".encode(), name="bang.json"))

    assert season.item("1.1").justification == WORDS


def test_blank_note_keeps_what_was_justified():
    season = make.make_season(1)
    slug = season.communes[0].slug
    bring(season, [Entry(2, slug, "1.1", "level", "late", note=WORDS)])

    bring(season, [Entry(2, slug, "1.1", "level", "on_time", note=" \0 ")])

    assert (season.item("1.1").inputs, season.item("1.1").justification) == ({"level": "on_time"}, WORDS)


def test_two_notes_of_one_item_are_refused_with_their_row():
    season = make.make_season(1)
    slug = season.communes[0].slug
    entries = [
        Entry(2, slug, "1.2", "numerator", "39", note=WORDS),
        Entry(3, slug, "1.2", "denominator", "40", note="Lời khác."),
    ]

    with pytest.raises(BadEntries) as refused:
        bring(season, entries)

    (mistake,) = refused.value.mistakes
    assert (mistake.row, mistake.column) == (3, "note")
    assert "dòng 2" in mistake.message
    assert not SheetItem.objects.exclude(justification="").exists()


@pytest.mark.parametrize("words", [WORDS, "=HYPERLINK(1)", "- Dòng một\n- Dòng hai\n\n  thụt vào"])
def test_what_is_listed_comes_back_unchanged_from_a_spreadsheet(words):
    season = make.make_season(1)
    slug = season.communes[0].slug
    bring(season, [Entry(2, slug, "1.2", "numerator", "39", note=words), Entry(3, slug, "1.2", "denominator", "40")])
    listed = bulk.list_entries(campaign=season.campaign, actor=season.holder)
    assert [entry.note for entry in listed if entry.note] == [words]

    rows = [(one.unit, one.code, one.input_name, one.value, one.note) for one in listed]
    data = write_table(title="Phiếu", columns=("unit", "code", "input", "value", "Giải trình"), rows=rows)
    done = bring(season, read_answers(data, name="phieu.xlsx"))

    assert done.item_count == 0
    assert season.item("1.2").justification == words
