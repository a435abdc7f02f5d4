"""Registers the app with Django."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    """Nhiệm vụ."""

    name = "parindex.apps.assignments"
    label = "assignments"
    verbose_name = "Nhiệm vụ"
