"""Accounts: created, invited, given roles, locked, closed; every step is in the register."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from pytest_django.fixtures import Settings

from parindex.apps.audit import services as audit
from parindex.apps.audit.models import Event
from parindex.apps.people import access, errors, invitations, logins, selectors, services, tokens
from parindex.apps.people.models import Membership, User
from parindex.domain.access import ANONYMOUS, SYSTEM, Permission, PermissionDenied, Role
from tests.factories import PASSWORD, MembershipFactory, UnitFactory, UserFactory

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


def actions() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("action", flat=True))


def create(username: str = "an.hc", **values: object) -> User:
    return services.create_user(username=username, full_name="Trần Thị Hư Cấu", actor=SYSTEM, now=NOW, **values)


def test_create_user_keeps_shadow_columns_and_records() -> None:
    user = create(email="AN@hu-cau.example", password=PASSWORD)

    assert user.email == "an@hu-cau.example"
    assert user.full_name_fold == "tran thi hu cau"
    assert user.check_password(PASSWORD)
    assert actions() == ["user.created"]
    assert PASSWORD not in str(Event.objects.get().after)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"username": "có dấu"}, errors.InvalidPerson),
        ({"username": "ab"}, errors.InvalidPerson),
        ({"email": "không phải thư"}, errors.InvalidPerson),
        ({"password": "ngan1-A"}, errors.WeakPassword),
        ({"password": "khongcochuhoa-1"}, errors.WeakPassword),
        ({"password": "KhongCoChuSo-"}, errors.WeakPassword),
        ({"password": "KhongCoKyTuKhac1"}, errors.WeakPassword),
        ({"username": "TAKEN.hc"}, errors.NameTaken),
        ({"email": "Taken@hu-cau.example"}, errors.NameTaken),
    ],
)
def test_create_user_refuses(values: dict[str, str], error: type[Exception]) -> None:
    create("taken.hc", email="taken@hu-cau.example")

    with pytest.raises(error):
        create(**values)

    assert User.objects.count() == 1
    assert actions() == ["user.created"]


def test_update_user_keeps_names_and_addresses_once() -> None:
    create("taken.hc", email="taken@hu-cau.example")
    user = create("an.hc", email="an@hu-cau.example")

    changed = services.update_user(
        user=user, full_name="  Trần  Văn Khác ", email="moi@hu-cau.example", position="", actor=SYSTEM, now=NOW
    )
    with pytest.raises(errors.NameTaken):
        services.update_user(user=user, full_name="X", email="TAKEN@hu-cau.example", position="", actor=SYSTEM, now=NOW)
    with pytest.raises(errors.InvalidPerson):
        services.update_user(user=user, full_name=" ", email="", position="", actor=SYSTEM, now=NOW)

    user.refresh_from_db()
    assert (user.full_name, user.email) == ("Trần Văn Khác", "moi@hu-cau.example") == (changed.full_name, changed.email)
    assert list(EmailAddress.objects.filter(user=user).values_list("email", flat=True)) == ["moi@hu-cau.example"]
    event = Event.objects.order_by("-seq").first()
    assert (event.action, event.before["email"], event.after["email"]) == (
        "user.updated",
        "an@hu-cau.example",
        "moi@hu-cau.example",
    )


def test_random_passwords_follow_the_policy() -> None:
    for _ in range(50):
        services.passwords.check(services.passwords.random_password(), user=None)


def test_roles_hold_in_their_period_over_the_subtree() -> None:
    province = UnitFactory()
    office = UnitFactory(parent=province)
    other = UnitFactory()
    user = create()
    services.set_role(
        user=user,
        unit=province,
        role=Role.FOCAL,
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=10),
        actor=SYSTEM,
        now=NOW,
    )

    actor = access.actor_of(user, today=TODAY + timedelta(days=9))

    assert actor.may(Permission.PLANS_APPROVE, office.path)
    assert not actor.may(Permission.PLANS_APPROVE, other.path)
    assert access.actor_of(user, today=TODAY - timedelta(days=1)).grants == ()
    assert access.actor_of(user, today=TODAY + timedelta(days=10)).grants == ()


def test_set_role_twice_is_one_and_overlap_is_refused() -> None:
    unit, user = UnitFactory(), create()

    def give(start: date, end: date | None = None) -> Membership:
        return services.set_role(
            user=user, unit=unit, role=Role.OFFICER, valid_from=start, valid_to=end, actor=SYSTEM, now=NOW
        )

    first = give(TODAY, TODAY + timedelta(days=5))
    assert give(TODAY, TODAY + timedelta(days=5)).pk == first.pk
    for start, end in ((TODAY + timedelta(days=4), None), (TODAY - timedelta(days=3), TODAY + timedelta(days=1))):
        with pytest.raises(errors.InvalidPeriod):
            give(start, end)
    with pytest.raises(errors.InvalidPeriod):
        give(TODAY, TODAY)
    assert give(TODAY + timedelta(days=5)).pk != first.pk


def test_revoke_role_ends_it_today() -> None:
    old = MembershipFactory()
    fresh = MembershipFactory(user=old.user, valid_from=TODAY)

    services.revoke_role(membership=old, actor=SYSTEM, now=NOW)
    services.revoke_role(membership=old, actor=SYSTEM, now=NOW)
    services.revoke_role(membership=fresh, actor=SYSTEM, now=NOW)

    assert access.actor_of(old.user, today=TODAY).grants == ()
    assert Membership.objects.get().valid_to == TODAY
    assert actions() == ["membership.revoked"] * 2


def test_administrator_of_a_unit_cannot_touch_people_above() -> None:
    province = UnitFactory()
    commune = UnitFactory(parent=province)
    admin = MembershipFactory(unit=commune, role="admin").user
    leader = MembershipFactory(unit=province, role="leader").user
    local = MembershipFactory(unit=commune).user
    actor = access.actor_of(admin, today=TODAY)
    person = {"full_name": "Tên Khác", "email": "", "position": ""}

    assert services.reset_password(user=local, actor=actor, now=NOW)
    for refused in (
        lambda: services.reset_password(user=leader, actor=actor, now=NOW),
        lambda: services.deactivate(user=leader, actor=actor, now=NOW),
        lambda: services.unlock(user=leader, actor=actor, now=NOW),
        lambda: services.update_user(user=leader, **person, actor=actor, now=NOW),
        lambda: invitations.invite(user=leader, base_url="", actor=actor, now=NOW),
        lambda: services.set_role(user=local, unit=province, role=Role.ADMIN, valid_from=TODAY, actor=actor, now=NOW),
        lambda: services.revoke_role(membership=leader.memberships.get(), actor=actor, now=NOW),
        lambda: services.create_user(username="xyz", full_name="X", actor=access.actor_of(local, today=TODAY), now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert {user.pk for user in selectors.list_people(actor, selectors.PeopleFilter())} == {admin.pk, local.pk}
    with pytest.raises(errors.PersonNotFound):
        selectors.access_person(actor, leader.pk)


def test_deactivate_shuts_out_and_never_oneself() -> None:
    admin = MembershipFactory(role="admin")
    actor = access.actor_of(admin.user, today=TODAY)
    user = MembershipFactory(unit=admin.unit).user

    services.deactivate(user=user, actor=actor, now=NOW)
    user.refresh_from_db()

    assert access.actor_of(user, today=TODAY) == ANONYMOUS
    with pytest.raises(errors.NotYourself):
        services.deactivate(user=admin.user, actor=actor, now=NOW)
    services.activate(user=user, actor=actor, now=NOW)
    user.refresh_from_db()
    assert user.is_active


def test_five_failures_lock_for_thirty_minutes_or_until_unlocked() -> None:
    user = UserFactory()

    for _ in range(4):
        logins.note_failure(user, now=NOW)
    user.refresh_from_db()
    assert not logins.is_locked(user, now=NOW)
    logins.note_failure(user, now=NOW)
    user.refresh_from_db()

    assert logins.is_locked(user, now=NOW + timedelta(minutes=29))
    assert not logins.is_locked(user, now=NOW + timedelta(minutes=30))
    assert actions() == ["login.failed"] * 4 + ["login.locked"]
    services.unlock(user=user, actor=SYSTEM, now=NOW)
    user.refresh_from_db()
    assert not logins.is_locked(user, now=NOW)


def test_invitation_works_once_within_seven_days() -> None:
    user = create(email="an@hu-cau.example")

    first = invitations.invite(user=user, base_url="https://cchc.example/", actor=SYSTEM, now=NOW)
    second = invitations.invite(user=user, base_url="https://cchc.example", actor=SYSTEM, now=NOW)
    old, token = (invited.link.rstrip("/").rpartition("/")[2] for invited in (first, second))

    assert second.is_mailed
    assert second.link in mail.outbox[1].body
    assert not user.invitations.filter(token_hash=token).exists()
    for refused in (
        lambda: invitations.get_invitation(old, now=NOW),
        lambda: invitations.get_invitation("sai", now=NOW),
        lambda: invitations.get_invitation(token, now=NOW + timedelta(days=7)),
    ):
        with pytest.raises(errors.InvitationInvalid):
            refused()
    with pytest.raises(errors.WeakPassword):
        invitations.accept_invitation(token=token, password="yeu", now=NOW)
    invitations.accept_invitation(token=token, password=PASSWORD, now=NOW + timedelta(days=6))
    with pytest.raises(errors.InvitationInvalid):
        invitations.accept_invitation(token=token, password=PASSWORD, now=NOW + timedelta(days=6))
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_invite_without_address_or_mail_server(settings: Settings) -> None:
    with pytest.raises(errors.NoEmail):
        invitations.invite(user=create(), base_url="", actor=SYSTEM, now=NOW)

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    invited = invitations.invite(
        user=create("binh.hc", email="b@hu-cau.example"), base_url="https://cchc.example", actor=SYSTEM, now=NOW
    )

    assert not invited.is_mailed
    assert invited.link.startswith("https://cchc.example/tai-khoan/loi-moi/")


def test_tokens_act_as_their_owner_until_revoked() -> None:
    user = MembershipFactory(role="focal").user
    actor = access.actor_of(user, today=TODAY)
    created = tokens.create_token(user=user, name="Phần mềm", actor=actor, now=NOW, expires_at=NOW + timedelta(days=1))

    assert tokens.actor_of_token(created.secret, now=NOW) == actor
    assert created.secret not in str(vars(created.row))
    assert tokens.list_tokens(user)[0].last_used_on == TODAY
    assert tokens.actor_of_token(created.secret, now=NOW + timedelta(days=1)) is None
    assert tokens.actor_of_token("pdx_sai", now=NOW) is None
    with pytest.raises(PermissionDenied):
        tokens.create_token(user=UserFactory(), name="x", actor=actor, now=NOW)
    with pytest.raises(errors.InvalidPerson):
        tokens.create_token(user=user, name=" ", actor=actor, now=NOW)
    tokens.revoke_token(user=user, token_id=created.row.pk, actor=actor, now=NOW)
    tokens.revoke_token(user=user, token_id=created.row.pk, actor=actor, now=NOW)
    assert tokens.actor_of_token(created.secret, now=NOW) is None
    assert tokens.list_tokens(user) == []
    assert actions() == ["token.created", "token.revoked"]


def test_people_are_found_without_accents_in_vietnamese_order() -> None:
    unit = UnitFactory()
    for name in ("Ân Hư Cấu", "Đào Hư Cấu", "An Hư Cấu", "Dũng Hư Cấu"):
        MembershipFactory(user=UserFactory(full_name=name), unit=unit)

    def names(**values: object) -> list[str]:
        return [user.full_name for user in selectors.list_people(SYSTEM, selectors.PeopleFilter(**values))]

    assert names() == ["An Hư Cấu", "Ân Hư Cấu", "Dũng Hư Cấu", "Đào Hư Cấu"]
    assert names(query="dao hu") == ["Đào Hư Cấu"]
    assert names(role="admin") == []
    assert names(is_active=False) == []


@pytest.mark.parametrize("count", [1, 30])
def test_list_people_needs_a_constant_number_of_queries(count: int, django_assert_num_queries: object) -> None:
    unit = UnitFactory()
    for _ in range(count):
        MembershipFactory(unit=unit)

    with django_assert_num_queries(2):
        for user in selectors.list_people(SYSTEM, selectors.PeopleFilter()):
            assert [role.unit.name for role in user.roles] == [unit.name]


def test_accounts_without_a_role_are_for_those_who_manage_people() -> None:
    admin = MembershipFactory(role="admin").user
    leader = MembershipFactory(role="leader").user
    loose = UserFactory(created_by_id=admin.pk)
    far_admin = MembershipFactory(role="admin").user

    def seen_by(user: User) -> set[int]:
        actor = access.actor_of(user, today=TODAY)
        return {person.pk for person in selectors.list_people(actor, selectors.PeopleFilter())}

    assert seen_by(admin) == {admin.pk, loose.pk}
    assert seen_by(leader) == {leader.pk}
    assert seen_by(far_admin) == {far_admin.pk}
    assert selectors.list_people(ANONYMOUS, selectors.PeopleFilter()) == []
    assert selectors.get_self(access.actor_of(loose, today=TODAY)).roles == []
    with pytest.raises(errors.PersonNotFound):
        selectors.get_self(SYSTEM)
    with pytest.raises(errors.PersonNotFound):
        selectors.access_membership(SYSTEM, user_id=loose.pk, membership_id=admin.memberships.get().pk)
    assert selectors.list_grantable_units(access.actor_of(leader, today=TODAY), today=TODAY) == []


def test_register_stays_whole() -> None:
    create()

    assert audit.verify().is_whole


def test_a_letter_that_only_lies_in_a_folder_is_not_called_sent(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    user = UserFactory()

    invited = invitations.invite(user=user, base_url="https://cchc.example.vn", actor=SYSTEM, now=NOW)

    assert not invited.is_mailed
    assert invited.link


def test_a_reset_by_the_administrator_ends_the_tokens() -> None:
    user = create()
    MembershipFactory(user=user, role=Role.FOCAL.value)
    made = tokens.create_token(user=user, name="Phần mềm", actor=access.actor_of(user, today=TODAY), now=NOW)

    services.reset_password(user=user, actor=SYSTEM, now=NOW)

    assert tokens.actor_of_token(made.secret, now=NOW) is None
    assert Event.objects.get(action="user.password_reset").after == {"tokens_ended": 1}
