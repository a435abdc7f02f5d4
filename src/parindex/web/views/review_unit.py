"""Whose plan an imported draft is: the question before it is approved, and the move to another unit."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from parindex.apps.imports import belonging, selectors
from parindex.apps.imports.errors import DraftError, NoUnit
from parindex.apps.orgs import selectors as orgs
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.web.presenters import units as presenter
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.imports.models import Draft
    from parindex.apps.orgs.models import Unit


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the units to which a draft may be given, or give it to one."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    if not actor.may(Permission.PLANS_REVIEW, draft.unit.path):
        raise PermissionDenied(Permission.PLANS_REVIEW)
    error = ""
    if request.method == "POST":
        try:
            unit = _chosen(request, actor)
            belonging.give(draft=draft, unit=unit, actor=actor, now=timezone.now())
            undo = f"undo:{reverse('draft-undo', args=[public_id])}"
            messages.success(request, f"Bản nhập nay là kế hoạch của {presenter.label(unit)}.", extra_tags=undo)
            return redirect("draft-review", public_id)
        except DraftError as refused:
            error = refused.message
    if not belonging.is_movable(draft):
        if error:
            messages.error(request, error)
        return redirect("draft-review", public_id)
    today = timezone.localdate()
    units = belonging.list_receivers(actor, draft=draft, today=today)
    named = belonging.other_issuer(draft, today=today)
    context = {
        "draft": draft,
        "own": presenter.label(draft.unit),
        "options": presenter.options(units),
        "chosen": whole_number(request.POST.get("unit", "")) or (named.pk if named else None),
        "error": error,
    }
    return render(request, "imports/unit.html", context, status=422 if error else 200)


def _chosen(request: HttpRequest, actor: Actor) -> Unit:
    wanted = whole_number(request.POST.get("unit", ""))
    if not wanted:
        raise NoUnit("Chọn đơn vị của kế hoạch.")
    return orgs.access_unit(actor, wanted)


def misfit(draft: Draft, actor: Actor) -> dict[str, object] | None:
    """Return what a page says of a draft whose document names another unit as its issuer; None when it does not."""
    named = belonging.other_issuer(draft, today=timezone.localdate())
    if named is None:
        return None
    return {
        "unit_id": named.pk,
        "named": presenter.label(named),
        "own": presenter.label(draft.unit),
        "may_give": belonging.may_give(actor, draft=draft, unit=named),
    }


def ask_unit(request: HttpRequest, draft: Draft, actor: Actor) -> HttpResponse | None:
    """Return the question whose plan it is; None when the document names no other unit, or the person has answered.

    The answer names the unit that the plan had when it was asked, so that a move meanwhile is asked about again.
    """
    found = misfit(draft, actor)
    if found is None or whole_number(request.POST.get("unit", "")) == draft.unit_id:
        return None
    return render(request, "imports/whose.html", {"draft": draft, "misfit": found}, status=409)
