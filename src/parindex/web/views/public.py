"""What everybody may see without signing in: the plans that their units published."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.assessment import results
from parindex.apps.planning import selectors, services
from parindex.apps.registers import public as registers
from parindex.web.presenters import public as presenter
from parindex.web.request import actor_of


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the published plans, the latest published ranking and the public registers."""
    context = {
        "plans": selectors.list_published(),
        "rankings": results.list_publications()[:1],
        "registers": registers.list_registers(),
    }
    return render(request, "public/list.html", context)


@require_GET
def show(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show one published plan and how it goes."""
    plan = selectors.access_published(plan_id)
    today = timezone.localdate()
    picture = presenter.picture(selectors.list_items(plan), today=today)
    return render(request, "public/plan.html", {"plan": plan, "picture": picture, "today": today})


@require_POST
def publish(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show a plan to everybody, or take it back."""
    actor = actor_of(request)
    plan = selectors.access_plan(actor, plan_id)
    is_public = request.POST.get("cong-khai") == "co"
    services.publish(plan=plan, is_public=is_public, actor=actor, now=timezone.now())
    messages.success(request, "Đã công khai kế hoạch." if is_public else "Đã thôi công khai kế hoạch.")
    return redirect("plan-detail", plan_id)
