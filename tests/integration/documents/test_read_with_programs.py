"""One fictional plan as DOCX, PDF, DOC, ODT, RTF and scan: every way in gives the same words and the same table."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from parindex.documents.blocks import Document, Table
from parindex.documents.errors import ConverterUnavailable, DamagedFile, ImageOnlyPdf, OcrUnavailable
from parindex.documents.read import doc, ocr, read_document
from tests.integration.documents.conftest import PATIENT, Convert
from tests.unit.documents.read import samples

HEADER = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"]
PARAGRAPHS = [
    "ỦY BAN NHÂN DÂN TỈNH MẪU SƠN",
    "KẾ HOẠCH",
    "Khắc phục tồn tại, hạn chế và nâng cao Chỉ số cải cách hành chính năm 2024 của tỉnh Mẫu Sơn (văn bản giả định để "
    "kiểm thử, không phải của cơ quan nào).",
    "Đẩy mạnh ứng dụng công nghệ thông tin trong giải quyết thủ tục hành chính; phấn đấu tỷ lệ hồ sơ trực tuyến toàn "
    "trình đạt từ 80% trở lên, giảm thời gian và chi phí đi lại của người dân.",
]


def _row(number: int) -> list[str]:
    return [
        str(number),
        f"Rà soát, sửa đổi, bổ sung quy định về phân cấp quản lý thuộc lĩnh vực thứ {number} của Nghị quyết số "
        f"{100 + number}/NQ-HĐND, bảo đảm đầy đủ, đúng thẩm quyền và kịp thời.",
        "Sở Nội vụ; các sở, ban, ngành tỉnh",
        f"Quý {1 + number % 4}/2024",
    ]


ROWS = [HEADER, *(_row(number) for number in range(1, 31))]


def _build(document: WordDocument) -> None:
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    document.sections[0].header.paragraphs[0].text = "Kế hoạch CCHC tỉnh Mẫu Sơn"
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    table = document.add_table(len(ROWS), 4, style="Table Grid")
    table.autofit = False
    cells = list(table._cells)
    for index, cell in enumerate(cells):
        cell.text = ROWS[index // 4][index % 4]
        cell.width = Cm((1.2, 7.0, 4.0, 3.4)[index % 4])
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, (1.2, 7.0, 4.0, 3.4), strict=True):
        column.w = Cm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph("Nơi nhận: như Điều 3.")


WORD = samples.word(_build)


def words_of(document: Document) -> str:
    return " ".join(" ".join(block.text for block in document.blocks if block.table is None).split())


def table_of(document: Document) -> Table:
    (table,) = [block.table for block in document.blocks if block.table is not None]
    return table


def rows_of(document: Document) -> list[list[str]]:
    return [[" ".join(cell.text.split()) for cell in row] for row in table_of(document).rows()]


@pytest.fixture(scope="session")
def pdf(convert: Convert) -> bytes:
    return convert(WORD, "docx", "pdf")


def test_read_document_gives_what_python_docx_wrote() -> None:
    document = read_document(WORD, name="ke-hoach.docx")

    assert words_of(document) == " ".join([*PARAGRAPHS, "Nơi nhận: như Điều 3."])
    assert rows_of(document) == ROWS


@pytest.mark.libreoffice
def test_read_document_gives_the_same_from_the_pdf(pdf: bytes) -> None:
    document = read_document(pdf, name="ke-hoach.pdf")

    assert document.page_count is not None
    assert document.page_count > 2
    assert rows_of(document) == ROWS
    assert words_of(document) == " ".join([*PARAGRAPHS, "Nơi nhận: như Điều 3."])
    pages = [cell.place.page for cell in table_of(document).cells]
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert {repair.rule for repair in document.repairs} >= {"running_header", "repeated_header"}


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["doc", "odt", "rtf"])
def test_read_document_gives_the_same_from_old_formats(convert: Convert, extension: str) -> None:
    old = convert(WORD, "docx", extension)

    document = read_document(old, name=f"ke-hoach.{extension}", limits=PATIENT)

    assert rows_of(document) == ROWS
    assert words_of(document) == " ".join([*PARAGRAPHS, "Nơi nhận: như Điều 3."])
    assert any("LibreOffice" in warning for warning in document.warnings)


@pytest.mark.libreoffice
def test_read_old_word_refuses_broken_files(convert: Convert) -> None:
    old = convert(WORD, "docx", "doc")

    with pytest.raises(DamagedFile):
        read_document(old[:1024] + "WordDocument".encode("utf-16-le"), name="a.doc", limits=PATIENT)


def test_read_old_word_says_that_libreoffice_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "PROGRAMS", ("no-such-program",))

    with pytest.raises(ConverterUnavailable) as caught:
        read_document(b"{\\rtf1 x}", name="a.rtf")

    assert "DOCX" in caught.value.message


def _scan(pdf: bytes) -> bytes:
    """Print the first page to a picture and put it into a PDF without text."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72, grayscale=True).to_pil()
    buffer = io.BytesIO()
    page.save(buffer, format="PDF", resolution=200)
    return buffer.getvalue()


@pytest.mark.libreoffice
@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.usefixtures("_tesseract")
def test_read_document_recognises_a_scan_with_progress_and_confidence(pdf: bytes) -> None:
    heard: list[tuple[int, int]] = []

    document = read_document(
        _scan(pdf), name="quet.pdf", limits=PATIENT, progress=lambda done, total: heard.append((done, total))
    )

    assert heard == [(1, 1)]
    text = " ".join(document.text().split())
    assert "KẾ HOẠCH" in text
    assert "tồn tại, hạn chế và nâng cao Chỉ số cải cách hành chính năm 2024" in text
    assert any("độ chắc chắn" in warning for warning in document.warnings)


@pytest.mark.ocr
@pytest.mark.usefixtures("_tesseract")
def test_read_document_recognises_a_picture() -> None:
    buffer = io.BytesIO()
    samples.picture("CONG VAN 2024").save(buffer, format="PNG")

    assert "2024" in read_document(buffer.getvalue(), name="trang.png", limits=PATIENT).text()


@pytest.mark.parametrize(("wish", "error"), [(None, ImageOnlyPdf), (True, OcrUnavailable), (False, ImageOnlyPdf)])
def test_read_document_says_what_a_scan_needs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wish: bool | None, error: type[Exception]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not ocr.is_available()

    with pytest.raises(error):
        read_document(samples.picture_pdf(), name="quet.pdf", ocr=wish)
