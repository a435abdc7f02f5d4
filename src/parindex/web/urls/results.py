"""Addresses of results; those that everybody may open are named in web.access."""

from django.urls import path

from parindex.web.views import results

urlpatterns = [
    path("ket-qua/", results.show_list, name="result-list"),
    path("ket-qua/cac-nam/", results.show_history, name="result-history"),
    path("ket-qua/cac-nam/so-sanh/", results.show_benchmark, name="result-benchmark"),
    path("ket-qua/<uuid:public_id>/", results.show_ranking, name="result-ranking"),
    path("ket-qua/<uuid:public_id>/goi/", results.bundle, name="result-bundle"),
    path("ket-qua/<uuid:public_id>/tai-ve/", results.export, name="result-export"),
    path("ket-qua/<uuid:public_id>/<int:result_id>/", results.show_unit, name="result-unit"),
    path("ket-qua/<uuid:public_id>/<int:result_id>/nam-truoc/", results.show_before, name="result-before"),
    path("ket-qua/<uuid:public_id>/<int:result_id>/lap-ke-hoach/", results.propose_plan, name="result-plan"),
    path("dot-cham-diem/<uuid:public_id>/cong-bo/", results.publish, name="campaign-publish"),
    path("dot-cham-diem/<uuid:public_id>/cong-bo/<slug:form>/", results.decision, name="campaign-decision"),
]
