"""Registers the app with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Nhật ký."""

    name = "parindex.apps.audit"
    label = "audit"
    verbose_name = "Nhật ký"
