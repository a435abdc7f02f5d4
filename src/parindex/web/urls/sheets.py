"""Addresses of the sheet of a unit."""

from django.urls import path

from parindex.web.views import answer_tables, sheets

urlpatterns = [
    path("phieu-cham/<uuid:public_id>/", sheets.show, name="sheet-detail"),
    path("phieu-cham/<uuid:public_id>/nguy-co/", sheets.show_risks, name="sheet-risks"),
    path("phieu-cham/<uuid:public_id>/in/", sheets.show_print, name="sheet-print"),
    path("phieu-cham/<uuid:public_id>/ban-ky/", sheets.scan, name="sheet-scan"),
    path("phieu-cham/<uuid:public_id>/tai-ve/", answer_tables.export_sheet, name="sheet-export"),
    path("phieu-cham/<uuid:public_id>/nhap-bang/", answer_tables.import_sheet, name="sheet-import"),
    path("phieu-cham/<uuid:public_id>/muc/<str:code>/", sheets.save, name="sheet-item"),
    path("phieu-cham/<uuid:public_id>/tu-so/", sheets.take, name="sheet-take"),
    path("phieu-cham/<uuid:public_id>/buoc/<slug:action>/", sheets.act, name="sheet-act"),
]
