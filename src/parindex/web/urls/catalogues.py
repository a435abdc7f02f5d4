"""Addresses of catalogues; an id never is one of the words that stand before it here."""

from django.urls import path

from parindex.web.views import catalogues

urlpatterns = [
    path("bo-tieu-chi/", catalogues.show_list, name="catalogue-list"),
    path("bo-tieu-chi/so-sanh/", catalogues.compare, name="catalogue-compare"),
    path("bo-tieu-chi/doi-chieu/", catalogues.crosswalk, name="catalogue-crosswalk"),
    path("bo-tieu-chi/<slug:catalogue_id>/", catalogues.show, name="catalogue-show"),
    path("bo-tieu-chi/<slug:catalogue_id>/muc/<str:code>/", catalogues.show_item, name="catalogue-item"),
    path("bo-tieu-chi/<slug:catalogue_id>/nhan-dung/", catalogues.adopt, name="catalogue-adopt"),
    path("bo-tieu-chi/<slug:catalogue_id>/tai-ve/<slug:form>/", catalogues.download, name="catalogue-download"),
]
