"""One's own account: what is known, tokens of the API, and the page behind an invitation."""

from __future__ import annotations

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.notify import choices
from parindex.apps.people import invitations, selectors, tokens
from parindex.apps.people.errors import InvitationInvalid, PeopleError
from parindex.domain.access import Permission
from parindex.web.forms.people import InvitedPasswordForm, TokenForm
from parindex.web.presenters import people as presenter
from parindex.web.request import actor_of, self_of


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    return _render_account(request, form=TokenForm())


@require_POST
@never_cache
def create_token(request: HttpRequest) -> HttpResponse:
    """Make a token and show its secret, this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _render_account(request, form=form)
    day = form.cleaned_data["expires_on"]
    expires_at = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone()) if day else None
    created = tokens.create_token(
        user=self_of(request),
        name=form.cleaned_data["name"],
        expires_at=expires_at,
        actor=actor_of(request),
        now=timezone.now(),
    )
    return _render_account(request, form=TokenForm(), secret=created.secret)


@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke one of one's own tokens."""
    tokens.revoke_token(user=self_of(request), token_id=token_id, actor=actor_of(request), now=timezone.now())
    messages.success(request, "Đã thu hồi mã truy cập.")
    return redirect("account")


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person set their password."""
    now = timezone.now()
    try:
        invitation = invitations.get_invitation(token, now=now)
    except InvitationInvalid as refused:
        return render(request, "people/invitation_invalid.html", {"reason": refused.message}, status=410)
    form = InvitedPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            invitations.accept_invitation(token=token, password=form.cleaned_data["password"], now=now)
        except PeopleError as refused:
            form.add_error("password", refused.message)
        else:
            messages.success(request, "Đã đặt mật khẩu. Mời bạn đăng nhập.")
            return redirect("account_login")
    context = {"form": form, "person": invitation.user}
    return render(request, "people/invitation.html", context, status=422 if form.errors else 200)


def _render_account(request: HttpRequest, *, form: TokenForm, secret: str = "") -> HttpResponse:
    actor = actor_of(request)
    user = selectors.get_self(actor)
    context = {
        "person": presenter.person(user, now=timezone.now()),
        "tokens": tokens.list_tokens(user),
        "form": form,
        "secret": secret,
        "digest_choice": choices.digest_choice(user),
        "digest_options": choices.options(),
        "may_use_tokens": actor.holds(Permission.TOKENS_MANAGE),
    }
    return render(request, "account/show.html", context, status=422 if form.errors else 200)
