"""Fictional annexes (Bộ tiêu chí) as data, what a careful reader takes from each, and how well the importer does."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
import yaml
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tests.accuracy.rendering import CACHE, convert_to_pdf
from tests.accuracy.scoring import Tally

FOLDER = Path(__file__).with_name("annexes")
FORMATS = ("docx", "pdf", "xlsx")
FIELDS = ("tree", "name", "points", "shape", "numbers", "head")
LEFT, UP = "<", "^"


@dataclass(frozen=True, slots=True)
class Truth:
    """One item as a person reads it: `rules` are the proposals that are right, each a shape and its numbers."""

    code: str
    name: str
    points: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """One fictional annex of a `group`, "tuning" or "held_out"; "<" and "^" merge with the left or upper cell."""

    name: str
    group: str
    data: Mapping[str, Any]

    @property
    def items(self) -> tuple[Truth, ...]:
        """Return the items in reading order."""
        return tuple(self._truth(row) for row in self.data["rows"] if "item" in row)

    def _truth(self, row: Mapping[str, Any]) -> Truth:
        told, cells = row["item"], row["cells"]
        name = told.get("name") or cells[self.data.get("name_col", 1)]
        points = told.get("points") or cells[self.data.get("points_col", 2)]
        rules = tuple(part.strip() for part in told.get("rule", "sum").split("|"))
        return Truth(str(told["code"]), name, points, rules)

    @property
    def head(self) -> dict[str, str | None]:
        """Return what the annex says of itself."""
        told = self.data["document"]
        issued = told.get("date")
        return {
            "title": told["title"],
            "number": told.get("number"),
            "date": issued.isoformat() if issued else None,
            "total": str(self.data["total"]),
        }


@dataclass(slots=True)
class AnnexScore:
    """Tallies by field, and the errors in words."""

    name: str
    group: str
    format: str
    fields: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    errors: list[str] = field(default_factory=list)


def list_annexes() -> tuple[Annex, ...]:
    """Return all annexes in the order of their names."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found.append(Annex(path.stem, data["group"], data))
    return tuple(found)


def render(annexes: Iterable[Annex], formats: Sequence[str]) -> Iterator[tuple[Annex, str, Path]]:
    """Yield the files of the formats asked for; PDF is left out without LibreOffice."""
    annexes = tuple(annexes)
    files = {annex.name: _folder(annex) / f"{annex.name}.docx" for annex in annexes}
    for annex in annexes:
        path = files[annex.name]
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(write_docx(annex))
            path.with_suffix(".xlsx").write_bytes(write_xlsx(annex))
    if "pdf" in formats:
        convert_to_pdf(list(files.values()))
    for annex in annexes:
        for format_ in formats:
            path = files[annex.name].with_suffix(f".{format_}")
            if path.exists():
                yield annex, format_, path


def score(formats: Sequence[str] = FORMATS) -> list[AnnexScore]:
    """Import every annex in every format and compare."""
    return [score_file(annex, format_, path) for annex, format_, path in render(list_annexes(), formats)]


def score_file(annex: Annex, format_: str, path: Path) -> AnnexScore:
    """Import one file and compare it with the truth; a failure of the importer finds nothing."""
    from parindex.documents.errors import DocumentError
    from parindex.documents.extract.catalogue import extract_catalogue
    from parindex.documents.read import read_document
    from parindex.domain.scoring.catalogue import Level

    result = AnnexScore(annex.name, annex.group, format_)
    try:
        document = read_document(path.read_bytes(), name=path.name)
        proposal = extract_catalogue(document, level=Level(annex.data["level"]), year=annex.data["year"])
    except DocumentError as error:
        result.errors.append(str(error))
        for tally_name in FIELDS:
            result.fields[tally_name].missed += len(annex.items)
        return result
    found = {item.code: item for item in proposal.items}
    for truth in annex.items:
        item = found.pop(truth.code, None)
        if item is None:
            result.errors.append(f"missed {truth.code} {truth.name}")
            _count(result, "tree", truth.code, None)
            continue
        _count(result, "tree", truth.code, item.code)
        _count(result, "name", _plain(truth.name), _plain(item.name), at=truth.code)
        _count(result, "points", _number(truth.points), item.max_points, at=truth.code)
        _compare_rule(result, truth, signature(item.rule))
    for code, item in found.items():
        result.fields["tree"].extra += 1
        result.errors.append(f"extra {code} {item.name}")
    head = proposal.head
    told = (head.title, head.number, head.date_, None if head.total_points is None else str(head.total_points))
    for (name, expected), value in zip(annex.head.items(), told, strict=True):
        _count(result, "head", expected, value, at=name)
    return result


def print_scores(scores: Sequence[AnnexScore], *, errors: int = 0, held_out: bool = False) -> None:
    """Print a table for each group and format; errors of held-out annexes only when asked for."""
    for group in ("tuning", "held_out"):
        for format_ in FORMATS:
            chosen = [entry for entry in scores if entry.group == group and entry.format == format_]
            if chosen:
                print(f"\n== annexes, {group}, {format_.upper()}: {len(chosen)} documents")
                for name in FIELDS:
                    tally = total(chosen, name)
                    print(f"{name:10s} P {tally.precision:5.3f}  R {tally.recall:5.3f}  F1 {tally.f1:5.3f}"
                          f"  {tally.right:4d} {tally.extra:4d} {tally.missed:4d}")  # fmt: skip
            if group == "tuning" or held_out:
                for entry in chosen:
                    for error in entry.errors[:errors]:
                        print(f"  {entry.name}.{entry.format}: {error}")


