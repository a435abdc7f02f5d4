"""A site with one wave in a database of its own, and the bare peer of its form; each command is a process.

`prepare` makes the tables and the wave and prints the secret of its link, `count` prints how many forms are kept,
`bare` serves the peer as `parindex serve` serves the site.
"""

from __future__ import annotations

import os
import sys
import uuid
from datetime import date
from functools import cache
from typing import Any

import django
import waitress
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.utils import timezone

from parindex.cli.serve import CONNECTIONS

QUESTIONNAIRE = "sipas-2024"
_PAGE = """<!doctype html><html lang="vi"><head><title>Phiếu</title></head><body><form method="post">{% csrf_token %}
{% for code, text, options in asks %}<fieldset><legend>{{ text }}</legend>{% for value, words in options %}
<label class="opt" for="{{ code }}-{{ value }}"><input type="radio" name="{{ code }}" id="{{ code }}-{{ value }}"
 value="{{ value }}"><span>{{ words }}</span></label>{% endfor %}</fieldset>{% endfor %}
<button>Gửi</button></form></body></html>"""


def prepare() -> None:
    """Make the tables and a wave that nothing limits; print the secret of its link."""
    call_command("migrate", verbosity=0)
    from parindex.apps.orgs.models import UnitKind
    from parindex.apps.surveys import services
    from parindex.domain.access import SYSTEM
    from tests.factories import UnitFactory

    wave = services.open_wave(
        unit=UnitFactory(name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE),
        title="Hai trăm người một lúc",
        questionnaire=QUESTIONNAIRE,
        closes_on=None,
        actor=SYSTEM,
        now=timezone.now(),
    )
    sys.stdout.write(wave.token)


def count() -> None:
    """Print how many forms are kept."""
    from parindex.apps.surveys.models import SurveyAnswer

    sys.stdout.write(str(SurveyAnswer.objects.count()))


def fill(request: HttpRequest) -> HttpResponse:
    """Show as many questions as the questionnaire has, or insert one row."""
    from parindex.apps.surveys.models import AnswerChannel, SurveyAnswer, SurveyWave

    if request.method == "POST":
        told = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
        wave = SurveyWave.objects.get()
        SurveyAnswer.objects.create(
            wave=wave, nonce=uuid.uuid4(), channel=AnswerChannel.LINK, answers=told, received_on=date(2026, 3, 16)
        )
        return redirect("/bare/")
    return HttpResponse(_template().render({"asks": _asks()}, request))


@cache
def _template() -> Any:
    return engines["django"].from_string(_PAGE)


@cache
def _asks() -> list[tuple[str, str, list[tuple[str, str]]]]:
    from parindex.definitions.questionnaires.loader import load_questionnaire

    return [
        (code, column.text.vi, [(option.value, option.text.vi) for option in column.question.options])
        for code, column in load_questionnaire(QUESTIONNAIRE).columns.items()
    ]


urlpatterns = [path("bare/", fill)]


def bare(port: int) -> None:
    """Serve the peer until the process is ended."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from tests.perf.bare import MIDDLEWARE

    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [name for name in MIDDLEWARE if name != "tests.perf.bare.own_addresses"]
    waitress.serve(
        get_wsgi_application(),
        host="127.0.0.1",
        port=port,
        threads=8,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
    )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "parindex.config.settings"
    django.setup()
    {"prepare": prepare, "count": count, "bare": lambda: bare(int(sys.argv[2]))}[sys.argv[1]]()
