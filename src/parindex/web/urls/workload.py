"""Addresses of shares of persons and monthly sheets."""

from django.urls import path

from parindex.web.views import month_closings, workload

urlpatterns = [
    path("nhiem-vu/<uuid:public_id>/giao-viec/", workload.give, name="share-give"),
    path("phan-viec/<uuid:public_id>/", workload.show_share, name="share-detail"),
    path("phan-viec/<uuid:public_id>/<slug:action>/", workload.act, name="share-act"),
    path("phieu-thang/", workload.show_own, name="workload-own"),
    path("phieu-thang/don-vi/", workload.show_team, name="workload-team"),
    path("phieu-thang/tai-ve/", workload.export, name="workload-export"),
    path("phieu-thang/<int:person_id>/", workload.show_person, name="workload-person"),
    path("phieu-thang/<int:person_id>/chot/", month_closings.close, name="month-close"),
    path("phieu-thang/da-chot/<uuid:public_id>/", month_closings.show, name="month-closed"),
    path("phieu-thang/da-chot/<uuid:public_id>/<slug:form>/", month_closings.download, name="month-closed-file"),
]
