"""Addresses that everybody may open, and the step that opens a plan to them."""

from django.urls import path

from parindex.web.views import public

urlpatterns = [
    path("cong-khai/", public.show_list, name="public-list"),
    path("cong-khai/<int:plan_id>/", public.show, name="public-plan"),
    path("ke-hoach/<int:plan_id>/cong-khai/", public.publish, name="plan-publish"),
]
