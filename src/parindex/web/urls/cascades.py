"""Addresses of plans handed down to lower units."""

from django.urls import path

from parindex.web.views import cascades

urlpatterns = [
    path("ke-hoach/cap-tren/", cascades.show_duties, name="cascade-duties"),
    path("ke-hoach/<int:plan_id>/trien-khai/", cascades.show_board, name="cascade-board"),
    path("ke-hoach/<int:plan_id>/trien-khai/chon/", cascades.start, name="cascade-start"),
    path("ke-hoach/<int:plan_id>/trien-khai/tien-do/", cascades.progress, name="cascade-progress"),
    path("ke-hoach/<int:plan_id>/trien-khai/dung/", cascades.cancel, name="cascade-cancel"),
    path("ke-hoach/<int:plan_id>/trien-khai/tai-ve/", cascades.export, name="cascade-export"),
    path("ke-hoach/<int:plan_id>/trien-khai/<int:unit_id>/", cascades.show_unit, name="cascade-unit"),
    path("ke-hoach/<int:plan_id>/trien-khai/<int:unit_id>/nhan/", cascades.receive, name="cascade-receive"),
]
