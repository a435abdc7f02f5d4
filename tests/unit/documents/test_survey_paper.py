"""Paper forms: printed, marked, scanned and read back; the layout is one for the printer and the reader."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from parindex.definitions.questionnaires import loader
from parindex.documents.read.survey_scan import ScannedPage, UnreadableScan, read_scan
from parindex.documents.survey_page import PageCode, PageLayout, from_data, lay_out, parse_code, to_data
from parindex.documents.write.survey_form import FormBatch, FormHeading, write_survey_forms
from parindex.domain.surveys.questionnaire import QuestionKind, Questionnaire
from tests.factories.scans import Feed, Pen, Picture, draw_mark, feed, mark_page, pictures_of, scan

SMALL = """
schema: parindex.questionnaire/1
id: giay
version: "1"
kind: local
title: {vi: Phiếu giấy hư cấu}
years: "2026"
status: verified
parts: [{code: I, name: {vi: Một}, elements: [{code: A, name: {vi: A}}]}]
scales:
  hl: [{value: "1", text: {vi: Rất không hài lòng}}, {value: "2", text: {vi: Bình thường}},
       {value: "3", text: {vi: Rất hài lòng}, satisfied: "yes"}]
questions:
  - {code: kenh, kind: multiple, text: {vi: Biết qua kênh nào?}, status: verified,
     options: [{value: "1", text: {vi: Báo}}, {value: "2", text: {vi: Đài}}, {value: "3", text: {vi: Tổ dân phố}}]}
  - {code: m, kind: matrix, text: {vi: Mức độ hài lòng}, status: verified, scale: hl,
     rows: [{code: "1", text: {vi: Thái độ}, status: verified, element: A},
            {code: "2", text: {vi: Thời hạn}, status: verified, element: A},
            {code: "3", text: {vi: Kết quả}, status: verified, element: A}]}
  - {code: tuoi, kind: number, text: {vi: Tuổi}, status: verified, least: "18"}
  - {code: loi, kind: text, text: {vi: Góp ý}, status: verified}
