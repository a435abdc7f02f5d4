"""Registers the app with Django."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Thư báo."""

    name = "parindex.apps.notify"
    label = "notify"
    verbose_name = "Thư báo"
