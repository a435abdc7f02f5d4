"""Accounts and roles: the only writer of memberships. Every change is in the audit register."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from parindex.apps.audit import services as audit
from parindex.apps.orgs.models import Unit
from parindex.apps.people import emails, passwords
from parindex.apps.people.access import in_force, memberships_in_force, memberships_to_come
from parindex.apps.people.errors import InvalidPeriod, InvalidPerson, NameTaken, NotYourself
from parindex.apps.people.models import Membership, User
from parindex.domain.access import Actor, Permission, PermissionDenied, Role
from parindex.domain.text import folding

_USERNAME = RegexValidator(r"\A[A-Za-z0-9][A-Za-z0-9._-]{2,59}\Z")


def create_user(
    *,
    username: str,
    full_name: str,
    email: str = "",
    position: str = "",
    password: str | None = None,
    must_change_password: bool = False,
    actor: Actor,
    now: datetime,
) -> User:
    """Create an account without any role; without a password nobody can sign in until the invitation is accepted.

    Raises `PermissionDenied`, `InvalidPerson`, `NameTaken` and `WeakPassword`.
    """
    if not actor.holds(Permission.PEOPLE_MANAGE):
        raise PermissionDenied(Permission.PEOPLE_MANAGE)
    user = User(username=username.strip(), email=email.strip().lower(), created_by_id=actor.user_id, date_joined=now)
    _describe(user, full_name=full_name, position=position)
    _check_names(user)
    if password is None:
        user.set_unusable_password()
    else:
        passwords.check(password, user=user)
        user.set_password(password)
    user.must_change_password = must_change_password
    with transaction.atomic():
        _save_new(user)
        emails.keep(user)
        record(user, action="user.created", actor=actor, now=now, after=_facts(user))
    return user


def update_user(*, user: User, full_name: str, email: str, position: str, actor: Actor, now: datetime) -> User:
    """Change what an account says of its person. Raises `PermissionDenied`, `InvalidPerson` and `NameTaken`."""
    with transaction.atomic():
        locked = _lock(user, actor, now=now)
        before = _facts(locked)
        locked.email = email.strip().lower()
        _describe(locked, full_name=full_name, position=position)
        _check_names(locked)
        try:
            with transaction.atomic():
                locked.save()
        except IntegrityError as error:
            raise _name_taken() from error
        emails.keep(locked)
        record(locked, action="user.updated", actor=actor, now=now, before=before, after=_facts(locked))
    return locked


def set_role(
    *,
    user: User,
    unit: Unit,
    role: Role,
    valid_from: date,
    valid_to: date | None = None,
    actor: Actor,
    now: datetime,
) -> Membership:
    """Give a person a role over a unit and all below it, on [valid_from, valid_to); the same role twice is one.

    Raises `PermissionDenied` when the actor may not manage people of that unit, `InvalidPeriod` otherwise.
    """
    if not actor.may(Permission.PEOPLE_MANAGE, unit.path):
        raise PermissionDenied(Permission.PEOPLE_MANAGE)
    if valid_to is not None and valid_to <= valid_from:
        raise InvalidPeriod("Ngày hết vai trò phải sau ngày bắt đầu.")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        for held in user.memberships.filter(unit=unit, role=role.value):
            if (held.valid_from, held.valid_to) == (valid_from, valid_to):
                return held
            if _overlap(held, valid_from=valid_from, valid_to=valid_to):
                raise InvalidPeriod("Người này đã có vai trò đó ở đơn vị này trong thời gian trùng nhau.")
        membership = Membership.objects.create(
            user=user, unit=unit, role=role.value, valid_from=valid_from, valid_to=valid_to
        )
        _record_membership(membership, action="membership.granted", actor=actor, now=now)
    return membership


def revoke_role(*, membership: Membership, actor: Actor, now: datetime) -> None:
    """Take a role away from today on; one that has not begun before today leaves no row. Raises `PermissionDenied`."""
    today = timezone.localdate(now)
    with transaction.atomic():
        locked = Membership.objects.select_for_update(of=("self",)).select_related("unit", "user").get(pk=membership.pk)
        if not actor.may(Permission.PEOPLE_MANAGE, locked.unit.path):
            raise PermissionDenied(Permission.PEOPLE_MANAGE)
        if locked.valid_to is not None and locked.valid_to <= today:
            return
        _record_membership(locked, action="membership.revoked", actor=actor, now=now)
        if locked.valid_from >= today:
            locked.delete()
            return
        locked.valid_to = today
        locked.save(update_fields=["valid_to"])


def deactivate(*, user: User, actor: Actor, now: datetime) -> None:
    """Close an account: no sign-in and no API from now on. Raises `PermissionDenied` and `NotYourself`."""
    if user.pk == actor.user_id:
        raise NotYourself("Bạn không ngừng được tài khoản của chính mình. Nhờ một người quản trị khác.")
    _set_active(user, is_active=False, action="user.deactivated", actor=actor, now=now)


def activate(*, user: User, actor: Actor, now: datetime) -> None:
    """Open a closed account again. Raises `PermissionDenied`."""
    _set_active(user, is_active=True, action="user.activated", actor=actor, now=now)


def unlock(*, user: User, actor: Actor, now: datetime) -> None:
    """Let a person who failed to sign in too often try again at once. Raises `PermissionDenied`."""
    with transaction.atomic():
        locked = _lock(user, actor, now=now)
        locked.failed_logins, locked.locked_until = 0, None
        locked.save(update_fields=["failed_logins", "locked_until"])
        record(locked, action="user.unlocked", actor=actor, now=now)


def change_password(*, user: User, password: str, actor: Actor, now: datetime) -> None:
    """Set one's own new password and lift the duty to change it. Raises `WeakPassword`."""
    passwords.check(password, user=user)
    with transaction.atomic():
        user.set_password(password)
        user.must_change_password = False
        user.failed_logins, user.locked_until = 0, None
        user.save(update_fields=["password", "must_change_password", "failed_logins", "locked_until"])
        _end_invitations(user, now=now)
        record(user, action="user.password_changed", actor=actor, now=now)


