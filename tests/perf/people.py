"""People who answer a form at once over real connections, in a process of their own; tells how it went as JSON.

Each person opens the form, chooses the first option everywhere, sends it, and opens it again for the next, keeping the
connection open until everybody is done, as a browser does for minutes. Nobody stops to think, which is the worst that
so many people can do.
"""

from __future__ import annotations

import html
import http.client
import json
import re
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_OPTION = re.compile(r'<input type="radio" name="([^"]+)"[^>]*? value="([^"]*)"')
_SECONDS = 120
WARM = 20
"""Forms sent before the clock runs."""
Moments = tuple[threading.Barrier, threading.Barrier]


@dataclass(slots=True)
class Told:
    """Seconds of opening and of sending, forms that were taken, and what went wrong, one text each."""

    opened: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    taken: int = 0
    errors: list[str] = field(default_factory=list)


def main(port: int, path: str, *, people: int, forms: int) -> Told:
    """Let so many people send so many forms each, all beginning in one moment, at a site that is warm."""
    for _ in range(WARM):
        _answer_once(Told(), http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS), path, {})
    told, moments = Told(), (threading.Barrier(people), threading.Barrier(people))
    crowd = [
        threading.Thread(target=_answer, args=(told, moments, port, path), kwargs={"forms": forms, "number": number})
        for number in range(people)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return told


def _answer(told: Told, moments: Moments, port: int, path: str, *, forms: int, number: int) -> None:
    start, end = moments
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    headers = {"User-Agent": f"Người {number}".encode().decode("latin-1"), "Host": f"127.0.0.1:{port}"}
    start.wait()
    for _ in range(forms):
        try:
            _answer_once(told, line, path, headers)
        except (OSError, http.client.HTTPException) as error:
            told.errors.append(type(error).__name__)
            line.close()
    end.wait()
    line.close()


def _answer_once(told: Told, line: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> None:
    began = time.perf_counter()
    line.request("GET", path, headers=headers)
    page = line.getresponse()
    text = page.read().decode()
    told.opened.append(time.perf_counter() - began)
    cookie = (page.headers.get("Set-Cookie") or headers.get("Cookie", "")).partition(";")[0]
    fields = {name: html.unescape(value) for name, value in _HIDDEN.findall(text)}
    for name, value in _OPTION.findall(text):
        fields.setdefault(name, value)
    told_here = {**headers, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    line.request("POST", path, body=urlencode(fields), headers=told_here)
    answer = line.getresponse()
    answer.read()
    told.sent.append(time.perf_counter() - began)
    if answer.status == http.HTTPStatus.FOUND:
        told.taken += 1
    else:
        told.errors.append(str(answer.status))


if __name__ == "__main__":
    told = main(int(sys.argv[1]), sys.argv[2], people=int(sys.argv[3]), forms=int(sys.argv[4]))
    sys.stdout.write(json.dumps(asdict(told)))
