"""Registers the app with Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Tài liệu."""

    name = "parindex.apps.evidence"
    label = "evidence"
    verbose_name = "Tài liệu"
