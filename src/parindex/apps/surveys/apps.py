"""Registers the app with Django."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Khảo sát."""

    name = "parindex.apps.surveys"
    label = "surveys"
    verbose_name = "Khảo sát"
