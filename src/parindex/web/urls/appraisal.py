"""Addresses of the appraisal."""

from django.urls import path

from parindex.web.views import appraisal, appraisal_desk

urlpatterns = [
    path("tham-dinh/", appraisal.show_campaigns, name="appraisal-list"),
    path("tham-dinh/<uuid:public_id>/", appraisal.show_queue, name="appraisal-queue"),
    path(
        "tham-dinh/<uuid:public_id>/tieu-chi/<int:group_id>/<str:code>/",
        appraisal_desk.criterion,
        name="appraisal-criterion",
    ),
    path("tham-dinh/<uuid:public_id>/tham-dinh-kin/", appraisal_desk.blind, name="appraisal-blind"),
    path("tham-dinh/<uuid:public_id>/hoi-dong/", appraisal_desk.council, name="appraisal-council"),
    path("tham-dinh/<uuid:public_id>/hoi-dong-thu/", appraisal_desk.mock_council, name="appraisal-mock"),
    path("tham-dinh/<uuid:public_id>/hoan-tac/", appraisal.undo, name="appraisal-undo"),
    path("tham-dinh/<uuid:public_id>/tien-do/", appraisal.show_progress, name="appraisal-progress"),
    path("tham-dinh/<uuid:public_id>/do-thong-nhat/", appraisal.show_agreement, name="appraisal-agreement"),
    path("tham-dinh/phieu/<uuid:public_id>/", appraisal_desk.sheet, name="appraisal-sheet"),
    path("tham-dinh/phieu/<uuid:public_id>/chap-nhan-con-lai/", appraisal.accept_rest, name="appraisal-rest"),
    path(
        "tham-dinh/phieu/<uuid:public_id>/<str:code>/tai-lieu/<int:link_id>/",
        appraisal.document,
        name="appraisal-document",
    ),
    path("phieu-cham/<uuid:public_id>/giai-trinh/", appraisal.explain, name="sheet-explain"),
]
