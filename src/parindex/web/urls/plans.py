"""Addresses of plans, assignments, the calendar and the home page."""

from django.urls import path

from parindex.web.views import assignment_steps, assignments, home, plans, programmes

urlpatterns = [
    path("", home.overview, name="home"),
    path("ke-hoach/", plans.show_list, name="plan-list"),
    path("ke-hoach/<int:plan_id>/", plans.show, name="plan-detail"),
    path("ke-hoach/<int:plan_id>/van-ban/", plans.show_text, name="plan-text"),
    path("ke-hoach/<int:plan_id>/tai-ve/<slug:form>/", plans.download, name="plan-download"),
    path("ke-hoach/<int:plan_id>/chuong-trinh/", programmes.show, name="programme"),
    path("ke-hoach/<int:plan_id>/chuong-trinh/ghi/", programmes.record, name="programme-record"),
    path("ke-hoach/<int:plan_id>/chuong-trinh/noi/", programmes.link, name="programme-link"),
    path("viec-cua-toi/", assignments.my_work, name="my-work"),
    path("nhiem-vu/", assignments.show_list, name="assignment-list"),
    path("nhiem-vu/tai-ve/", assignments.export, name="assignment-export"),
    path("nhiem-vu/bang/", assignments.board, name="assignment-board"),
    path("nhiem-vu/<uuid:public_id>/", assignment_steps.show, name="assignment-detail"),
    path("nhiem-vu/<uuid:public_id>/<slug:action>/", assignment_steps.act, name="assignment-act"),
    path("nhiem-vu/<uuid:public_id>/tep/<int:report_id>/", assignment_steps.proof_file, name="assignment-proof"),
    path("lich/", assignments.calendar, name="assignment-calendar"),
]
