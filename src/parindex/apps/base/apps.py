"""Registers the app with Django."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Nền tảng."""

    name = "parindex.apps.base"
    label = "base"
    verbose_name = "Nền tảng"
