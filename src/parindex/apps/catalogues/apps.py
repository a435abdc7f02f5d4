"""Registers the app with Django."""

from django.apps import AppConfig


class CataloguesConfig(AppConfig):
    """Bộ tiêu chí."""

    name = "parindex.apps.catalogues"
    label = "catalogues"
    verbose_name = "Bộ tiêu chí"
