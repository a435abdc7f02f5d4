"""Addresses of importing and reviewing plans."""

from django.urls import path

from parindex.web.views import imports, review, review_unit, upper_files

urlpatterns = [
    path("ke-hoach/nhap/", imports.upload, name="draft-upload"),
    path("ke-hoach/nhap/<uuid:public_id>/", review.show, name="draft-review"),
    path("ke-hoach/nhap/<uuid:public_id>/tien-do/", imports.progress, name="draft-progress"),
    path("ke-hoach/nhap/<uuid:public_id>/tep/", imports.original, name="draft-file"),
    path("ke-hoach/nhap/<uuid:public_id>/van-ban/", review.full_text, name="draft-text"),
    path("ke-hoach/nhap/<uuid:public_id>/lich-su/", review.history, name="draft-history"),
    path("ke-hoach/nhap/<uuid:public_id>/doc-lai/", imports.retry, name="draft-retry"),
    path("ke-hoach/nhap/<uuid:public_id>/bo/", imports.discard, name="draft-discard"),
    path("ke-hoach/nhap/<uuid:public_id>/cap-duoi/", upper_files.show, name="draft-hand-down"),
    path("ke-hoach/nhap/<uuid:public_id>/nhan-chac-chan/", review.accept_sure, name="draft-accept-sure"),
    path("ke-hoach/nhap/<uuid:public_id>/hoan-tac/", review.undo, name="draft-undo"),
    path("ke-hoach/nhap/<uuid:public_id>/them/", review.add_item, name="draft-add-item"),
    path("ke-hoach/nhap/<uuid:public_id>/thong-tin/", review.edit_fact, name="draft-fact"),
    path("ke-hoach/nhap/<uuid:public_id>/don-vi/", review_unit.give, name="draft-unit"),
    path("ke-hoach/nhap/<uuid:public_id>/duyet/", review.approve, name="draft-approve"),
    path("ke-hoach/nhap/<uuid:public_id>/muc/<int:item_id>/<slug:action>/", review.item_action, name="draft-item"),
]
