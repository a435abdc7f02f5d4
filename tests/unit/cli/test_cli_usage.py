"""A command line used wrongly is answered with one Vietnamese line and exit code 2, never with a box in English."""

import socket

import pytest
from typer.testing import CliRunner

from parindex.cli import app, serve
from parindex.cli.errors import UsageError

WRONG = [
    (["plan", "import"], "Lỗi: Thiếu 'TỆP...'. Xem 'parindex plan import --help'."),
    (["calendar", "due"], "Lỗi: Thiếu tùy chọn '--received'. Xem 'parindex calendar due --help'."),
    (["plan", "shwo"], "Lỗi: Không có lệnh 'shwo'; có phải 'show'? Xem 'parindex plan --help'."),
    (["plan", "x1y2"], "Lỗi: Không có lệnh 'x1y2'. Xem 'parindex plan --help'."),
    (["plan", "show", "a", "b"], "Lỗi: Thừa tham số: b. Xem 'parindex plan show --help'."),
    (["plan", "show", "a", "--zzz"], "Lỗi: Không có tùy chọn --zzz. Xem 'parindex plan show --help'."),
    (["plan", "import", "a", "--json"], "Lỗi: Tùy chọn '--json' cần một giá trị."),
    (
        ["calendar", "due", "--received", "2025-04-25", "--unit", "day", "--amount", "2.5"],
        "Lỗi: Giá trị của '--amount' phải là số nguyên. Xem 'parindex calendar due --help'.",
    ),
    (
        ["calendar", "due", "--received", "2025-04-25", "--unit", "month", "--amount", "2"],
        "Lỗi: Giá trị của '--unit' phải là một trong: 'working_day', 'day', 'hour'."
        " Xem 'parindex calendar due --help'.",
    ),
]


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize(("words", "line"), WRONG)
def test_wrong_use_is_one_vietnamese_line(words: list[str], line: str) -> None:
    result = CliRunner().invoke(app, words, prog_name="parindex")

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", line + "\n")


def test_mistyped_option_is_answered_with_the_nearest() -> None:
    result = CliRunner().invoke(app, ["plan", "import", "a", "--jsn", "-"], prog_name="parindex")

    assert result.exit_code == 2
    assert "Không có tùy chọn --jsn; có phải --json?" in result.stderr


def test_group_without_a_command_still_shows_its_help() -> None:
    result = CliRunner().invoke(app, ["plan"], prog_name="parindex")

    assert "import" in result.output
    assert "Lỗi" not in result.output


@pytest.mark.parametrize(("port", "words"), [("0", "ít nhất là 1."), ("99999", "nhiều nhất là 65535.")])
def test_port_outside_the_range_is_refused(port: str, words: str) -> None:
    result = CliRunner().invoke(app, ["serve", "--port", port], prog_name="parindex")

    assert result.exit_code == 2
    assert result.stderr.startswith(f"Lỗi: Giá trị của '--port' {words}")


def test_port_in_use_is_refused_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError) as caught:
        serve._demand_free("127.0.0.1", taken.getsockname()[1])

    assert "một chương trình khác đang dùng. Chọn cổng khác bằng --port." in caught.value.message


@pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6")
@pytest.mark.parametrize("host", ["::1", "[::1]", "::", "*"])
def test_every_address_that_waitress_serves_is_tried(host: str) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match="chương trình khác đang dùng"):
            serve._demand_free(host, port)

    serve._demand_free(host, port)


def test_advice_to_take_another_port_is_given_only_where_it_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError) as foreign:
        serve._demand_free("192.0.2.1", 8000)
    with pytest.raises(UsageError) as unreadable:
        serve._demand_free("a..b", 8000)
    monkeypatch.setattr(socket, "getaddrinfo", _find_nothing)
    with pytest.raises(UsageError) as unknown:
        serve._demand_free("khong.invalid", 8000)

    assert foreign.value.message == "Không mở được 192.0.2.1:8000: máy này không có địa chỉ ấy."
    assert unreadable.value.message == "Không mở được a..b:8000: không có địa chỉ ấy."
    assert unknown.value.message == "Không mở được khong.invalid:8000: không có địa chỉ ấy."


def _find_nothing(*_arguments: object) -> None:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
