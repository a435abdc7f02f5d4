"""Addresses of waves of surveys, and the public form behind a link."""

from django.urls import path

from parindex.web.views import survey_forms, survey_papers, surveys

urlpatterns = [
    path("dot-khao-sat/", surveys.show_list, name="survey-list"),
    path("dot-khao-sat/mo/", surveys.create, name="survey-create"),
    path("dot-khao-sat/<uuid:public_id>/", surveys.show, name="survey-detail"),
    path("dot-khao-sat/<uuid:public_id>/dong/", surveys.close, name="survey-close"),
    path("dot-khao-sat/<uuid:public_id>/tra-loi.csv", surveys.export, name="survey-export"),
    path("dot-khao-sat/<uuid:public_id>/giay/", survey_papers.show, name="survey-papers"),
    path("dot-khao-sat/<uuid:public_id>/giay/in/", survey_papers.print_batch, name="survey-print"),
    path("dot-khao-sat/<uuid:public_id>/giay/in/<uuid:batch_id>.pdf", survey_papers.download, name="survey-batch"),
    path("dot-khao-sat/<uuid:public_id>/giay/quet/", survey_papers.send, name="survey-scan"),
    path("dot-khao-sat/<uuid:public_id>/giay/quet/<uuid:scan_id>/", survey_papers.show_scan, name="survey-scan-detail"),
    path(
        "dot-khao-sat/<uuid:public_id>/giay/quet/<uuid:scan_id>/tien-do/",
        survey_papers.progress,
        name="survey-scan-progress",
    ),
    path("dot-khao-sat/<uuid:public_id>/giay/doi-chieu/", survey_papers.review, name="survey-doubts"),
    path("dot-khao-sat/<uuid:public_id>/giay/to/<int:serial>/nhan/", survey_papers.take, name="survey-take"),
    path("khao-sat/<str:token>/", survey_forms.fill, name="survey-form"),
    path("khao-sat/<str:token>/cam-on/", survey_forms.thank, name="survey-thanks"),
]
