"""Errors that carry a code become one line and an exit code; bugs stay visible."""

import pytest
import typer

from parindex.cli.errors import UsageError, reason_of, reported


class _Plain(Exception):
    code = "plain"
    message = "Dòng một\ndòng hai."


def test_reported_prints_one_line_and_exits_with_1_when_the_error_names_no_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit) as caught, reported():
        raise _Plain

    assert caught.value.exit_code == 1
    assert capsys.readouterr() == ("", "Lỗi: Dòng một dòng hai.\n")


def test_reported_uses_the_exit_code_of_the_error() -> None:
    with pytest.raises(typer.Exit) as caught, reported():
        raise UsageError("sai")

    assert caught.value.exit_code == 2


def test_reported_leaves_bugs_alone() -> None:
    with pytest.raises(KeyError), reported():
        raise KeyError("x")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (IsADirectoryError(21, "Is a directory"), "đó là thư mục"),
        (PermissionError(13, "Permission denied"), "không có quyền"),
        (OSError(28, "No space left on device"), "ổ đĩa hết chỗ"),
        (NotADirectoryError(20, "Not a directory"), "đường dẫn đi qua một tệp"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError(), "OSError"),
    ],
)
def test_reason_of_is_vietnamese_for_the_usual_causes(error: OSError, reason: str) -> None:
    assert reason_of(error) == reason
