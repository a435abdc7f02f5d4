"""Write a questionnaire as YAML of the shape that the loader reads: what is read back is the same questionnaire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml

from parindex.definitions.questionnaires.schema import SCHEMA
from parindex.domain.surveys.questionnaire import Option, Question, Questionnaire, Words

_WIDTH = 120
_SHARED = 2


def write_questionnaire(questionnaire: Questionnaire) -> str:
    """Return the YAML of a questionnaire; options that several questions share become a scale."""
    counted = Counter(question.options for question in questionnaire.questions if question.options)
    shared = [options for options, count in counted.items() if count >= _SHARED]
    scales = {options: f"thang_{nth}" for nth, options in enumerate(shared, start=1)}
    told = {
        "schema": SCHEMA,
        **head_of(questionnaire),
        "scales": {name: [_option(option) for option in options] for options, name in scales.items()},
        "parts": parts_of(questionnaire),
        "questions": [_question(question, scales) for question in questionnaire.questions],
    }
    return yaml.safe_dump(_filled(told), allow_unicode=True, sort_keys=False, width=_WIDTH)


def head_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return what a questionnaire says of itself as plain values, in the order of a file."""
    return {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "kind": questionnaire.kind.value,
        "title": words_of(questionnaire.title),
        "years": questionnaire.years,
        "status": questionnaire.status.value,
        "notice": questionnaire.notice,
        "sources": list(questionnaire.sources),
        "aggregation": questionnaire.aggregation.value,
    }


def parts_of(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Return the parts of the index with their elements as plain values."""
    return [
        {
            "code": part.code,
            "name": words_of(part.name),
            "elements": [{"code": one.code, "name": words_of(one.name)} for one in part.elements],
        }
        for part in questionnaire.parts
    ]


def words_of(words: Words) -> dict[str, str]:
    """Return a text in both languages, empty where nobody wrote it."""
    return {"vi": words.vi, "en": words.en}


def _question(question: Question, scales: Mapping[tuple[Option, ...], str]) -> dict[str, Any]:
    scale = scales.get(question.options, "")
    told = {
        "code": question.code,
        "kind": question.kind.value,
        "text": words_of(question.text),
        "status": question.status.value,
        "scale": scale,
        "options": [] if scale else [_option(option) for option in question.options],
        "rows": [
            _filled({"code": row.code, "text": words_of(row.text), "status": row.status.value, "element": row.element})
            for row in question.rows
        ],
        "element": question.element,
        "when": {} if question.when is None else {"column": question.when.column, "is": list(question.when.values)},
        "required": "yes" if question.is_required else "",
        "least": "" if question.least is None else str(question.least),
        "most": "" if question.most is None else str(question.most),
    }
    return _filled(told)


def _option(option: Option) -> dict[str, Any]:
    return _filled(
        {
            "value": option.value,
            "text": words_of(option.text),
            "satisfied": "yes" if option.is_satisfied else "",
            "points": "" if option.points is None else _decimal(option.points),
        }
    )


def _decimal(points: Fraction) -> str:
    return format(Decimal(points.numerator) / Decimal(points.denominator), "f")


def _filled(told: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty, inside too."""
    inside = {key: _within(value) for key, value in told.items()}
    return {key: value for key, value in inside.items() if value not in ("", [], {})}


def _within(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _filled(value)
    return [_within(one) for one in value] if isinstance(value, list) else value
