"""Registers the app with Django."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Hồ sơ thủ tục hành chính."""

    name = "parindex.apps.dossiers"
    label = "dossiers"
    verbose_name = "Hồ sơ thủ tục hành chính"
