"""Registers the app with Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Báo cáo, giám sát, đề xuất khen thưởng."""

    name = "parindex.apps.reports"
    label = "reports"
    verbose_name = "Báo cáo"
