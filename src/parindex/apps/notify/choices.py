"""What people and offices chose: how often a digest comes, and whether an office sends any."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from parindex.apps.audit import services as audit
from parindex.apps.notify.errors import UnknownChoice
from parindex.apps.notify.models import DigestChoice, Preference, Switch
from parindex.apps.orgs.models import Unit
from parindex.apps.people.models import User
from parindex.domain.access import Actor, Permission, PermissionDenied


def digest_choice(user: User) -> DigestChoice:
    """Return how often a person wants the digest; daily when nothing was chosen."""
    row = Preference.objects.filter(user=user).first()
    return DigestChoice(row.digest) if row is not None else DigestChoice.DAILY


def choose_digest(*, user: User, choice: str, actor: Actor, now: datetime) -> None:
    """Keep one's own choice. Raises `PermissionDenied` for somebody else's account and `UnknownChoice`."""
    if actor.user_id != user.pk:
        raise PermissionDenied(Permission.PEOPLE_MANAGE)
    if choice not in DigestChoice.values:
        raise UnknownChoice("Chọn mỗi ngày làm việc, mỗi tuần một lần, hoặc không gửi.")
    with transaction.atomic():
        before = digest_choice(user)
        Preference.objects.update_or_create(user=user, defaults={"digest": choice, "changed_at": now})
        audit.record(
            actor=actor,
            action="preference.changed",
            object_type="user",
            object_id=str(user.pk),
            object_label=user.full_name,
            before={"digest": before.value},
            after={"digest": choice},
            now=now,
        )


def switch(*, unit: Unit, is_on: bool, actor: Actor, now: datetime) -> None:
    """Send digests by e-mail to the people of a unit and those below it, or stop. Raises `PermissionDenied`."""
    if not actor.may(Permission.URGING_SWITCH, unit.path):
        raise PermissionDenied(Permission.URGING_SWITCH)
    values = {"is_on": is_on, "changed_at": now, "changed_by_id": actor.user_id, "changed_by_name": actor.name[:120]}
    with transaction.atomic():
        Switch.objects.update_or_create(unit=unit, defaults=values)
        audit.record(
            actor=actor,
            action="switch.changed",
            object_type="unit",
            object_id=str(unit.pk),
            object_label=unit.name,
            unit_path=unit.path,
            after={"is_on": is_on},
            now=now,
        )


def switched_paths() -> dict[str, bool]:
    """Return the paths of the units that have a switch, and how it stands."""
    return dict(Switch.objects.values_list("unit__path", "is_on"))


def is_on(unit_path: str, *, switches: Mapping[str, bool]) -> bool:
    """Tell whether digests go to a unit: the switch nearest to it, going upwards, decides; none is off."""
    nearest = max((path for path in switches if unit_path.startswith(path)), key=len, default="")
    return switches.get(nearest, False)


def options() -> tuple[tuple[str, str], ...]:
    """Return what a person may choose: value and label."""
    return tuple((choice.value, str(choice.label)) for choice in DigestChoice)
