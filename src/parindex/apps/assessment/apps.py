"""Registers the app with Django."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Đợt chấm điểm."""

    name = "parindex.apps.assessment"
    label = "assessment"
    verbose_name = "Đợt chấm điểm"
