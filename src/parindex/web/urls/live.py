"""Addresses of today's numbers."""

from django.urls import path

from parindex.web.views import live

urlpatterns = [
    path("so-lieu-song/", live.show_latest, name="live-latest"),
    path("so-lieu-song/dong/", live.show_rows, name="live-rows"),
    path("bo-tieu-chi/<slug:catalogue_id>/so-lieu-song/", live.show_catalogue, name="live-catalogue"),
    path("dot-cham-diem/<uuid:public_id>/so-lieu-song/", live.show_campaign, name="live-campaign"),
    path("phieu-cham/<uuid:public_id>/so-lieu-song/", live.show_unit, name="live-unit"),
]
