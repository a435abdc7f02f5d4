"""Addresses of documents: the library, and the documents of one item of a sheet."""

from django.urls import path

from parindex.web.views import documents, evidence

urlpatterns = [
    path("tai-lieu/", documents.show_list, name="document-list"),
    path("tai-lieu/them/", documents.add, name="document-add"),
    path("tai-lieu/<uuid:public_id>/", documents.show, name="document-detail"),
    path("tai-lieu/<uuid:public_id>/tep/", documents.file, name="document-file"),
    path("tai-lieu/<uuid:public_id>/tien-do/", documents.progress, name="document-progress"),
    path("tai-lieu/<uuid:public_id>/doc-lai/", documents.retry, name="document-retry"),
    path("phieu-cham/<uuid:public_id>/tai-lieu/<str:code>/", evidence.show, name="evidence-item"),
    path("phieu-cham/<uuid:public_id>/tai-lieu/<str:code>/<int:link_id>/tep/", evidence.file, name="evidence-file"),
    path("phieu-cham/<uuid:public_id>/tai-lieu/<str:code>/<slug:action>/", evidence.act, name="evidence-act"),
]
