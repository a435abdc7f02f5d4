"""The command line of messages: the words of the mail server, the round of the day."""

from __future__ import annotations

from pytest_django.fixtures import Settings
from typer.testing import CliRunner

from parindex.apps.notify.models import Message
from parindex.cli import app
from tests.integration.notify.conftest import Office
from tests.integration.notify.mailbox import Mailbox


def test_letter_to_try_the_server_arrives_or_says_why(mailbox: Mailbox, settings: Settings) -> None:
    sent = CliRunner().invoke(app, ["notify", "test", "thu@hu-cau.example"])
    assert (sent.exit_code, sent.stdout) == (0, "Máy chủ thư đã nhận.\n")
    assert mailbox.received[0]["To"] == "thu@hu-cau.example"

    mailbox.refuse_recipient = ["550 5.1.1 Không có hộp thư này"]
    refused = CliRunner().invoke(app, ["notify", "test", "sai@hu-cau.example"])
    assert refused.exit_code == 1
    assert "550 5.1.1 Không có hộp thư này" in refused.stderr

    settings.EMAIL_PORT = 1
    assert "Không nối được" in CliRunner().invoke(app, ["notify", "test", "thu@hu-cau.example"]).stderr


def test_round_by_hand_says_what_it_did(office: Office) -> None:
    done = CliRunner().invoke(app, ["notify", "remind"])

    assert done.exit_code == 0
    assert done.stdout.startswith(("Bản tin: 0.", "Hôm nay không phải ngày làm việc"))
    assert Message.objects.count() == 0