def reset_password(*, user: User, actor: Actor, now: datetime) -> str:
    """Give somebody a random password to be changed at the next sign-in, and return it. Raises `PermissionDenied`.

    Their tokens end too: who lost an account may have lost those with it.
    """
    password = passwords.random_password()
    with transaction.atomic():
        locked = _lock(user, actor, now=now)
        locked.set_password(password)
        locked.must_change_password = True
        locked.failed_logins, locked.locked_until = 0, None
        locked.save(update_fields=["password", "must_change_password", "failed_logins", "locked_until"])
        _end_invitations(locked, now=now)
        ended = locked.api_tokens.filter(revoked_at=None).update(revoked_at=now)
        record(locked, action="user.password_reset", actor=actor, now=now, after={"tokens_ended": ended})
    return password


def _end_invitations(user: User, *, now: datetime) -> None:
    """Make the links of earlier letters useless once the person has a password by another way."""
    user.invitations.filter(accepted_at=None, expires_at__gt=now).update(expires_at=now)


def require_managing(user: User, actor: Actor, *, today: date) -> None:
    """Raise `PermissionDenied` unless the actor manages people of every unit where the person has or will have a role.

    Otherwise the administrator of one commune could take over the account of somebody from the province.
    """
    paths = memberships_to_come(user, today=today).values_list("unit__path", flat=True)
    allowed = all(actor.may(Permission.PEOPLE_MANAGE, path) for path in paths)
    if not allowed or not actor.holds(Permission.PEOPLE_MANAGE):
        raise PermissionDenied(Permission.PEOPLE_MANAGE)


def home_path(user: User, *, now: datetime) -> str:
    """Return the path of the highest unit in which a person has a role, for the register.

    An account without any role yet belongs where its maker works; the path is empty when the system made it.
    """
    today = timezone.localdate(now)
    first = memberships_in_force(user, today=today).first()
    if first is None and user.created_by_id is not None:
        theirs = Membership.objects.filter(in_force(today=today), user_id=user.created_by_id)
        first = theirs.select_related("unit").order_by("unit__path", "pk").first()
    return first.unit.path if first else ""


def _set_active(user: User, *, is_active: bool, action: str, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        locked = _lock(user, actor, now=now)
        locked.is_active = is_active
        locked.save(update_fields=["is_active"])
        record(locked, action=action, actor=actor, now=now)


def _lock(user: User, actor: Actor, *, now: datetime) -> User:
    locked = User.objects.select_for_update().get(pk=user.pk)
    require_managing(locked, actor, today=timezone.localdate(now))
    return locked


def _describe(user: User, *, full_name: str, position: str) -> None:
    user.full_name = folding.collapse(folding.normalise(full_name))
    user.position = folding.collapse(folding.normalise(position))
    if not user.full_name or len(user.full_name) > 120 or len(user.position) > 120:
        raise InvalidPerson("Điền họ và tên; họ tên và chức vụ không quá 120 ký tự.")
    user.full_name_fold = folding.fold(user.full_name)[:120]
    user.full_name_sort = folding.sort_key(user.full_name)[:240]


def _check_names(user: User) -> None:
    try:
        _USERNAME(user.username)
        if user.email:
            validate_email(user.email)
    except ValidationError as error:
        raise InvalidPerson(
            "Tên đăng nhập có 3 đến 60 chữ không dấu, số hoặc dấu . _ -; thư điện tử viết dạng ten@coquan.gov.vn."
        ) from error


def _save_new(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise _name_taken() from error


def _name_taken() -> NameTaken:
    return NameTaken("Tên đăng nhập hoặc thư điện tử này đã có người dùng. Chọn tên khác.")


def _overlap(held: Membership, *, valid_from: date, valid_to: date | None) -> bool:
    begins_before_end = held.valid_to is None or valid_from < held.valid_to
    ends_after_begin = valid_to is None or held.valid_from < valid_to
    return begins_before_end and ends_after_begin


def _facts(user: User) -> dict[str, str]:
    return {
        "username": user.username,
        "email": user.email,
        "full_name": user.full_name,
        "position": user.position,
    }


def record(
    user: User, *, action: str, actor: Actor, now: datetime, before: object = None, after: object = None
) -> None:
    """Enter what happened with an account, in the transaction of the change."""
    audit.record(
        actor=actor,
        action=action,
        object_type="user",
        object_id=str(user.pk),
        object_label=user.full_name,
        unit_path=home_path(user, now=now),
        before=before,
        after=after,
        now=now,
    )


def _record_membership(membership: Membership, *, action: str, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="user",
        object_id=str(membership.user_id),
        object_label=membership.user.full_name,
        unit_path=membership.unit.path,
        after={
            "role": membership.role,
            "unit": membership.unit.name,
            "valid_from": membership.valid_from,
            "valid_to": membership.valid_to,
        },
        now=now,
    )
