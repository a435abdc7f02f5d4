"""Small pieces of SVG: escaped text, whole coordinates, classes for colour (the page policy forbids styles)."""

from __future__ import annotations

from html import escape

from parindex.domain.text.numerals import format_decimal

NAMESPACE = "http://www.w3.org/2000/svg"
_AS_WRITTEN = {"viewBox", "preserveAspectRatio"}


def element(name: str, body: str = "", /, **attributes: object) -> str:
    """Return one element; `_` in attribute names becomes "-", a trailing "_" is dropped (`class_`)."""
    pairs = "".join(f' {_attribute(key)}="{escape(str(value))}"' for key, value in attributes.items())
    return f"<{name}{pairs}>{body}</{name}>" if body else f"<{name}{pairs}/>"


def _attribute(key: str) -> str:
    return key if key in _AS_WRITTEN else key.rstrip("_").replace("_", "-")


def text(words: str, *, x: int, y: int, css: str = "chart-t", anchor: str = "start") -> str:
    """Return a line of text whose baseline is at (x, y)."""
    return element("text", escaped(words), x=x, y=y, class_=css, text_anchor=anchor)


def picture(body: str, *, width: int, height: int, title: str, description: str, key: str) -> str:
    """Return a whole picture with its name and its text alternative; `key` makes their ids unique on the page."""
    labels = element("title", escaped(title), id=f"{key}-t") + element("desc", escaped(description), id=f"{key}-d")
    return element(
        "svg",
        labels + body,
        xmlns=NAMESPACE,
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
    )


def number(count: int) -> str:
    """Write a whole number with dots between thousands."""
    return format_decimal(count)


def escaped(words: str) -> str:
    """Return words as XML text."""
    return escape(plain(words))


def plain(words: str) -> str:
    """Drop characters that XML does not know."""
    return "".join(letter for letter in words if letter.isprintable())
