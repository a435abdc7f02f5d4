"""Turning the second factor on and off, recorded in the audit register."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from parindex.apps.people import logins
from parindex.web.request import self_of


class Activate(ActivateTOTPView):  # type: ignore[misc]  # the library has no types
    """Turn it on."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the secret and record it, in one transaction."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            logins.note_second_factor(self_of(self.request), is_enabled=True, now=timezone.now())
        return response


class Deactivate(DeactivateTOTPView):  # type: ignore[misc]  # the library has no types
    """Turn it off."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Forget the secret and record it, in one transaction."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            logins.note_second_factor(self_of(self.request), is_enabled=False, now=timezone.now())
        return response


activate = Activate.as_view()
deactivate = Deactivate.as_view()
