"""Readers against the libraries they stand on, in one run: how many times longer, how it grows, how much memory.

Each row is (name, our figure, the peer's figure, highest allowed ratio). Figures are seconds of the processor, the
best of several runs; in the rows of memory they are bytes above the empty process and the bytes that the limit counts.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pdfplumber
import pypdfium2

from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document
from parindex.domain.text.memory import forget
from tests.unit.documents.read import samples

Row = tuple[str, float, float, float]

_SENTENCE = (
    "Rà soát, sửa đổi, bổ sung các quy định thuộc thẩm quyền, bảo đảm đúng tiến độ và chất lượng theo Nghị quyết số {}"
    ", phấn đấu tỷ lệ hồ sơ giải quyết đúng hạn đạt từ {}% trở lên."
)
_CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
_MEGABYTE = 1024 * 1024
_EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
# Run in a process of its own: the peak after reading the plan, less the peak after reading a one-line document.
# VmHWM begins anew with the program, unlike the maximum that getrusage inherits from the process that started it.
_MEMORY_SCRIPT = """
import sys
from pathlib import Path
from parindex.documents.read import read_document
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
small, large = (Path(path).read_bytes() for path in sys.argv[1:3])
read_document(small, name="small")
before = peak()
document = read_document(large, name="large")
print((peak() - before) * 1024)
"""


def run() -> list[Row]:
    """Measure everything and return the rows."""
    word, printed = plan_docx(copies=1), plan_pdf(copies=1)
    word_20, printed_20 = plan_docx(copies=20), plan_pdf(copies=20)
    reads = {name: _best(_reader(data)) for name, data in _named(word, printed, word_20, printed_20)}
    return [
        ("DOCX so với python-docx", reads["docx"], _best(lambda: _python_docx(word)), 1.5),
        ("PDF so với pypdfium2 + pdfplumber", reads["pdf"], _best(lambda: _pdf_libraries(printed), rounds=1), 1.5),
        ("DOCX 20 bản so với 20 lần 1 bản", reads["docx20"], 20 * reads["docx"], 1.5),
        ("PDF 20 bản so với 20 lần 1 bản", reads["pdf20"], 20 * reads["pdf"], 1.5),
        *_whole_imports(),
        ("Bộ nhớ DOCX (byte)", *_memory(one_line_docx(), word_20, unpacked=_unpacked(word_20)), 1.0),
        ("Bộ nhớ PDF (byte)", *_memory(plan_pdf(copies=1, rows=1), printed_20, unpacked=_pdf_text(printed_20)), 1.0),
    ]


def _whole_imports() -> list[Row]:
    """Compare the whole import of the example plan, items and all, with the libraries only reading its words."""
    word = (_EXAMPLES / "tinh-song-may-2026.docx").read_bytes()
    printed = (_EXAMPLES / "tinh-song-may-2026.pdf").read_bytes()
    whole = {name: _best(_importer(data)) for name, data in (("docx", word), ("pdf", printed))}
    return [
        ("Nhập trọn DOCX so với python-docx chỉ đọc", whole["docx"], _best(lambda: _python_docx(word)), 1.5),
        ("Nhập trọn PDF so với thư viện chỉ đọc", whole["pdf"], _best(lambda: _pdf_libraries(printed), rounds=1), 1.5),
        *_many_imports(),
    ]


def _many_imports() -> list[Row]:
    """Compare the whole import of several DOCX, the examples and the real plans line by line, with reading them."""
    examples = [path.read_bytes() for path in sorted(_EXAMPLES.glob("*.docx"))]
    example = (_EXAMPLES / "xa-suoi-vang-2026.txt").read_text(encoding="utf-8")
    words = [*examples, _as_word(example)]
    real = [_as_word(path.read_text(encoding="utf-8")) for path in sorted(_CORPUS.glob("*.txt"))]
    return [
        (f"Nhập trọn {len(files)} {name} (DOCX) so với python-docx chỉ đọc", *_sums(files), 1.5)
        for name, files in (("ví dụ", words), ("kế hoạch thật", real))
        if files
    ]


def _sums(files: Sequence[bytes]) -> tuple[float, float]:
    ours = sum(_best(_importer(data), rounds=5) for data in files)
    return ours, sum(_best(lambda data=data: _python_docx(data), rounds=5) for data in files)


def _as_word(text: str) -> bytes:
    """Return a DOCX with a paragraph for each written line of a text."""
    lines = ["".join(letter for letter in line if letter >= " ") for line in text.splitlines() if line.strip()]

    def build(document: docx.document.Document) -> None:
        for line in lines:
            document.add_paragraph(line)

    return samples.word(build)


def _importer(data: bytes) -> Callable[[], object]:
    """Return the whole import of a file; what it remembers of one run is forgotten before the next one."""

    def run() -> object:
        forget()
        return extract_plan(read_document(data, name="ke-hoach"))

    return run


def plan_docx(*, copies: int) -> bytes:
    """Return a fictional plan as DOCX: per copy 120 paragraphs and a table of 90 rows and 6 columns."""

    def build(document: docx.document.Document) -> None:
        for copy in range(copies):
            for number in range(120):
                document.add_paragraph(f"{number}. {_SENTENCE.format(number, number % 100)}")
            table = document.add_table(90, 6)
            for index, cell in enumerate(table._cells):
                cell.text = _SENTENCE.format(copy, index % 100)[: 20 + index * 7 % 120]

    return samples.word(build)


def one_line_docx() -> bytes:
    """Return a DOCX of one line."""
    return samples.word(lambda document: document.add_paragraph("một dòng"))


def plan_pdf(*, copies: int, rows: int = 12) -> bytes:
    """Return a fictional plan as PDF: per copy 12 pages of text and 12 of a ruled table."""
    xs = (50, 80, 200, 330, 420, 500, 560)
    text = "".join(
        samples.text_at(60, 780 - 18 * line, "Ra soat, sua doi, bo sung cac quy dinh thuoc tham quyen, dung tien do")
        for line in range(40)
    )
    cells = [
        [str(row), "Tieu chi thanh phan\nso mot cua tinh", "Dat tu 80%\ntro len", "So A", "So B", "2024"]
        for row in range(rows)
    ]
    table = samples.ruled_table(xs, [780 - 50 * row for row in range(rows + 1)], cells)
    return samples.pdf([page for _ in range(copies) for page in (text, table) * 12])


def _named(*data: bytes) -> list[tuple[str, bytes]]:
    return list(zip(("docx", "pdf", "docx20", "pdf20"), data, strict=True))


def _reader(data: bytes) -> Callable[[], object]:
    return lambda: read_document(data, name="plan")


def _best(action: Callable[[], object], *, rounds: int = 3) -> float:
    """Return the least seconds of the processor that an action took: other programs of the machine do not count."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def _python_docx(data: bytes) -> list[str]:
    """Read the same text and tables through python-docx the quick way, each cell once."""
    document = docx.Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        texts.extend(cell.text for cell in table._cells)
    return texts


