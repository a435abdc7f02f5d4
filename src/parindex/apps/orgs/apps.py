"""Registers the app with Django."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Cơ quan, đơn vị."""

    name = "parindex.apps.orgs"
    label = "orgs"
    verbose_name = "Cơ quan, đơn vị"
