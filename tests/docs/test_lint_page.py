"""The page of lint is the one that its rules make."""

from tests.docs.lint_page import PAGE, page


def test_page_is_made_of_the_rules() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
