"""Registers the app with Django."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Kế hoạch."""

    name = "parindex.apps.planning"
    label = "planning"
    verbose_name = "Kế hoạch"
