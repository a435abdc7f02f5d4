"""Addresses of waves of surveys, and the public form behind a link."""

from django.urls import path

from parindex.web.views import (
    survey_draws,
    survey_field,
    survey_forms,
    survey_interviews,
    survey_papers,
    survey_tables,
    surveys,
)

urlpatterns = [
    path("dot-khao-sat/", surveys.show_list, name="survey-list"),
    path("dot-khao-sat/mo/", surveys.create, name="survey-create"),
    path("dot-khao-sat/co-mau/", survey_draws.size, name="survey-size"),
    path("dot-khao-sat/<uuid:public_id>/", surveys.show, name="survey-detail"),
    path("dot-khao-sat/<uuid:public_id>/dong/", surveys.close, name="survey-close"),
    path("dot-khao-sat/<uuid:public_id>/giu-lai/", surveys.release, name="survey-release"),
    path("dot-khao-sat/<uuid:public_id>/tra-loi.csv", surveys.export, name="survey-export"),
    path("dot-khao-sat/<uuid:public_id>/chon-mau/", survey_draws.show, name="survey-draw"),
    path("dot-khao-sat/<uuid:public_id>/chon-mau/bo/", survey_draws.drop, name="survey-draw-drop"),
    path("dot-khao-sat/<uuid:public_id>/chon-mau/mau.csv", survey_draws.download, name="survey-draw-list"),
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
    path("dot-khao-sat/<uuid:public_id>/dieu-tra/", survey_field.show, name="survey-field"),
    path("dot-khao-sat/<uuid:public_id>/dieu-tra/bo/", survey_field.give, name="survey-pack"),
    path("dot-khao-sat/<uuid:public_id>/dieu-tra/bo/<uuid:pack_id>/thu/", survey_field.stop, name="survey-pack-stop"),
    path("dot-khao-sat/<uuid:public_id>/dieu-tra/mau/", survey_field.load_sample, name="survey-sample"),
    path("dot-khao-sat/<uuid:public_id>/dieu-tra/nop/", survey_field.deliver, name="survey-deliver"),
    path("dot-khao-sat/<uuid:public_id>/bang/", survey_tables.take, name="survey-table"),
    path("dot-khao-sat/<uuid:public_id>/bang/mau.xlsx", survey_tables.template, name="survey-table-template"),
    path("khao-sat/phong-van/<str:token>/", survey_interviews.start, name="interview"),
    path("khao-sat/phong-van/<str:token>/phieu/", survey_interviews.interview, name="interview-form"),
    path("khao-sat/phong-van/<str:token>/ket-qua/", survey_interviews.note_visit, name="interview-visit"),
    path("khao-sat/phong-van/<str:token>/goi.html", survey_interviews.pack_file, name="interview-pack"),
    path("khao-sat/phong-van/<str:token>/dong-bo/", survey_interviews.sync, name="interview-sync"),
    path("khao-sat/<str:token>/", survey_forms.fill, name="survey-form"),
    path("khao-sat/<str:token>/cam-on/", survey_forms.thank, name="survey-thanks"),
]
