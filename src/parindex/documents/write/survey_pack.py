"""A questionnaire as one HTML file that works from a phone's memory without a network and sends its forms later."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from html import escape
from importlib import resources

from parindex.definitions.labels.survey_words import words_in
from parindex.domain.surveys.languages import LANGUAGE_NAMES, languages_of, speak
from parindex.domain.surveys.questionnaire import Question, QuestionKind, Questionnaire, Words

SCHEMA = "parindex.survey-sync/1"
VISIT_REASONS = ("waiting", "absent", "refused", "unable", "outside")
"""Why a household did not answer, in the order in which they are offered; the words are `visit_…`."""
_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@dataclass(frozen=True, slots=True)
class PackHousehold:
    """A household to call at: its key in what is sent back, its number and way, whom to ask, visits so far."""

    key: int
    number: int
    label: str
    quota: str
    visits: int
    is_spare: bool


@dataclass(frozen=True, slots=True)
class PackWords:
    """What the file says of itself: the wave, the unit, its name and place, its number, its secret, where to send.

    `households` are those without an outcome, spares last; so many `spares` may be called at from the start.
    `counted` are the numbers of visits that are in the visits of the households already.
    """

    wave: str
    unit: str
    label: str
    place: str
    pack_id: str
    token: str
    sync_url: str
    households: tuple[PackHousehold, ...] = ()
    spares: int = 0
    counted: tuple[str, ...] = ()


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
        "households": [asdict(one) for one in words.households],
        "spares": words.spares,
        "counted": words.counted,
        "reasons": VISIT_REASONS,
        "languages": [_language(questionnaire, one) for one in languages_of(questionnaire)],
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


def _language(questionnaire: Questionnaire, language: str) -> dict[str, object]:
    """Return everything that is read in a language; the first one is what the file opens in."""
    return {
        "code": language,
        "name": LANGUAGE_NAMES[language],
        "words": words_in(language),
        "questions": [_question(one) for one in speak(questionnaire, language).questions],
    }


def _question(question: Question) -> dict[str, object]:
    rows = [{"code": f"{question.code}.{row.code}", **_text(row.text)} for row in question.rows]
    when = question.when
    return {
        "title": question.text.vi if rows else "",
        "kind": "single" if question.kind is QuestionKind.MATRIX else question.kind.value,
        "asks": rows or [{"code": question.code, **_text(question.text)}],
        "options": [{"value": option.value, **_text(option.text)} for option in question.options],
        "when": {"column": when.column, "is": list(when.values)} if when else None,
    }


def _text(words: Words) -> dict[str, object]:
    """Return a text; nobody wrote those that are `own` in another language, so they are Vietnamese everywhere."""
    return {"text": words.vi, "own": not words.en}