"""
CODE = "A1B2C3D4"
Layouts = tuple[PageLayout, ...]


@cache
def small() -> tuple[Questionnaire, Layouts, tuple[Picture, ...]]:
    questionnaire = loader.read_questionnaire(SMALL, source="thử")
    pages = lay_out(questionnaire)
    heading = FormHeading("Phiếu giấy hư cấu", "Đợt thử", "Tỉnh Sông Mây")
    pdf = write_survey_forms(pages, heading=heading, batch=FormBatch(CODE, "Xã Mây", 7, 2))
    return questionnaire, pages, tuple(pictures_of(pdf))


def read(
    pictures: list[Picture], layout_for: Callable[[PageCode], PageLayout | str] | None = None
) -> list[ScannedPage]:
    _, pages, _ = small()
    return list(read_scan(scan(pictures), layout_for=layout_for or (lambda code: pages[code.page - 1])))


def sheet(answers: dict[str, str] | None = None, *, at: int = 0, pen: Pen | None = None) -> Picture:
    """Return the first or second form of the batch, marked."""
    _, pages, pictures = small()
    picture = pictures[at].copy()
    mark_page(picture, pages[0], answers or {}, pen=pen)
    return picture


@pytest.mark.parametrize("name", [one.id for one in loader.list_questionnaires()])
def test_every_questionnaire_has_each_column_on_one_page(name: str) -> None:
    questionnaire = loader.read_questionnaire(loader.text_of(name), source=name)

    pages = lay_out(questionnaire)

    areas = [area.column for page in pages for area in page.areas]
    marks = [(mark.column, mark.value) for page in pages for mark in page.marks]
    assert sorted(areas) == sorted(questionnaire.columns)
    assert sorted(marks) == sorted(
        (column.code, option.value) for column in questionnaire.columns.values() for option in column.question.options
    )
    assert from_data(to_data(pages)) == pages
    for page in pages:
        places = [(mark.x // 42, mark.y // 42) for mark in page.marks]
        assert len(set(places)) == len(places)
        assert all(280 < mark.y < 2690 for mark in page.marks)


def test_code_tells_its_page_and_nothing_else_is_one() -> None:
    code = PageCode(CODE, 123, 2, 4)

    assert parse_code(code.text(3)) == (code, 3)
    assert len(code.text(0)) == 20
    assert parse_code("https://vi.example/") is None


def test_question_that_does_not_fit_stands_on_the_next_page() -> None:
    questionnaire = small()[0]
    text = next(one for one in questionnaire.questions if one.kind is QuestionKind.TEXT)
    many = replace(questionnaire, questions=tuple(replace(text, code=f"loi{at}") for at in range(9)))

    assert [len(page.areas) for page in lay_out(many)] == [5, 4]


@given(
    answers=st.fixed_dictionaries(
        {
            "kenh": st.sampled_from(["", "1", "1|3", "1|2|3"]),
            "m.1": st.sampled_from(["", "1", "2", "3"]),
            "m.2": st.sampled_from(["1", "2", "3"]),
            "m.3": st.sampled_from(["", "3"]),
        }
    ),
    angle=st.sampled_from([0.0, 1.5, -3.0, 4.5, 180.0, 177.0, 90.0, 271.0]),
    shift=st.tuples(st.integers(-12, 12), st.integers(-12, 12)),
    noise=st.sampled_from([0.0, 0.15, 0.3]),
    pen=st.builds(Pen, st.sampled_from([0, 60, 100]), st.sampled_from(["cross", "tick", "filled"])),
)
@settings(max_examples=12)
def test_marks_are_read_however_the_sheet_lay(
    answers: dict[str, str], angle: float, shift: tuple[int, int], noise: float, pen: Pen
) -> None:
    seen = feed(sheet(answers, pen=pen), Feed(angle, *shift, noise))

    (page,) = read([seen])

    assert page.code == PageCode(CODE, 7, 1, 1)
    told = {reading.column: (reading.value, reading.doubt) for reading in page.readings}
    assert told == {**{code: (value, "") for code, value in answers.items()}, "tuoi": ("", ""), "loi": ("", "")}


def test_pages_come_in_any_order_and_size() -> None:
    larger = sheet({"m.1": "3"}, at=1).resize((2480, 3508))

    pages = read([larger, sheet({"m.1": "1"})])

    assert [page.code.serial for page in pages if page.code] == [8, 7]
    assert [next(one.value for one in page.readings if one.column == "m.1") for page in pages] == ["3", "1"]


def test_doubtful_marks_come_with_their_picture() -> None:
    _, pages, _ = small()
    marks = {(mark.column, mark.value): mark for mark in pages[0].marks}
    picture = sheet({"m.1": "1|3"})
    draw_mark(picture, marks["m.2", "2"], Pen(grey=215))
    ImageDraw.Draw(picture).text((140, 1000), "x", fill=0)
    written = next(area for area in pages[0].areas if area.column == "tuoi")
    dot = picture.width / 2100
    ImageDraw.Draw(picture).line(
        [((written.x + 100) * dot, (written.y + 30) * dot), ((written.x + 400) * dot, (written.y + 90) * dot)], 20, 4
    )

    (page,) = read([picture])

    doubts = {one.column: one for one in page.readings if one.doubt}
    assert set(doubts) == {"m.1", "m.2", "tuoi"}
    assert doubts["m.1"].value == "1|3"
    assert "hai ô" in doubts["m.1"].doubt
    assert "mờ" in doubts["m.2"].doubt
    assert "chép lại" in doubts["tuoi"].doubt
    assert all(Image.open(io.BytesIO(one.picture)).width > 1000 for one in doubts.values())
    assert all(one.confidence == 0 for one in doubts.values())


def test_plain_marks_are_surer_than_thin_ones() -> None:
    (strong,) = read([sheet({"m.1": "2"}, pen=Pen(0, "filled"))])
    (weak,) = read([sheet({"m.1": "2"}, pen=Pen(120, "tick"))])

    sure = [next(one.confidence for one in page.readings if one.column == "m.1") for page in (strong, weak)]

    assert sure[0] > 0.9
    assert sure[1] < sure[0]


def cut_corners(picture: Picture, *corners: tuple[int, int]) -> Picture:
    """Tear corners off a sheet."""
    for x, y in corners:
        ImageDraw.Draw(picture).rectangle([x, y, x + 240, y + 240], fill=255)
    return picture


def test_sheet_without_a_corner_is_read_and_with_one_is_refused() -> None:
    (torn,) = read([cut_corners(sheet({"m.1": "2"}), (0, 0))])
    (lost,) = read([cut_corners(sheet({"m.1": "2"}), (0, 0), (1000, 0), (0, 1514))])

    assert [one.value for one in torn.readings if one.column == "m.1"] == ["2"]
    assert "Chỉ thấy một mã góc" in lost.refusal


def test_strange_pages_are_refused_with_the_reason() -> None:
    blank = Image.new("L", (1240, 1754), 255)
    both = Image.new("L", (2480, 1754), 255)
    both.paste(sheet(), (0, 0))
    both.paste(sheet(at=1), (1240, 0))

    refused = read([blank, both, sheet()], lambda code: "Phiếu của đợt khác.")

    assert [page.refusal.partition(":")[0] for page in refused] == [
        "Không thấy mã ở góc",
        "Hai tờ phiếu nằm trên một ảnh. Quét lại từng tờ.",
        "Phiếu của đợt khác.",
    ]
    assert refused[2].code == PageCode(CODE, 7, 1, 1)


def test_bent_sheet_is_refused() -> None:
    picture = sheet()
    corner = picture.crop((1050, 1550, 1240, 1754))
    ImageDraw.Draw(picture).rectangle([1050, 1550, 1240, 1754], fill=255)
    picture.paste(corner, (1000, 1480))

    (page,) = read([picture])

    assert "gấp hoặc méo" in page.refusal


def test_damaged_page_does_not_stop_the_others() -> None:
    _, pages, _ = small()
    whole = scan([sheet({"kenh": "2"}), sheet({"kenh": "2"}, at=1)])
    first, rest = whole.split(b"/Type /Page\n", 1)

    told = list(read_scan(first + b"/Type /None\n" + rest, layout_for=lambda code: pages[code.page - 1]))

    assert [(page.number, "bị hỏng" in page.refusal) for page in told] == [(1, True), (2, False)]
    assert told[1].code == PageCode(CODE, 8, 1, 1)


def test_page_that_cannot_be_drawn_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = pypdfium2.PdfPage.render

    def render(page: pypdfium2.PdfPage, **options: object) -> object:
        if page.get_width() > page.get_height():
            raise pypdfium2.PdfiumError("no memory")
        return drawn(page, **options)

    monkeypatch.setattr(pypdfium2.PdfPage, "render", render)

    told = read([sheet().rotate(90, expand=True), sheet(at=1)])

    assert ["bị hỏng" in page.refusal for page in told] == [True, False]


def test_file_that_is_no_pdf_is_refused() -> None:
    with pytest.raises(UnreadableScan):
        list(read_scan(b"not a pdf", layout_for=lambda code: ""))


def test_printing_again_gives_the_same_bytes() -> None:
    _, pages, _ = small()
    heading, batch = FormHeading("A", "B", "C"), FormBatch(CODE, "", 1, 1)

    assert write_survey_forms(pages, heading=heading, batch=batch) == write_survey_forms(
        pages, heading=heading, batch=batch
    )


def test_form_is_printed_in_english_and_its_boxes_read_the_same() -> None:
    questionnaire = loader.load_questionnaire("quay-2018")

    pages = lay_out(questionnaire, language="en")
    words = " ".join(one.text for page in pages for one in page.words)
    pdf = write_survey_forms(pages, heading=FormHeading("A", "B", "C"), batch=FormBatch(CODE, "", 1, 1, language="en"))

    assert words.startswith("Question 1. Total time against the rules")
    assert "Câu" not in words
    usual = [(mark.column, mark.value) for page in lay_out(questionnaire) for mark in page.marks]
    assert [(mark.column, mark.value) for page in pages for mark in page.marks] == usual
    printed = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert "Form 00001, page 1/1" in printed
    assert "Cross (×) the boxes" in printed
