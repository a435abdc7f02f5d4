"""Load the rule book of lint; anything not understood is refused with file and line."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TypeVar

from pydantic import ValidationError

from parindex.definitions.faults import explain
from parindex.definitions.lint.schema import CaseShape, FactsShape, RuleShape, RulesShape, Shape
from parindex.definitions.yaml import load_yaml
from parindex.domain.planning.lint.model import CaseText, Inapplicable, KnownDocument, RuleBook, RuleText, Severity
from parindex.domain.text import folding

ShapeT = TypeVar("ShapeT", bound=Shape)

_FOLDER = resources.files(__package__)


class LintDefinitionError(ValueError):
    """A lint file says something that cannot be used; the message names file and line."""

    code = "lint_definition"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


@cache
def load_rule_book() -> RuleBook:
    """Return the rules that ship with the product; raises LintDefinitionError or YamlError."""
    rules, facts = (_FOLDER.joinpath(name).read_text(encoding="utf-8") for name in ("rules.yaml", "facts.yaml"))
    return build_rule_book(rules=rules, facts=facts)


def build_rule_book(*, rules: str, facts: str) -> RuleBook:
    """Build the rule book of two YAML texts; raises LintDefinitionError or YamlError with file and line."""
    told = _check(rules, RulesShape, source="rules.yaml")
    known = _check(facts, FactsShape, source="facts.yaml")
    documents = tuple(
        KnownDocument(
            number=shape.number,
            date_=shape.date,
            issuer=shape.issuer,
            subject=folding.fold(shape.subject),
            source=shape.source,
            replaced_by=shape.replaced_by,
            replaced_on=shape.replaced_on,
        )
        for shape in known.documents
    )
    inapplicable = tuple(
        Inapplicable(tuple(map(folding.fold, shape.words)), shape.levels, shape.reason, shape.at_least)
        for shape in known.inapplicable
    )
    return RuleBook({code: _rule(code, shape) for code, shape in told.rules.items()}, documents, inapplicable)


def _check(text: str, shape: type[ShapeT], *, source: str) -> ShapeT:
    try:
        return shape.model_validate(load_yaml(text, source=source))
    except ValidationError as error:
        raise LintDefinitionError(explain(error, text=text, source=source)) from error


def _rule(code: str, shape: RuleShape) -> RuleText:
    cases = {"": _case(CaseShape(), shape), **{name: _case(case, shape) for name, case in shape.cases.items()}}
    return RuleText(code=code, name=shape.name, cases=cases, words=shape.words)


def _case(case: CaseShape, rule: RuleShape) -> CaseText:
    return CaseText(
        severity=Severity(case.severity or rule.severity),
        sentence=case.sentence or rule.sentence,
        why=case.why or rule.why,
        fix=case.fix or rule.fix,
    )
