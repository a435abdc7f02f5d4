"""What to do about the elements of a wave that go badly."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.apps.assessment import survey_ties
from parindex.apps.surveys import selectors
from parindex.definitions.ties.loader import load_ties
from parindex.web.presenters import survey_ties as presenter
from parindex.web.request import actor_of


@require_GET
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show each element below the whole with the criteria, work, procedures, offices and feedback that belong to it."""
    actor, today = actor_of(request), timezone.localdate()
    wave = selectors.access_wave(actor, public_id)
    found = survey_ties.read_ties(actor, wave, today=today)
    context = {
        "wave": wave,
        "found": found,
        "whole": presenter.percent(found.whole),
        "lines": presenter.lines(found, today=today),
        "source": load_ties().source,
    }
    return render(request, "surveys/ties.html", context)