def total(scores: Iterable[AnnexScore], name: str) -> Tally:
    """Add up one field."""
    summed = Tally()
    for entry in scores:
        tally = entry.fields[name]
        summed.right += tally.right
        summed.extra += tally.extra
        summed.missed += tally.missed
    return summed


def _compare_rule(result: AnnexScore, truth: Truth, found: str) -> None:
    """Compare shapes, and where the shape is right its numbers; "none" is right when nothing is proposed."""
    shape = found.split()[0]
    shapes = [rule.split()[0] for rule in truth.rules]
    expected = None if shapes == ["none"] else shapes[0]
    _count(result, "shape", shape if shape in shapes and shape != "none" else expected,
           None if shape == "none" else shape, at=truth.code)  # fmt: skip
    if shape in shapes and shape != "none":
        wanted = truth.rules[shapes.index(shape)]
        _count(result, "numbers", " ".join(wanted.split()[1:]), " ".join(found.split()[1:]), at=truth.code)


def signature(rule: Mapping[str, Any] | None) -> str:
    """Write a rule as its shape and its numbers, as the truth does."""
    if rule is None:
        return "none"
    shape = rule["shape"]
    parts: list[str] = []
    if shape == "sum_of_children":
        return "sum"
    if shape == "levels":
        parts = [level["points"] for level in rule["levels"]]
    elif shape in {"ratio_bands", "growth"}:
        parts = [_band(band) for band in rule["bands"]]
    elif shape == "rank_band":
        parts = [f"{band.get('to', 'rest')}={band['points']}" for band in rule["bands"]]
    elif shape == "proportional":
        parts = [f"full={rule.get('full_at', '100')}"]
        parts += [f"zero={rule['zero_below']}"] if "zero_below" in rule else []
    elif shape in {"count_points", "deduct_per"}:
        parts = [kind["each"] + (f"<={kind['at_most']}" if "at_most" in kind else "") for kind in rule["counted"]]
    elif shape == "survey_scale":
        parts = [answer["weight"] for answer in rule["answers"]]
    return " ".join([shape, *parts])


def _band(band: Mapping[str, str]) -> str:
    key = "from" if "from" in band else "above" if "above" in band else "rest"
    return f"{key}{band.get(key, '')}={band['points']}"


def _count(result: AnnexScore, name: str, expected: object, found: object, *, at: str = "") -> None:
    tally = result.fields[name]
    if expected == found:
        tally.right += expected is not None
        return
    tally.missed += expected is not None
    tally.extra += found is not None
    result.errors.append(f"{name} {at}: expected {expected}, found {found}")


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" .:;").casefold()


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _folder(annex: Annex) -> Path:
    digest = hashlib.sha256((FOLDER / f"{annex.name}.yaml").read_bytes())
    digest.update(Path(__file__).read_bytes())
    return CACHE / f"annex-{annex.name}-{digest.hexdigest()[:12]}"


def _grid(annex: Annex) -> tuple[list[list[str]], int]:
    """Return all rows, the header again every few rows where the annex asks for it, and the depth of the header."""
    header = [[str(cell) for cell in row] for row in annex.data["header"]]
    every = annex.data.get("repeat_header_every")
    rows = [*header]
    for at, row in enumerate(annex.data["rows"]):
        if every and at and at % every == 0:
            rows += header
        rows.append([str(cell) for cell in row["cells"]])
    return rows, len(header)


def write_docx(annex: Annex) -> bytes:
    """Return the annex as a Word document."""
    document = docx.Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(13)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    if annex.data.get("landscape"):
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    for line in annex.data["document"]["above"]:
        document.add_paragraph().add_run(line).bold = line.isupper() or None
    rows, header = _grid(annex)
    widths = annex.data["widths"]
    table = document.add_table(rows=len(rows), cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    unit = (25 if annex.data.get("landscape") else 16.5) / sum(widths)
    for at in range(len(rows)):
        for cell, width in zip(table.rows[at].cells, widths, strict=True):
            cell.width = Cm(unit * width)
        if at < header and not annex.data.get("repeat_header_every"):
            marker = OxmlElement("w:tblHeader")
            marker.set(qn("w:val"), "true")
            table.rows[at]._tr.get_or_add_trPr().append(marker)
    for (at, col), (text, down, right) in _spans(rows).items():
        table.cell(at, col).text = text
        if down or right:
            table.cell(at, col).merge(table.cell(at + down, col + right))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def write_xlsx(annex: Annex) -> bytes:
    """Return the annex as a spreadsheet, merged as printed; points are numbers."""
    buffer = io.BytesIO()
    rows, _ = _grid(annex)
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Phụ lục")
        top = len(annex.data["document"]["above"])
        for at, line in enumerate(annex.data["document"]["above"]):
            sheet.write_string(at, 0, line)
        for (at, col), (text, down, right) in _spans(rows).items():
            if down or right:
                sheet.merge_range(top + at, col, top + at + down, col + right, "")
            number = text.replace(",", ".")
            if col == annex.data.get("points_col", 2) and number.replace(".", "", 1).isdigit():
                sheet.write_number(top + at, col, float(number))
            else:
                sheet.write_string(top + at, col, text)
    return buffer.getvalue()


def _spans(rows: Sequence[Sequence[str]]) -> dict[tuple[int, int], tuple[str, int, int]]:
    """Return each cell with how far it reaches down and right."""
    spans: dict[tuple[int, int], tuple[str, int, int]] = {}
    for at, row in enumerate(rows):
        for col, text in enumerate(row):
            if text not in {LEFT, UP}:
                right = next((c for c in range(col + 1, len(row)) if row[c] != LEFT), len(row)) - col - 1
                down = next((r for r in range(at + 1, len(rows)) if rows[r][col] != UP), len(rows)) - at - 1
                spans[at, col] = (text, down, right)
    return spans
