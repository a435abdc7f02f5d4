"""Addresses of writing a plan on the page."""

from django.urls import path

from parindex.web.views import plan_editor, plan_papers, plan_revisions

urlpatterns = [
    path("ke-hoach/soan/", plan_editor.start, name="plan-start"),
    path("ke-hoach/soan/<uuid:public_id>/", plan_editor.show, name="plan-edit"),
    path("ke-hoach/soan/<uuid:public_id>/han/", plan_editor.due, name="plan-edit-due"),
    path("ke-hoach/soan/<uuid:public_id>/them/", plan_editor.add_item, name="plan-edit-add"),
    path("ke-hoach/soan/<uuid:public_id>/thong-tin/", plan_editor.save_facts, name="plan-edit-facts"),
    path("ke-hoach/soan/<uuid:public_id>/con-lai/<slug:action>/", plan_editor.decide_waiting, name="plan-edit-waiting"),
    path("ke-hoach/soan/<uuid:public_id>/hoan-tac/", plan_editor.undo, name="plan-edit-undo"),
    path("ke-hoach/soan/<uuid:public_id>/muc/<int:item_id>/", plan_editor.save_item, name="plan-edit-item"),
    path(
        "ke-hoach/soan/<uuid:public_id>/muc/<int:item_id>/<slug:action>/", plan_editor.item_step, name="plan-edit-step"
    ),
    path("ke-hoach/soan/<uuid:public_id>/gop-y/", plan_papers.comment, name="plan-comment"),
    path("ke-hoach/soan/<uuid:public_id>/gop-y/<int:comment_id>/xong/", plan_papers.resolve, name="plan-resolve"),
    path("ke-hoach/soan/<uuid:public_id>/phien-ban/", plan_papers.show_versions, name="plan-versions"),
    path("ke-hoach/soan/<uuid:public_id>/phien-ban/luu/", plan_papers.save_version, name="plan-version-save"),
    path(
        "ke-hoach/soan/<uuid:public_id>/phien-ban/<int:number>/khoi-phuc/",
        plan_papers.restore_version,
        name="plan-version-restore",
    ),
    path("ke-hoach/soan/<uuid:public_id>/ky/<slug:step>/", plan_papers.sign, name="plan-sign"),
    path("ke-hoach/soan/<uuid:public_id>/ban-hanh/", plan_papers.issue, name="plan-issue"),
    path("ke-hoach/soan/<uuid:public_id>/tai-ve/<slug:form>/", plan_papers.download, name="plan-draft-download"),
    path("ke-hoach/soan/<uuid:public_id>/nhap-ban-sua/", plan_revisions.upload, name="plan-revise"),
    path("ke-hoach/<int:plan_id>/nhap-ban-sua/", plan_revisions.upload_for_plan, name="plan-revise-issued"),
    path("ke-hoach/ban-sua/<uuid:public_id>/", plan_revisions.show, name="plan-revision"),
    path("ke-hoach/ban-sua/<uuid:public_id>/quyet-dinh/", plan_revisions.decide, name="plan-revision-decide"),
    path("ke-hoach/ban-sua/<uuid:public_id>/hoan-tac/", plan_revisions.undo, name="plan-revision-undo"),
    path("ke-hoach/ban-sua/<uuid:public_id>/dong/", plan_revisions.close, name="plan-revision-close"),
]
