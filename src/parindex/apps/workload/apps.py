"""Registers the app with Django."""

from django.apps import AppConfig


class WorkloadConfig(AppConfig):
    """Phần việc giao cho người."""

    name = "parindex.apps.workload"
    label = "workload"
    verbose_name = "Phần việc giao cho người"
