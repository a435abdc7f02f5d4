"""Small pieces of SVG: escaped text, whole coordinates, classes instead of styles (the page's policy forbids styles)."""

from __future__ import annotations

from html import escape


def element(name: str, body: str = "", /, **attributes: object) -> str:
    """Return one element; `_` in attribute names becomes "-", a trailing "_" is dropped (`class_`)."""
    pairs = "".join(f' {_attribute(key)}="{escape(str(value))}"' for key, value in attributes.items())
    return f"<{name}{pairs}>{body}</{name}>" if body else f"<{name}{pairs}/>"


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-") if key != "viewBox" else key


def text(words: str, *, x: int, y: int, css: str = "chart-t", anchor: str = "start") -> str:
    """Return a line of text whose baseline is at (x, y)."""
    return element("text", escape(_plain(words)), x=x, y=y, class_=css, text_anchor=anchor)


def picture(body: str, *, width: int, height: int, title: str, description: str, key: str) -> str:
    """Return a whole picture with its name and its text alternative; `key` makes their ids unique on the page."""
    labels = element("title", escape(_plain(title)), id=f"{key}-t") + element(
        "desc", escape(_plain(description)), id=f"{key}-d"
    )
    return element(
        "svg",
        labels + body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
    )


def _plain(words: str) -> str:
    """Drop characters that XML does not know."""
    return "".join(letter for letter in words if letter.isprintable())


def shorten(words: str, *, most: int) -> str:
    """Cut words to `most` characters, with an ellipsis when something was cut."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
