"""The files of lint: what ships is sound, and what is not understood is refused with its place."""

from __future__ import annotations

import string
from importlib import resources

import pytest

from parindex.definitions.lint.loader import LintDefinitionError, build_rule_book, load_rule_book
from parindex.definitions.yaml import YamlError
from parindex.domain.planning.lint.model import Severity

FOLDER = resources.files("parindex.definitions.lint")
RULES, FACTS = (FOLDER.joinpath(name).read_text(encoding="utf-8") for name in ("rules.yaml", "facts.yaml"))
RULE = """
rules:
  no_lead:
    name: Thiếu chủ trì
    severity: error
    sentence: "{item} không có chủ trì."
    why: Vì thế.
    fix: Ghi vào.
    cases:
      helpers: {severity: warning}
"""
NO_FACTS = "documents: []\ninapplicable: []\n"
PROMISED = {
    "no_lead", "no_assignment", "no_coordinator", "no_deadline", "open_deadline", "past_deadline", "no_number",
    "no_baseline", "impossible_target", "goal_misfit", "not_applicable_here", "unknown_code", "missing_loss",
    "duplicate", "contradiction", "body_appendix_differs", "unknown_agency", "wrong_level_agency", "leftover",
    "bad_citation", "blank_number_or_date", "glyph", "numbering",
}  # fmt: skip


def test_every_promised_code_ships() -> None:
    assert set(load_rule_book().rules) >= PROMISED


def test_case_inherits_what_it_leaves_out() -> None:
    rule = build_rule_book(rules=RULE, facts=NO_FACTS).rules["no_lead"]

    assert rule.cases["helpers"].severity is Severity.WARNING
    assert rule.cases["helpers"].sentence == rule.usual.sentence
    assert rule.usual.severity is Severity.ERROR


@pytest.mark.parametrize("code", sorted(load_rule_book().rules))
def test_sentences_end_as_sentences(code: str) -> None:
    for case in load_rule_book().rules[code].cases.values():
        assert case.sentence.endswith((".", "{reason}"))
        assert case.why.endswith(".")
        assert case.fix.endswith(".")
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(case.sentence))


def test_known_documents_are_stated_once_and_replaced_later() -> None:
    documents = load_rule_book().documents

    assert len({document.number for document in documents}) == len(documents)
    assert all(document.replaced_on is None or document.replaced_on > document.date_ for document in documents)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (RULE.replace("severity: error", "severity: fatal"), "rules.yaml:5: rules.no_lead.severity"),
        (RULE.replace("    why: Vì thế.\n", ""), "rules.no_lead.why"),
        (RULE.replace("{item} không", "{} không"), "rules.no_lead"),
        (RULE.replace("helpers: {severity: warning}", "helpers: {sverity: warning}"), "rules.no_lead.cases.helpers"),
        ("rules: {}\n", "rules"),
    ],
)
def test_faulty_rules_are_refused_with_their_place(wrong: str, place: str) -> None:
    with pytest.raises(LintDefinitionError) as refused:
        build_rule_book(rules=wrong, facts=NO_FACTS)

    assert place in refused.value.message


def test_broken_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(YamlError, match=r"rules\.yaml"):
        build_rule_book(rules=RULE.replace('chủ trì."', "chủ trì."), facts=NO_FACTS)


def test_facts_with_a_wrong_date_or_level_are_refused() -> None:
    for old, new in (('"2020-12-30"', '"30/12/2020"'), ("levels: [province]", "levels: [làng]")):
        with pytest.raises((LintDefinitionError, ValueError)):
            build_rule_book(rules=RULES, facts=FACTS.replace(old, new, 1))
