"""Registers the app with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Người dùng."""

    name = "parindex.apps.people"
    label = "people"
    verbose_name = "Người dùng"
