"""Importing batches: what one bad file, a repeated file and a bug do to the others, and what people see."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from parindex.cli import app, plan_text
from parindex.cli import plan as plan_commands
from parindex.cli.batch import read_batch
from parindex.domain.planning.model import (
    Action,
    Confidence,
    Deadline,
    DeadlineKind,
    DeadlineRole,
    Finding,
    Item,
    Part,
    Plan,
    PlanDocument,
    Section,
)


class _Refused(Exception):
    code = "not_a_plan"
    message = "Văn bản không phải kế hoạch."
    exit_code = 5


def _plan(name: str = "kế hoạch.txt", *, plan_year: int | None = 2023) -> Plan:
    item = Item(
        key="body/1.1",
        part=Part.BODY,
        section=Section.FIX,
        number="1.1",
        names=("Tiêu chí mẫu",),
        line=12,
        code="TCTP 1.1",
        target_text="=100%",
        actions=(Action("Làm việc mẫu."),),
        lead=("Sở Mẫu",),
        deadline_text="Trong năm 2023",
        deadlines=(
            Deadline(DeadlineRole.BOTH, DeadlineKind.IN_YEAR, "Trong năm 2023", year=2023),
            Deadline(DeadlineRole.BOTH, DeadlineKind.ON_REQUEST, "Theo yêu cầu"),
        ),
        confidence={"lead": Confidence.CHECK},
    )
    row = Item(key="appendix/1", part=Part.APPENDIX, section=Section.APPENDIX, number=None, names=("Dòng mẫu",))
    document = PlanDocument(
        doc=name,
        sha256="0" * 64,
        title="Kế hoạch mẫu",
        number="01/KH-MAU",
        date_=date(2023, 4, 18),
        issuer="Ủy ban nhân dân tỉnh Mẫu có một cái tên rất dài để phải cắt bớt",
        plan_year=plan_year,
    )
    findings = (
        Finding("mau", "Lưu ý mẫu.", text="Một dòng không thành mục."),
        Finding("no_lead", "Mục này không ghi cơ quan chủ trì.", row.key),
    )
    return Plan(document, (item, row), findings)


def _read_plan(data: bytes, name: str) -> Plan:
    if data == b"refuse":
        raise _Refused
    if data == b"bug":
        raise KeyError("x")
    return _plan(name)


@pytest.fixture(name="files")
def _files(tmp_path: Path) -> dict[str, Path]:
    found = {name: tmp_path / f"{name}.txt" for name in ("good", "refuse", "bug", "other")}
    for name, path in found.items():
        path.write_bytes(name.encode())
    found["missing"] = tmp_path / "missing.txt"
    (tmp_path / "copy").mkdir()
    found["same"] = tmp_path / "copy" / "good.txt"
    found["same"].write_bytes(b"good")
    return found


def test_batch_goes_on_after_bad_files(files: dict[str, Path]) -> None:
    seen: list[str] = []
    paths = [files[name] for name in ("refuse", "good", "bug", "missing", "other")]

    batch = read_batch(paths, read_plan=_read_plan, on_file=lambda path: seen.append(path.name))

    assert [plan.document.doc for plan in batch.plans] == ["good.txt", "other.txt"]
    assert [(failure.file, failure.code) for failure in batch.failures] == [
        ("refuse.txt", "not_a_plan"),
        ("bug.txt", "internal_error"),
        ("missing.txt", "unreadable_file"),
    ]
    assert batch.exit_code == 1
    assert len(seen) == 5


@pytest.mark.parametrize(("name", "exit_code"), [("good", 0), ("refuse", 5), ("bug", 1), ("missing", 3)])
def test_single_file_gives_its_own_exit_code(files: dict[str, Path], name: str, exit_code: int) -> None:
    batch = read_batch([files[name]] * 2, read_plan=_read_plan, on_file=lambda path: None)

    assert batch.exit_code == exit_code


def test_same_file_twice_appears_once_even_from_another_folder(files: dict[str, Path]) -> None:
    batch = read_batch([files["good"], files["same"], files["good"]], read_plan=_read_plan, on_file=lambda path: None)

    assert (len(batch.plans), batch.failures) == (1, ())


def test_folder_instead_of_a_file_is_reported(tmp_path: Path) -> None:
    batch = read_batch([tmp_path], read_plan=_read_plan, on_file=lambda path: None)

    assert batch.failures[0].code == "unreadable_file"


@pytest.fixture(name="_stub_reader")
def _stubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_commands, "_read_plan", _read_plan)


def _run(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["plan", *(str(argument) for argument in arguments)])


@pytest.mark.usefixtures("_stub_reader")
def test_import_prints_json_alone_and_errors_beside_the_plans(files: dict[str, Path]) -> None:
    result = _run("import", files["good"], files["refuse"], "--json", "-")

    content = json.loads(result.stdout)
    assert content["schema"] == "parindex.plan/1"
    assert [document["doc"] for document in content["documents"]] == ["good.txt"]
    assert content["errors"] == [
        {"file": "refuse.txt", "code": "not_a_plan", "message": "Văn bản không phải kế hoạch."}
    ]
    assert result.exit_code == 1
    assert result.stderr == "Lỗi: Văn bản không phải kế hoạch.\n"


@pytest.mark.usefixtures("_stub_reader")
def test_import_alone_prints_errors_empty_and_exits_0(files: dict[str, Path]) -> None:
    result = _run("import", files["good"], "--json", "-")

    assert json.loads(result.stdout)["errors"] == []
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.usefixtures("_stub_reader")
def test_import_writes_files_and_a_summary(files: dict[str, Path], tmp_path: Path) -> None:
    target, sheet = tmp_path / "ra.json", tmp_path / "ra.xlsx"

    result = _run("import", files["good"], "--json", target, "--xlsx", sheet)

    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].startswith("good.txt  01/KH-MAU  18/04/2023")
    assert json.loads(target.read_text(encoding="utf-8"))["errors"] == []
    rows = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python()
    assert len(rows) == 3
    assert "=100%" in rows[1]


@pytest.mark.usefixtures("_stub_reader")
def test_import_refuses_a_target_that_cannot_be_written(files: dict[str, Path], tmp_path: Path) -> None:
    result = _run("import", files["good"], "--xlsx", tmp_path)

    assert result.exit_code == 2
    assert "Không ghi được tệp" in result.stderr


@pytest.mark.usefixtures("_stub_reader")
def test_show_prints_items_with_dated_deadlines(files: dict[str, Path]) -> None:
    result = _run("show", files["good"])

    assert "1.1 TCTP 1.1: Tiêu chí mẫu" in result.stdout
    assert "Phụ trách: Sở Mẫu [cần xem]" in result.stdout
    assert "→ 29/12/2023, vì “Trong năm 2023”" in result.stdout
    assert "? Chỉ phát sinh khi có yêu cầu. Cần ngày của yêu cầu." in result.stdout
    assert "–: Dòng mẫu\n   ! Mục này không ghi cơ quan chủ trì.\n" in result.stdout
    assert result.stdout.endswith("! Lưu ý mẫu. “Một dòng không thành mục.”\n")


@pytest.mark.usefixtures("_stub_reader")
def test_show_gives_the_exit_code_of_its_file(files: dict[str, Path]) -> None:
    result = _run("show", files["refuse"])

    assert (result.exit_code, result.stdout) == (5, "")


def test_full_without_a_plan_year_gives_no_dates() -> None:
    assert "→" not in plan_text.full(_plan(plan_year=None))


def test_summary_counts_parts_and_cuts_long_cells() -> None:
    line = plan_text.summary([_plan()]).splitlines()[1]

    assert line.split()[-4:] == ["1", "1", "2", "2"]
    assert "…" in line


def test_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    plan_commands._show_progress(Path("a.txt"))
    assert capsys.readouterr().err == ""

    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    plan_commands._show_progress(Path("a.txt"))
    assert capsys.readouterr().err == "Đang đọc a.txt ...\n"


EXAMPLE = Path(__file__).parents[3] / "examples" / "xa-suoi-vang-2026.txt"


def test_import_says_what_a_person_should_know_about_how_the_file_was_read(tmp_path: Path) -> None:
    misnamed = tmp_path / "ke-hoach.pdf"
    misnamed.write_bytes(EXAMPLE.read_bytes())

    result = CliRunner().invoke(app, ["plan", "import", str(misnamed), "--json", "-"])

    assert result.exit_code == 0
    assert result.stderr == (
        "Lưu ý: Tệp “ke-hoach.pdf”: Tên tệp ghi “.pdf” nhưng nội dung là TXT; đã đọc theo nội dung.\n"
    )
    assert json.loads(result.stdout)["errors"] == []


def test_import_refuses_to_print_a_spreadsheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(app, ["plan", "import", str(EXAMPLE), "--xlsx", "-"])

    assert result.exit_code == 2
    assert "Bảng tính" in result.stderr
    assert list(tmp_path.iterdir()) == []
