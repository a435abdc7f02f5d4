"""Addresses of waves of surveys, and the public form behind a link."""

from django.urls import path

from parindex.web.views import survey_forms, surveys

urlpatterns = [
    path("dot-khao-sat/", surveys.show_list, name="survey-list"),
    path("dot-khao-sat/mo/", surveys.create, name="survey-create"),
    path("dot-khao-sat/<uuid:public_id>/", surveys.show, name="survey-detail"),
    path("dot-khao-sat/<uuid:public_id>/dong/", surveys.close, name="survey-close"),
    path("dot-khao-sat/<uuid:public_id>/tra-loi.csv", surveys.export, name="survey-export"),
    path("khao-sat/<str:token>/", survey_forms.fill, name="survey-form"),
    path("khao-sat/<str:token>/cam-on/", survey_forms.thank, name="survey-thanks"),
]
