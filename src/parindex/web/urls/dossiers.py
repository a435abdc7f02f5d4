"""Addresses of dossiers; a code comes last, as no other part of the area looks like one."""

from django.urls import path

from parindex.web.views import dossier_behind, dossier_form, dossier_imports, dossier_single, dossiers

urlpatterns = [
    path("ho-so/", dossiers.show_figures, name="dossier-figures"),
    path("ho-so/so-lieu.xlsx", dossiers.export_figures, name="dossier-export"),
    path("ho-so/bieu-ii06a/", dossier_form.show, name="dossier-form"),
    path("ho-so/bieu-ii06a.xlsx", dossier_form.export, name="dossier-form-export"),
    path("ho-so/mat-diem/", dossiers.show_costs, name="dossier-costs"),
    path("ho-so/qua-han/", dossiers.show_late, name="dossier-late"),
    path("ho-so/doi-chieu/", dossiers.compare, name="dossier-compare"),
    path("ho-so/dung-sau-so/", dossier_behind.show, name="dossier-behind"),
    path("ho-so/nhap/", dossier_imports.upload, name="dossier-import"),
    path("ho-so/nhap/<uuid:public_id>/", dossier_imports.show, name="dossier-import-show"),
    path("ho-so/nhap/<uuid:public_id>/tien-do/", dossier_imports.progress, name="dossier-import-progress"),
    path("ho-so/nhap/<uuid:public_id>/dong-bi-loai.csv", dossier_imports.rejects, name="dossier-import-rejects"),
    path("ho-so/<str:code>/", dossier_single.show, name="dossier-show"),
    path("ho-so/<str:code>/xin-loi/", dossier_single.apologise, name="dossier-apology"),
    path("cong-khai/ho-so/", dossier_single.look_up, name="public-dossier"),
]
