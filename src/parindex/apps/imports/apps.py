"""Registers the app with Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Nhập kế hoạch."""

    name = "parindex.apps.imports"
    label = "imports"
    verbose_name = "Nhập kế hoạch"
