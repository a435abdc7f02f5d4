"""The tables of docs/reference/dossiers.md as the definitions give them; printed when run as a program."""

from __future__ import annotations

from parindex.definitions.calendar.loader import parse_shape
from parindex.definitions.dossiers import loader
from parindex.definitions.dossiers.schema import CodesShape

CERTAINTIES = {"verified": "đã đọc", "secondary": "thứ cấp", "assumed": "giả định", "proposed": "đề xuất"}


def column_rows() -> list[str]:
    """Return one row a column: name, title, kind, accepted headings, certainty."""
    return [
        f"| `{column.name}` | {column.title}{' (bắt buộc)' if column.required else ''} | {column.kind} | "
        f"{', '.join(column.names)} | {CERTAINTIES[column.certainty.value]} |"
        for column in loader.load_columns().all
    ]


def code_rows() -> list[str]:
    """Return one row a code: column, number, the words that mean it."""
    text = (loader._FOLDER / "codes.yaml").read_text(encoding="utf-8")
    shape = parse_shape(text, source="codes.yaml", shape=CodesShape)
    return [
        f"| `{column}` | {code.code} | {', '.join((code.name, *code.words))} |"
        for column, codes in shape.choices.items()
        for code in codes
    ]


def indicator_rows() -> list[str]:
    """Return one row an indicator: code, name, ratio, criteria, source, certainty."""
    definitions = loader.load_indicators()
    names = {measure.code: measure.name for measure in definitions.measures}
    return [
        f"| `{one.code}` | {one.name} | {names[one.numerator]} / {names[one.denominator]} | "
        f"{', '.join(one.criteria) or '–'} | {one.source} | {CERTAINTIES[one.certainty.value]} |"
        for one in definitions.indicators
    ]


if __name__ == "__main__":
    for rows in (column_rows(), code_rows(), indicator_rows()):
        print("\n".join(rows), end="\n\n")
