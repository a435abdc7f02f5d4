"""`parindex user` and `parindex migrate`."""

from __future__ import annotations

import pytest
from django.core import mail
from typer.testing import CliRunner

from parindex.apps.people.models import User
from parindex.cli import app
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def invoke(*arguments: str) -> object:
    return CliRunner().invoke(app, list(arguments))


def test_user_create_prints_a_temporary_password() -> None:
    UnitFactory(slug="sm-tinh")

    result = invoke("user", "create", "an.hc", "--name", "An Hư Cấu", "--role", "admin", "--unit", "sm-tinh")

    user = User.objects.get(username="an.hc")
    assert result.exit_code == 0, result.output
    assert user.check_password(result.output.split()[-1])
    assert user.must_change_password
    assert user.memberships.get().role == "admin"


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (("--role", "admin"), 2),
        (("--role", "vua", "--unit", "sm-tinh"), 2),
        (("--role", "admin", "--unit", "khong-co"), 1),
        (("--email", "sai"), 1),
    ],
)
def test_user_create_refuses_and_makes_nothing(arguments: tuple[str, ...], exit_code: int) -> None:
    result = invoke("user", "create", "an.hc", "--name", "An Hư Cấu", *arguments)

    assert result.exit_code == exit_code
    assert result.stderr.startswith("Lỗi: ")
    assert not User.objects.exists()


def test_user_invite_and_reset_password() -> None:
    user = UserFactory(username="an.hc")

    invited = invoke("user", "invite", "an.hc", "--url", "https://cchc.example")
    reset = invoke("user", "reset-password", "AN.HC")

    assert invited.stdout.startswith("https://cchc.example/tai-khoan/loi-moi/")
    assert len(mail.outbox) == 1
    user.refresh_from_db()
    assert user.check_password(reset.output.split()[-1])
    assert invoke("user", "reset-password", "khong-co").exit_code == 1


def test_migrate_twice_changes_nothing() -> None:
    assert invoke("migrate").exit_code == 0
    assert invoke("migrate").exit_code == 0
