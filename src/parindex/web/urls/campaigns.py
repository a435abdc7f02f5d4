"""Addresses of campaigns."""

from django.urls import path

from parindex.web.views import answer_tables, campaigns

urlpatterns = [
    path("dot-cham-diem/", campaigns.show_list, name="campaign-list"),
    path("dot-cham-diem/lap/", campaigns.create, name="campaign-create"),
    path("dot-cham-diem/<uuid:public_id>/", campaigns.show, name="campaign-detail"),
    path("dot-cham-diem/<uuid:public_id>/nhom/", campaigns.add_group, name="campaign-group"),
    path(
        "dot-cham-diem/<uuid:public_id>/nhom/<int:group_id>/bo/", campaigns.remove_group, name="campaign-group-remove"
    ),
    path("dot-cham-diem/<uuid:public_id>/nhom/<int:group_id>/phan-cong/", campaigns.set_duties, name="campaign-duties"),
    path("dot-cham-diem/<uuid:public_id>/lich/", campaigns.set_rounds, name="campaign-rounds"),
    path("dot-cham-diem/<uuid:public_id>/so-lieu/", answer_tables.import_campaign, name="campaign-table"),
    path("dot-cham-diem/<uuid:public_id>/tai-ve/", answer_tables.export_campaign, name="campaign-export"),
    path("dot-cham-diem/<uuid:public_id>/buoc/<slug:action>/", campaigns.act, name="campaign-act"),
]
