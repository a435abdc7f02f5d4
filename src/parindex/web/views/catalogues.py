"""Catalogues: the list, one of them, one item, two beside each other, files to take away."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.base.subjects import CRITERION
from parindex.apps.catalogues import selectors, services
from parindex.apps.feedback import links
from parindex.documents.write.catalogue_document import write_catalogue_document
from parindex.documents.write.catalogue_json import to_json
from parindex.documents.write.catalogue_workbook import write_catalogue_workbook
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.scoring.difference import compare as find_differences
from parindex.web.presenters import catalogue_compare, catalogue_tree, catalogues, criterion
from parindex.web.request import actor_of, whole_number

_OFFICE = "application/vnd.openxmlformats-officedocument"


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show every catalogue by level, and the proposals that wait for people."""
    actor = actor_of(request)
    context = {
        "groups": catalogues.groups(selectors.list_catalogues(actor)),
        "proposals": selectors.list_proposals(actor),
        "may_import": actor.holds(Permission.CATALOGUES_MANAGE),
    }
    return render(request, "catalogues/list.html", context)


@require_GET
def show(request: HttpRequest, catalogue_id: str) -> HttpResponse:
    """Show one catalogue: how far it can be trusted, its parts, its checks, its tree as far as the filters keep it."""
    actor = actor_of(request)
    found = _found(request, actor, catalogue_id)
    wanted = catalogue_tree.TreeFilter(
        text=request.GET.get("tim", "").strip(),
        field=request.GET.get("linh-vuc", ""),
        channel=request.GET.get("nguon", ""),
        status=request.GET.get("tin-cay", ""),
        only_unknown=request.GET.get("diem") == "chua-ro",
    )
    context = {
        **_frame(request, found),
        "view": catalogues.overview(found),
        "wanted": wanted,
        "choices": catalogue_tree.choices(found.catalogue),
        "fields": catalogue_tree.fields(found.catalogue, wanted),
        "kept_count": catalogue_tree.count_kept(found.catalogue, wanted),
        "tree": catalogue_tree.tree(found.catalogue),
        "may_adopt": found.is_adoptable and actor.holds(Permission.CATALOGUES_MANAGE),
        "may_export": actor.holds(Permission.EXPORTS_MAKE),
        "sees_live": actor.holds(Permission.SCORES_VIEW),
    }
    return render(request, "catalogues/show.html", context)


@require_GET
def show_item(request: HttpRequest, catalogue_id: str, code: str) -> HttpResponse:
    """Show one item: its rule with worked cases, what it needs, and what it was in other catalogues."""
    actor = actor_of(request)
    found = _found(request, actor, catalogue_id)
    pair = criterion.find(found.catalogue, code)
    if pair is None:
        raise Http404(f"Bộ tiêu chí này không có mục {code}.")
    item, field = pair
    others = [] if item.children else selectors.list_kin(actor, found)
    context = {
        **_frame(request, found),
        "item": criterion.picture(found.catalogue, item=item, field=field),
        "kin": criterion.kin(found, others, code=code),
        "tree": catalogue_tree.tree(found.catalogue, current=code),
        "about_feedback": links.list_about(actor, kind=CRITERION, code=code),
    }
    return render(request, "catalogues/item.html", context)


def _found(request: HttpRequest, actor: Actor, catalogue_id: str) -> selectors.Found:
    return selectors.access_catalogue(actor, catalogue_id, number=whole_number(request.GET.get("ban", "")))


def _frame(request: HttpRequest, found: selectors.Found) -> dict[str, object]:
    """Return what every page of one catalogue shows: its name, its mark, which revision it is."""
    number = whole_number(request.GET.get("ban", ""))
    return {
        "catalogue": found.catalogue,
        "catalogue_mark": catalogues.mark_of(found.catalogue.status),
        "revision": found.revision,
        "revisions": found.revisions,
        "is_older": found.revision is not None and found.revision != found.revisions[0],
        "query": f"?ban={number}" if number is not None else "",
        "source": found.revision.source if found.revision else selectors.SHIPPED,
    }


@require_POST
def adopt(request: HttpRequest, catalogue_id: str) -> HttpResponse:
    """Take a shipped catalogue into use."""
    revision = services.adopt(catalogue_id=catalogue_id, actor=actor_of(request), now=timezone.now())
    messages.success(request, f"Đã nhận dùng “{revision.title}”; nay chọn được cho một đợt chấm điểm.")
    return redirect("catalogue-show", catalogue_id)


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Show what differs between two catalogues, code by code."""
    actor = actor_of(request)
    context = _pair(request, actor)
    before, after = context["before"], context["after"]
    if isinstance(before, selectors.Found) and isinstance(after, selectors.Found):
        context["view"] = catalogue_compare.difference(find_differences(before.catalogue, after.catalogue))
    return render(request, "catalogues/compare.html", context)


@require_GET
def crosswalk(request: HttpRequest) -> HttpResponse:
    """Show what became of each item from one catalogue to another."""
    actor = actor_of(request)
    context = _pair(request, actor)
    before, after = context["before"], context["after"]
    if isinstance(before, selectors.Found) and isinstance(after, selectors.Found):
        relation = request.GET.get("quan-he", "")
        found = selectors.crosswalk_of(before, after)
        context["view"] = catalogue_compare.crosswalk(found, before.catalogue, after.catalogue, relation=relation)
        context["relation"] = relation
    return render(request, "catalogues/crosswalk.html", context)


def _pair(request: HttpRequest, actor: Actor) -> dict[str, object]:
    """Return the two chosen catalogues, None where nothing was chosen, and what there is to choose."""
    entries = selectors.list_catalogues(actor)
    wanted = catalogue_compare.suggest(entries, {side: request.GET.get(side, "") for side in ("truoc", "sau")})
    chosen = {side: _chosen(actor, value) if value else None for side, value in wanted.items()}
    return {
        "options": catalogue_compare.options(entries),
        "wanted": wanted,
        "before": chosen["truoc"],
        "after": chosen["sau"],
        "query": f"?truoc={wanted['truoc']}&sau={wanted['sau']}",
    }


def _chosen(actor: Actor, value: str) -> selectors.Found:
    catalogue_id, _, number = value.partition(":")
    return selectors.access_catalogue(actor, catalogue_id, number=whole_number(number))


@require_GET
def download(request: HttpRequest, catalogue_id: str, form: str) -> HttpResponse:
    """Give a catalogue as XLSX, DOCX, JSON or YAML, with the rights of the person who asks."""
    actor = actor_of(request)
    if not actor.holds(Permission.EXPORTS_MAKE):
        raise PermissionDenied(Permission.EXPORTS_MAKE)
    found = _found(request, actor, catalogue_id)
    if form not in _WRITERS:
        raise Http404("Tải được dạng xlsx, docx, json hoặc yaml.")
    media_type, write = _WRITERS[form]
    data = write(found)
    services.record_export(found=found, form=form, actor=actor, now=timezone.now())
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.catalogue.id}.{form}"'
    return response


def _json(found: selectors.Found) -> bytes:
    return (json.dumps(to_json(found.catalogue), ensure_ascii=False, indent=2) + "\n").encode()


_WRITERS: dict[str, tuple[str, Callable[[selectors.Found], bytes]]] = {
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", lambda found: write_catalogue_workbook(found.catalogue)),
    "docx": (f"{_OFFICE}.wordprocessingml.document", lambda found: write_catalogue_document(found.catalogue)),
    "json": ("application/json; charset=utf-8", _json),
    "yaml": ("application/yaml; charset=utf-8", lambda found: found.text.encode()),
}
