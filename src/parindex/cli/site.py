"""Starting Django for the commands that need the database."""

from __future__ import annotations

import os


def start_django() -> None:
    """Load the settings and the apps; safe to call twice."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parindex.config.settings")
    import django

    django.setup()
