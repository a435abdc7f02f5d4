"""Registers the app with Django."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Phản ánh, kiến nghị."""

    name = "parindex.apps.feedback"
    label = "feedback"
    verbose_name = "Phản ánh, kiến nghị"
