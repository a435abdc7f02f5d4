"""A page as a person uses it: found by what it says, its forms sent as a browser sends them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from lxml import html


def squeeze(text: str) -> str:
    """Return text with single spaces."""
    return " ".join(text.split())


@dataclass
class Page:
    """One parsed answer."""

    client: Client
    path: str
    response: HttpResponse
    root: html.HtmlElement

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return self.response.status_code

    @property
    def title(self) -> str:
        """Return the words of the one h1."""
        (heading,) = self.all("//h1")
        return squeeze(heading.text_content())

    def all(self, xpath: str) -> list[html.HtmlElement]:
        """Return the elements of an XPath."""
        return self.root.xpath(xpath)

    def one(self, xpath: str) -> html.HtmlElement:
        """Return the only element of an XPath."""
        (found,) = self.all(xpath)
        return found

    def words(self, xpath: str = "//main") -> str:
        """Return the text of all elements of an XPath."""
        return squeeze(" ".join(element.text_content() for element in self.all(xpath)))

    def rows(self, xpath: str = "//main//tbody/tr") -> list[list[str]]:
        """Return the cells of a table."""
        return [[squeeze(cell.text_content()) for cell in row.xpath("./td|./th")] for row in self.all(xpath)]

    def toasts(self) -> list[str]:
        """Return the results that the page tells."""
        return [squeeze(e.text_content()) for e in self.all("//*[@data-toast]")]

    def errors(self) -> str:
        """Return the words of the error summary."""
        return self.words("//*[contains(@class,'errsum')]")

    def follow(self, label: str) -> Page:
        """Open the first link with these words."""
        return get(self.client, urljoin(self.path, self.link(label)))

    def link(self, label: str) -> str:
        """Return the address of the first link whose words begin with `label`."""
        found = [a for a in self.all("//a[@href]") if squeeze(a.text_content()).startswith(label)]
        assert found, f"no link {label!r} on {self.path}"
        return str(found[0].get("href"))

    def has_button(self, label: str) -> bool:
        """Tell whether some button begins with these words."""
        return bool(self._buttons(label))

    def _buttons(self, label: str) -> list[html.HtmlElement]:
        return [b for b in self.all("//button") if squeeze(b.text_content()).startswith(label)]

    def send(self, label: str, _files: dict[str, Any] | None = None, **typed: str) -> Page:
        """Press the first button with these words; `typed` replaces fields that must be in its form."""
        buttons = self._buttons(label)
        assert buttons, f"no button {label!r} on {self.path}"
        button = buttons[0]
        form = next(parent for parent in button.iterancestors("form"))
        unknown = set(typed) - {name for name in form.fields if name}
        assert not unknown, f"the form of {label!r} has no {unknown}"
        values: dict[str, Any] = {}
        for name, value in form.form_values():
            values.setdefault(name, []).append(value)
        values |= {**typed, **(_files or {})}
        if button.get("name"):
            values[button.get("name")] = button.get("value", "")
        target = urljoin(self.path, button.get("formaction") or form.get("action") or "")
        if (form.get("method") or "get").lower() == "post":
            return parse(self.client, target, self.client.post(target, values, follow=True))
        return parse(self.client, target, self.client.get(target, values, follow=True))


def get(client: Client, path: str) -> Page:
    """Open a page, following redirects."""
    return parse(client, path, client.get(path, follow=True))


def parse(client: Client, path: str, response: HttpResponse) -> Page:
    """Return an answer as a page; `path` is what was asked for."""
    chain = getattr(response, "redirect_chain", [])
    final = chain[-1][0] if chain else path
    final = urljoin(path, final)
    content = response.content.decode() or "<html></html>"
    return Page(client, urlsplit(final)._replace(scheme="", netloc="").geturl(), response, html.fromstring(content))
