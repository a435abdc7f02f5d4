"""Template tags of the house; templates do no arithmetic, tags only format. Shown with every state on /thanh-phan/."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from parindex.domain.text.dates import format_date
from parindex.domain.text.numerals import format_decimal

register = template.Library()

UNDO = "undo:"
"""A message offers to undo when its extra tags hold `undo:` and the address that takes the POST."""

CHIP_ICONS = {"ok": "done", "brand": "half", "": "ring", "warn": "warn", "bad": "warn", "idle": "dash"}
NOTE_ICONS = {"": "info", "ok": "done", "warn": "warn", "bad": "warn"}
BUTTON_KINDS = {"": "btn", "primary": "btn btn-primary", "quiet": "btn btn-quiet", "danger": "btn btn-danger"}


@register.filter
def at(mapping: Mapping[object, object], key: object) -> object:
    """Return the value of a mapping at a key; nothing when it is not there."""
    return mapping.get(key, ())


@register.filter
def vdate(value: date | None) -> str:
    """Return a date as 21/07/2023; nothing for no date."""
    return format_date(value) if value else ""


@register.filter
def vdatetime(value: datetime | None) -> str:
    """Return a moment as "17:00 ngày 12/01/2024" in the office's time; nothing for no moment."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M} ngày {format_date(local.date())}"


@register.filter
def vnum(value: Decimal | int | None, places: int | None = None) -> str:
    """Return a number with dots between thousands and a decimal comma; a dash for no number."""
    return "–" if value is None else format_decimal(value, places=places)


@register.filter
def undo_url(message: Message) -> str:
    """Return the address that undoes what a message tells of; nothing when it cannot be undone."""
    found = [tag for tag in (message.extra_tags or "").split() if tag.startswith(UNDO)]
    return found[0].removeprefix(UNDO) if found else ""


@register.simple_tag
def icon(name: str, words: str = "") -> SafeString:
    """Return an icon of the sprite; hidden from readers unless `words` name it."""
    return _icon(name, words)


@lru_cache(maxsize=256)
def _icon(name: str, words: str) -> SafeString:
    sprite = f"{static('icons.svg')}#i-{name}"
    if words:
        return format_html('<svg class="ic" role="img" aria-label="{}"><use href="{}"/></svg>', words, sprite)
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}"/></svg>', sprite)


@register.simple_tag
def chip(words: str, kind: str = "", shape: str = "") -> SafeString:
    """Return a state: a word, a shape and a colour. Kinds: ok, brand, "", warn, bad, idle."""
    css = f"chip chip-{kind}" if kind else "chip"
    return format_html('<span class="{}">{}{}</span>', css, icon(shape or CHIP_ICONS[kind]), words)


@register.simple_tag
def due(badge: Mapping[str, str] | object) -> SafeString:
    """Return a deadline badge of `presenters.due.badge`: how far in working days, the exact date as its title."""
    words, css, shape, exact = (_part(badge, name) for name in ("words", "css", "icon", "exact"))
    outer = f"due due-{css}" if css else "due"
    return format_html('<span class="{}" title="{}">{}{}</span>', outer, exact, icon(shape), words)


def _part(badge: Mapping[str, str] | object, name: str) -> str:
    return str(badge[name] if isinstance(badge, Mapping) else getattr(badge, name))


@register.simple_tag
def progress(value: int, *, most: int = 100, words: str = "", label: str = "Tiến độ", kind: str = "") -> SafeString:
    """Return one ratio as a bar with its words beside it. Kinds: "", ok, bad."""
    told = words or f"{value}%"
    return format_html(
        '<div class="prog"><progress class="bar-p{}" max="{}" value="{}" aria-label="{} {}"></progress>'
        '<span class="num">{}</span></div>',
        f" is-{kind}" if kind else "",
        most,
        value,
        label,
        told,
        told,
    )


@register.simple_block_tag
def button(
    content: str, *, kind: str = "", url: str = "", key: str = "", name: str = "", value: str = ""
) -> SafeString:
    """Return a button that sends its form, or a link with the look of a button when `url` is given."""
    shown = format_html("{}{}", content, format_html(" <kbd>{}</kbd>", key.upper()) if len(key) == 1 else "")
    keyed = format_html(' data-key="{}"', key) if key else ""
    if url:
        return format_html('<a class="{}" href="{}"{}>{}</a>', BUTTON_KINDS[kind], url, keyed, shown)
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button class="{}" type="submit"{}{}>{}</button>', BUTTON_KINDS[kind], named, keyed, shown)


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """Return an empty place: why it is empty as the title, the next step as the content."""
    return format_html('<div class="empty"><h2>{}</h2>{}</div>', title, content)


@register.simple_block_tag
def note(content: str, kind: str = "") -> SafeString:
    """Return a rule or a warning about this page, at most two a page. Kinds: "", ok, warn, bad."""
    css = f"note-box note-{kind}" if kind else "note-box"
    return format_html('<div class="{}">{}<div>{}</div></div>', css, icon(NOTE_ICONS[kind]), content)


@register.simple_block_tag
def dialog(content: str, ident: str, title: str) -> SafeString:
    """Return a dialog for a final step, opened by a link to its id (`data-dialog` makes it modal)."""
    return format_html(
        '<dialog id="{0}" aria-labelledby="{0}-ten"><div class="dlg-head"><h2 id="{0}-ten">{1}</h2></div>{2}</dialog>',
        ident,
        title,
        content,
    )


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", help_text: str = "") -> dict[str, object]:
    """Show a form field: label above, help, error last, all tied to the input for readers."""
    return {"field": bound, "label": label or bound.label, "help_text": help_text or bound.help_text}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm, title: str = "Chưa lưu được") -> dict[str, object]:
    """Show all errors of a form on top, each a link to its field; takes the focus."""
    fields = [(form[name], form.errors[name]) for name in form.errors if name in form.fields]
    return {"title": title, "fields": fields, "general": form.non_field_errors()}


@register.inclusion_tag("components/pager.html")
def pager(window: object) -> dict[str, object]:
    """Show page links of `presenters.paging.window`; nothing when all fits on one page."""
    return {"window": window}


@register.inclusion_tag("components/tabs.html")
def tabs(links: list[dict[str, object]], label: str) -> dict[str, object]:
    """Show two to five views of one object, each with its own address: name, url, is_current, count."""
    return {"links": links, "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(steps: list[dict[str, object]]) -> dict[str, object]:
    """Show history or coming dates: iso, date, words, by, kind ("", bad, next)."""
    return {"steps": steps}


@register.inclusion_tag("components/drop.html")
def drop(name: str, *, accept: str, hint: str, title: str = "Kéo tệp vào đây, hoặc chọn tệp") -> dict[str, object]:
    """Show a place for files: a plain file input without scripts, drag and drop with them."""
    return {"name": name, "accept": accept, "hint": hint, "title": title}


@register.inclusion_tag("components/job.html")
def job(state: object, poll_url: str, title: str) -> dict[str, object]:
    """Show long work that goes on when the page is closed; `poll_url` tells how far it is."""
    return {"state": state, "poll_url": poll_url, "title": title}


@register.inclusion_tag("components/toast.html", takes_context=True)
def toast(context: template.Context, words: str, undo: str = "", kind: str = "") -> dict[str, object]:
    """Show the result of an action, with a form that undoes it when `undo` is an address."""
    return {"words": words, "undo": undo, "kind": kind, "csrf_token": context.get("csrf_token", "")}
