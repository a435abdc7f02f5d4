"""Addresses of catalogues; an id never is one of the words that stand before it here."""

from django.urls import path

from parindex.web.views import catalogue_import, catalogues

urlpatterns = [
    path("bo-tieu-chi/", catalogues.show_list, name="catalogue-list"),
    path("bo-tieu-chi/so-sanh/", catalogues.compare, name="catalogue-compare"),
    path("bo-tieu-chi/doi-chieu/", catalogues.crosswalk, name="catalogue-crosswalk"),
    path("bo-tieu-chi/nhap/", catalogue_import.upload, name="catalogue-upload"),
    path("bo-tieu-chi/nhap/<uuid:public_id>/", catalogue_import.show, name="proposal-review"),
    path("bo-tieu-chi/nhap/<uuid:public_id>/tien-do/", catalogue_import.progress, name="proposal-progress"),
    path("bo-tieu-chi/nhap/<uuid:public_id>/tep/", catalogue_import.original, name="proposal-file"),
    path("bo-tieu-chi/nhap/<uuid:public_id>/lich-su/", catalogue_import.history, name="proposal-history"),
    path("bo-tieu-chi/nhap/<uuid:public_id>/hoan-tac/", catalogue_import.undo, name="proposal-undo"),
    path("bo-tieu-chi/nhap/<uuid:public_id>/<slug:action>/", catalogue_import.act, name="proposal-act"),
    path(
        "bo-tieu-chi/nhap/<uuid:public_id>/muc/<int:item_id>/<slug:action>/",
        catalogue_import.item_action,
        name="proposal-item",
    ),
    path("bo-tieu-chi/<slug:catalogue_id>/", catalogues.show, name="catalogue-show"),
    path("bo-tieu-chi/<slug:catalogue_id>/muc/<str:code>/", catalogues.show_item, name="catalogue-item"),
    path("bo-tieu-chi/<slug:catalogue_id>/nhan-dung/", catalogues.adopt, name="catalogue-adopt"),
    path("bo-tieu-chi/<slug:catalogue_id>/tai-ve/<slug:form>/", catalogues.download, name="catalogue-download"),
]
