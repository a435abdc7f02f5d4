"""Registers the app with Django."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Sổ theo dõi."""

    name = "parindex.apps.registers"
    label = "registers"
    verbose_name = "Sổ theo dõi"