def _pdf_libraries(data: bytes) -> list[object]:
    """Read all text through pypdfium2 and, only on the pages that have ruling lines, the tables through pdfplumber."""
    book = pypdfium2.PdfDocument(data)
    texts: list[object] = [page.get_textpage().get_text_range() for page in book]
    with pdfplumber.open(io.BytesIO(data)) as plumbed:
        texts.extend(plumbed.pages[number].extract_tables() for number in range(1, len(plumbed.pages), 2))
    return texts


def _unpacked(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(member.file_size for member in archive.infolist())


def _pdf_text(data: bytes) -> int:
    return sum(len(page.get_textpage().get_text_range().encode()) for page in pypdfium2.PdfDocument(data))


def _memory(small: bytes, large: bytes, *, unpacked: int) -> tuple[float, float]:
    """Return the bytes used and the bytes allowed: ten times the unpacked content and 50 MB."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "small", Path(folder) / "large"]
        for path, data in zip(paths, (small, large), strict=True):
            path.write_bytes(data)
        command = [sys.executable, "-c", _MEMORY_SCRIPT, *map(str, paths)]
        used = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(used), float(10 * unpacked + 50 * _MEGABYTE)


if __name__ == "__main__":
    for name, ours, peer, limit in run():
        print(f"{name}: {ours:.4g} / {peer:.4g} = {ours / peer:.2f} (giới hạn {limit})")
