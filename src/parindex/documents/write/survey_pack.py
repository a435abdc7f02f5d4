"""A questionnaire as one HTML file that works from a phone's memory without a network and sends its forms later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from importlib import resources

from parindex.domain.surveys.questionnaire import Question, QuestionKind, Questionnaire

SCHEMA = "parindex.survey-sync/1"
_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@dataclass(frozen=True, slots=True)
class PackWords:
    """What the file says of itself: the wave, the unit, its name and place, its number, its secret, where to send."""

    wave: str
    unit: str
    label: str
    place: str
    pack_id: str
    token: str
    sync_url: str


def write_survey_pack(questionnaire: Questionnaire, words: PackWords) -> bytes:
    """Return the file; whoever has it can add forms to the wave, so it is handed over like a key."""
    data = {
        "schema": SCHEMA,
        "title": words.wave,
        "unit": words.unit,
        "label": words.label,
        "place": words.place,
        "pack": words.pack_id,
        "token": words.token,
        "sync": words.sync_url,
        "questions": [_question(one) for one in questionnaire.questions],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    parts = {
        "title": escape(f"{words.wave}: {words.label}"),
        "style": _part("survey_pack.css"),
        "script": _part("survey_pack.js"),
        "data": text,
    }
    page = _part("survey_pack.html")
    for name, part in parts.items():
        page = page.replace(f"[[{name}]]", part, 1)
    return page.encode("utf-8")


def _part(name: str) -> str:
    return resources.files("parindex.documents.write").joinpath(name).read_text(encoding="utf-8")


def _question(question: Question) -> dict[str, object]:
    rows = [{"code": f"{question.code}.{row.code}", "text": row.text.vi} for row in question.rows]
    when = question.when
    return {
        "title": question.text.vi if rows else "",
        "kind": "single" if question.kind is QuestionKind.MATRIX else question.kind.value,
        "asks": rows or [{"code": question.code, "text": question.text.vi}],
        "options": [{"value": option.value, "text": option.text.vi} for option in question.options],
        "when": {"column": when.column, "is": list(when.values)} if when else None,
    }
