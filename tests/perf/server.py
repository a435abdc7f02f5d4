"""Waitress with the site, or with the bare page, on a free port of the loopback; prints the port."""

from __future__ import annotations

import sys

import django
import waitress.server
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

THREADS = 8


def serve(which: str) -> None:
    """Serve until the process is ended."""
    django.setup()
    from tests.perf import bare

    middleware = bare.MIDDLEWARE if which == "bare" else settings.MIDDLEWARE
    with override_settings(MIDDLEWARE=middleware, ALLOWED_HOSTS=["127.0.0.1"]):
        server = waitress.server.create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=THREADS)
        print(server.effective_port, flush=True)
        server.run()


if __name__ == "__main__":
    serve(sys.argv[1])
