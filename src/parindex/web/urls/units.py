"""Addresses of the tree of agencies."""

from django.urls import path

from parindex.web.views import units

urlpatterns = [
    path("don-vi/", units.show_list, name="unit-list"),
    path("don-vi/nhap/", units.import_file, name="unit-import"),
    path("don-vi/<int:unit_id>/", units.show, name="unit-detail"),
]
