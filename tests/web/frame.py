"""What every page of the house keeps to, whatever it shows."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from lxml import html

from tests.web.page import Page, squeeze

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}
LABELLED = "@aria-label or @aria-labelledby or @title"
HIDDEN_INPUTS = "@type='hidden' or @type='submit' or @hidden"


def faults_of_frame(page: Page) -> list[str]:
    """Return what is wrong with a page's frame: policy, headings, names for readers, words in the wrong place."""
    return [
        *_policy(page),
        *_inline(page),
        *_document(page),
        *_names(page),
    ]


def policy_of(page: Page) -> dict[str, str]:
    """Return the content security policy of an answer by directive."""
    header = page.response.headers.get("Content-Security-Policy", "")
    parts = [part.strip().partition(" ") for part in header.split(";") if part.strip()]
    return {name: value for name, _, value in parts}


def _policy(page: Page) -> list[str]:
    policy = policy_of(page)
    return [] if policy == STRICT else [f"policy {policy}"]


def _inline(page: Page) -> list[str]:
    faults = [f"<style> {squeeze(e.text_content())[:40]}" for e in page.all("//style")]
    faults += [f"inline script {squeeze(e.text_content())[:40]}" for e in page.all("//script[not(@src)]")]
    for element in page.root.iter():
        for name, value in element.attrib.items():
            if name == "style" or re.match(r"on[a-z]+$", name) or value.strip().lower().startswith("javascript:"):
                faults.append(f"<{element.tag} {name}={value[:40]!r}>")
    for element in page.all("//link[@href] | //script[@src] | //img[@src]"):
        address = urlsplit(element.get("href") or element.get("src") or "")
        if address.netloc:
            faults.append(f"foreign {address.geturl()}")
    return faults


def _document(page: Page) -> list[str]:
    faults = []
    if not page.response.content.lstrip().lower().startswith(b"<!doctype html>"):
        faults.append("no doctype")
    if page.root.get("lang") != "vi":
        faults.append("language")
    if len(page.all("//h1")) != 1 or not squeeze(page.all("//h1")[0].text_content()):
        faults.append(f"{len(page.all('//h1'))} h1")
    if not page.words("//title").strip("– "):
        faults.append("title")
    first = next(iter(page.all("//body//a[@href] | //body//button")), None)
    if first is None or first.get("class") != "skip" or not page.all(f"//main[@id='{first.get('href', '')[1:]}']"):
        faults.append("skip link")
    doubled = [name for name, count in Counter(page.root.xpath("//@id")).items() if count > 1]
    return [*faults, *(f"two of #{name}" for name in doubled)]


def _names(page: Page) -> list[str]:
    tables = page.all(f"//table[not(caption) and not({LABELLED})]")
    fields = page.all(f"(//input|//select|//textarea)[not({LABELLED}) and not({HIDDEN_INPUTS})]")
    bare = [f for f in fields if not _has_label(page, f)]
    silent = [e for e in page.all(f"(//a[@href]|//button)[not({LABELLED})]") if not squeeze(e.text_content())]
    pictures = page.all("//img[not(@alt)] | //svg[not(@aria-hidden) and not(@role)]")
    refs = [ref for value in page.root.xpath("//@aria-labelledby") for ref in value.split()]
    dead = [ref for ref in refs if not page.all(f"//*[@id='{ref}']")]
    return [
        *(f"table without a caption: {squeeze(t.text_content())[:40]}" for t in tables),
        *(f"field without a label: {f.get('name')}" for f in bare),
        *(f"no words: {html.tostring(e)[:80]!r}" for e in [*silent, *pictures]),
        *(f"labelled by nothing: {ref}" for ref in dead),
        *(f"header cell without scope: {squeeze(e.text_content())[:30]}" for e in page.all("//th[not(@scope)]")),
    ]


def _has_label(page: Page, field: html.HtmlElement) -> bool:
    if any(parent.tag == "label" for parent in field.iterancestors()):
        return True
    return bool(field.get("id") and page.all(f"//label[@for='{field.get('id')}']"))
