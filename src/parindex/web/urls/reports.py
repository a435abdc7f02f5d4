"""Addresses of reports, of supervision and of proposals."""

from django.urls import path

from parindex.web.views import report_periods, reports, supervision

urlpatterns = [
    path("bao-cao/", report_periods.show_list, name="report-list"),
    path("bao-cao/mo-ky/", report_periods.open_period, name="report-period-open"),
    path("bao-cao/ky/<uuid:public_id>/", report_periods.show_board, name="report-board"),
    path("bao-cao/ky/<uuid:public_id>/tai-ve/", report_periods.export, name="report-board-export"),
    path("bao-cao/ky/<uuid:public_id>/lap/", report_periods.start, name="report-start"),
    path("bao-cao/giam-sat/", supervision.show_notes, name="supervision-list"),
    path("bao-cao/giam-sat/them/", supervision.add_note, name="supervision-add"),
    path("bao-cao/giam-sat/<uuid:public_id>/tra-loi/", supervision.answer, name="supervision-answer"),
    path("bao-cao/khen-thuong/", supervision.show_merits, name="merit-list"),
    path("bao-cao/<uuid:public_id>/", reports.show, name="report-detail"),
    path("bao-cao/<uuid:public_id>/so-lieu/", reports.show_figures, name="report-figures"),
    path("bao-cao/<uuid:public_id>/gui/", reports.show_sending, name="report-sending"),
    path("bao-cao/<uuid:public_id>/da-doi/", reports.show_changes, name="report-changes"),
    path("bao-cao/<uuid:public_id>/phan/<slug:code>/", reports.write, name="report-write"),
    path("bao-cao/<uuid:public_id>/buoc/<slug:action>/", reports.act, name="report-act"),
    path("bao-cao/<uuid:public_id>/ban-nhap.<slug:form>", reports.draft_paper, name="report-draft"),
    path("bao-cao/<uuid:public_id>/lan-<int:number>.<slug:form>", reports.sent_paper, name="report-paper"),
]
