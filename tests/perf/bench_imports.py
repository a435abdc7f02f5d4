"""The whole import, from bytes to the items of a plan: megabytes a second, growth and memory.

Figures are seconds, in the rows of memory bytes. The peer of a speed is the time that the promised speed allows, of a
growth twenty times the time of one copy, of memory what the limit allows.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from docx.document import Document as WordDocument

from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document
from parindex.domain.text.memory import forget
from tests.factories.plans import PLAN_TEXT
from tests.perf.rows import Row, best
from tests.unit.documents.read import samples

BYTES_A_SECOND = 500_000
ITEMS = 60
COPIES = 20
_MEGABYTE = 1024 * 1024
_CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
# In a process of its own; the child of a small process does not inherit the peak of this one (see bench_documents).
_MEMORY_SCRIPT = """
import sys
from pathlib import Path
from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
def whole(path):
    return extract_plan(read_document(Path(path).read_bytes(), name=path))
whole(sys.argv[1])
before = peak()
plan = whole(sys.argv[2])
print((peak() - before) * 1024)
"""


def run() -> list[Row]:
    """Measure everything and return the rows."""
    text, text_20 = plan_text(copies=1), plan_text(copies=COPIES)
    word, word_20 = plan_word(copies=1), plan_word(copies=COPIES)
    seconds = {name: best(lambda data=data, name=name: whole(data, name)) for name, data in _named(text, word)}
    long = {
        name: best(lambda data=data, name=name: whole(data, name), rounds=1) for name, data in _named(text_20, word_20)
    }
    return [
        ("Nhập TXT, ít nhất 0,5 MB/s", seconds["plan.txt"], len(text) / BYTES_A_SECOND, 1.0),
        *_corpus_rows(),
        ("Nhập TXT 20 bản so với 20 lần 1 bản", long["plan.txt"], COPIES * seconds["plan.txt"], 1.5),
        ("Nhập DOCX 20 bản so với 20 lần 1 bản", long["plan.docx"], COPIES * seconds["plan.docx"], 1.5),
        ("Bộ nhớ nhập TXT (byte)", _memory(text, text_20), 10.0 * len(text_20) + 50 * _MEGABYTE, 1.0),
    ]


def whole(data: bytes, name: str) -> object:
    """Read a file and find the items of the plan in it, with nothing remembered of an earlier run."""
    forget()
    return extract_plan(read_document(data, name=name))


def plan_text(*, copies: int) -> bytes:
    """Return the fictional plan with sixty items, so many times one after the other."""
    head, rest = PLAN_TEXT.split("1.1. Tiêu chí", 1)
    item, tail = rest.split("1.2. Tiêu chí", 1)
    end = tail[tail.index("Nơi nhận:") :]
    items = "".join(
        f"1.{n}. Tiêu chí{item.replace('kế hoạch CCHC', f'kế hoạch số {n}', 1)}" for n in range(1, ITEMS + 1)
    )
    return (f"{head}{items}{end}\n" * copies).encode()


def plan_word(*, copies: int) -> bytes:
    """Return the same plan as DOCX."""
    lines = [line for line in plan_text(copies=copies).decode().splitlines() if line.strip()]

    def build(document: WordDocument) -> None:
        for line in lines:
            document.add_paragraph(line)

    return samples.word(build)


def _named(text: bytes, word: bytes) -> list[tuple[str, bytes]]:
    return [("plan.txt", text), ("plan.docx", word)]


def _corpus_rows() -> list[Row]:
    files = [(path.name, path.read_bytes()) for path in sorted(_CORPUS.glob("*.txt"))]
    if not files:
        return []
    seconds = best(lambda: [whole(data, name) for name, data in files], rounds=2)
    size = sum(len(data) for _, data in files)
    return [("Nhập năm kế hoạch thật (TXT), ít nhất 0,5 MB/s", seconds, size / BYTES_A_SECOND, 1.0)]


def _memory(small: bytes, large: bytes) -> float:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "small.txt", Path(folder) / "large.txt"]
        for path, data in zip(paths, (small, large), strict=True):
            path.write_bytes(data)
        command = [sys.executable, "-c", _MEMORY_SCRIPT, *map(str, paths)]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
