"""Addresses of registers, their entries, tables and figures, and of what everybody may see of them."""

from django.urls import path

from parindex.web.views import register_figures, register_tables, registers

_ENTRY = "so-theo-doi/<slug:register_id>/dong/<uuid:public_id>/"
_TABLE = "so-theo-doi/<slug:register_id>/nhap/<uuid:public_id>/"

urlpatterns = [
    path("so-theo-doi/", registers.index, name="register-index"),
    path("so-theo-doi/<slug:register_id>/", registers.show_list, name="register-list"),
    path("so-theo-doi/<slug:register_id>/them/", registers.add, name="register-add"),
    path("so-theo-doi/<slug:register_id>/nhap/", register_tables.bring, name="register-import"),
    path(_TABLE, register_tables.show_import, name="register-imported"),
    path(f"{_TABLE}tien-do/", register_tables.show_progress, name="register-import-progress"),
    path(f"{_TABLE}loai.xlsx", register_tables.show_rejects, {"form": "xlsx"}, name="register-rejects"),
    path(f"{_TABLE}loai.csv", register_tables.show_rejects, {"form": "csv"}, name="register-rejects-csv"),
    path(f"{_TABLE}ket-qua.xlsx", register_tables.show_results, {"form": "xlsx"}, name="register-results"),
    path(f"{_TABLE}ket-qua.csv", register_tables.show_results, {"form": "csv"}, name="register-results-csv"),
    path("so-theo-doi/<slug:register_id>/mau.xlsx", register_tables.template, name="register-template"),
    path("so-theo-doi/<slug:register_id>/xuat.xlsx", register_tables.export, {"form": "xlsx"}, name="register-xlsx"),
    path("so-theo-doi/<slug:register_id>/xuat.csv", register_tables.export, {"form": "csv"}, name="register-csv"),
    path("so-theo-doi/<slug:register_id>/chi-so/", register_figures.show, name="register-figures"),
    path(
        "so-theo-doi/<slug:register_id>/chi-so/<slug:code>/<int:unit_id>/",
        register_figures.show_rows,
        name="register-rows",
    ),
    path(_ENTRY, registers.show, name="register-entry"),
    path(f"{_ENTRY}sua/", registers.edit, name="register-edit"),
    path(f"{_ENTRY}buoc/<slug:action>/", registers.move, name="register-move"),
    path(f"{_ENTRY}tai-lieu/", registers.attach, name="register-attach"),
    path(f"{_ENTRY}tai-lieu/<uuid:document_id>/go/", registers.detach, name="register-detach"),
    path(f"{_ENTRY}bo/", registers.remove, name="register-remove"),
    path(f"{_ENTRY}khoi-phuc/", registers.restore, name="register-restore"),
    path("cong-khai/so/<slug:register_id>/", register_figures.show_public, name="register-public"),
]
