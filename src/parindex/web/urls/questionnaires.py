"""Addresses of questionnaires: the list, the builder, their files."""

from django.urls import path

from parindex.web.views import questionnaire_edits, questionnaires

urlpatterns = [
    path("bo-cau-hoi/", questionnaires.show_list, name="questionnaire-list"),
    path("bo-cau-hoi/lap/", questionnaires.create, name="questionnaire-create"),
    path("bo-cau-hoi/co-san/<slug:questionnaire_id>/", questionnaires.show_shipped, name="questionnaire-shipped"),
    path(
        "bo-cau-hoi/co-san/<slug:questionnaire_id>.yaml",
        questionnaires.download_shipped,
        name="questionnaire-shipped-file",
    ),
    path("bo-cau-hoi/<uuid:public_id>/", questionnaires.show, name="questionnaire-detail"),
    path("bo-cau-hoi/<uuid:public_id>/phieu.yaml", questionnaires.download, name="questionnaire-file"),
    path(
        "bo-cau-hoi/<uuid:public_id>/ban-<int:number>.yaml",
        questionnaires.download_version,
        name="questionnaire-version",
    ),
    path("bo-cau-hoi/<uuid:public_id>/xem-truoc/", questionnaires.show_preview, name="questionnaire-preview"),
    path("bo-cau-hoi/<uuid:public_id>/hoan-tac/", questionnaires.undo, name="questionnaire-undo"),
    path("bo-cau-hoi/<uuid:public_id>/bo/", questionnaires.drop, name="questionnaire-drop"),
    path("bo-cau-hoi/<uuid:public_id>/thong-tin/", questionnaire_edits.edit_head, name="questionnaire-head"),
    path("bo-cau-hoi/<uuid:public_id>/yaml/", questionnaire_edits.edit_text, name="questionnaire-yaml"),
    path("bo-cau-hoi/<uuid:public_id>/cau/them/", questionnaire_edits.add, name="questionnaire-add"),
    path(
        "bo-cau-hoi/<uuid:public_id>/cau/<int:number>/",
        questionnaire_edits.edit_question,
        name="questionnaire-question",
    ),
    path("bo-cau-hoi/<uuid:public_id>/cau/<int:number>/doi-cho/", questionnaire_edits.move, name="questionnaire-move"),
    path("bo-cau-hoi/<uuid:public_id>/cau/<int:number>/xoa/", questionnaire_edits.remove, name="questionnaire-remove"),
]
