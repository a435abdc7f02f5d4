"""Invitations: a link that works once, for seven days, and lets the invited person set a password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from parindex.apps.base import mail
from parindex.apps.people import links, passwords, services
from parindex.apps.people.errors import InvitationInvalid, NoEmail
from parindex.apps.people.models import Invitation, User
from parindex.domain.access import Actor

VALID_FOR = timedelta(days=7)
_PATH = "/tai-khoan/loi-moi/{token}/"


@dataclass(frozen=True, slots=True)
class Invited:
    """The link of an invitation, shown once, and whether the letter could be sent."""

    link: str
    is_mailed: bool


def invite(*, user: User, base_url: str, actor: Actor, now: datetime) -> Invited:
    """Send a person the link by which they set their password; earlier links stop working.

    `base_url` is the site's address without a slash at the end. A letter that cannot be sent is no error: the link
    comes back to be handed over otherwise. Raises `PermissionDenied` and `NoEmail`.
    """
    services.require_managing(user, actor, today=timezone.localdate(now))
    if not user.email:
        raise NoEmail("Tài khoản này chưa có thư điện tử. Thêm thư điện tử rồi gửi lời mời.")
    token = links.new_secret("")
    with transaction.atomic():
        Invitation.objects.filter(user=user, accepted_at=None, expires_at__gt=now).update(expires_at=now)
        Invitation.objects.create(
            user=user,
            token_hash=links.hash_secret(token),
            invited_by_id=actor.user_id,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
        services.record(user, action="user.invited", actor=actor, now=now)
    link = base_url.rstrip("/") + _PATH.format(token=token)
    is_mailed = _mail(user, link=link, expires_at=now + VALID_FOR)
    # Without a mail server the letter only lies in the data folder: the link must be handed over by the inviter.
    return Invited(link=link, is_mailed=is_mailed and mail.has_server())


def get_invitation(token: str, *, now: datetime) -> Invitation:
    """Return the open invitation of a link. Raises `InvitationInvalid`."""
    row = (
        Invitation.objects.select_related("user")
        .filter(token_hash=links.hash_secret(token), accepted_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if row is None:
        raise InvitationInvalid("Liên kết mời không đúng, đã dùng hoặc đã hết hạn. Xin người quản trị gửi lại lời mời.")
    return row


def accept_invitation(*, token: str, password: str, now: datetime) -> User:
    """Set the invited person's password and use up the link. Raises `InvitationInvalid` and `WeakPassword`."""
    with transaction.atomic():
        invitation = get_invitation(token, now=now)
        user = User.objects.select_for_update().get(pk=invitation.user_id)
        passwords.check(password, user=user)
        # The second of two requests with the same link waits on the lock above and then finds the link used.
        if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=now):
            raise InvitationInvalid("Liên kết mời này vừa được dùng. Hãy đăng nhập.")
        user.set_password(password)
        user.must_change_password = False
        user.failed_logins, user.locked_until = 0, None
        user.save(update_fields=["password", "must_change_password", "failed_logins", "locked_until"])
        services.record(user, action="user.joined", actor=Actor(user_id=user.pk, name=user.full_name), now=now)
    return user


def _mail(user: User, *, link: str, expires_at: datetime) -> bool:
    context = {"user": user, "link": link, "expires_at": timezone.localtime(expires_at)}
    subject = render_to_string("people/invitation_subject.txt", context).strip()
    body = render_to_string("people/invitation_message.txt", context)
    try:
        mail.send(mail.Letter(to=user.email, subject=subject, text=body))
    except mail.MailError:
        return False
    return True
