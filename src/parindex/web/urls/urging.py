"""Addresses of urging: the day, the outbox, what left, the rules, letters, and the steps on one assignment."""

from django.urls import path

from parindex.web.views import urging, urging_letters, urging_steps

urlpatterns = [
    path("don-doc/", urging.today, name="urging-today"),
    path("don-doc/cho-gui/", urging.outbox, name="urging-outbox"),
    path("don-doc/da-gui/", urging.sent, name="urging-sent"),
    path("don-doc/cach-nhac/", urging.rules, name="urging-rules"),
    path("don-doc/cong-tac/<int:unit_id>/", urging.switch, name="urging-switch"),
    path("don-doc/tin/<uuid:public_id>/<slug:action>/", urging.decide, name="urging-decide"),
    path("don-doc/luot-gui/<int:delivery_id>/gui-lai/", urging.resend, name="urging-resend"),
    path("don-doc/cong-van/<uuid:public_id>/", urging_letters.show, name="urging-letter"),
    path("don-doc/cong-van/<uuid:public_id>/tai-ve/<slug:form>/", urging_letters.download, name="urging-letter-file"),
    path("don-doc/cong-van/<uuid:public_id>/<slug:action>/", urging_letters.act, name="urging-letter-act"),
    path("tai-khoan/ban-tin/", urging.choose, name="urging-choose"),
    path("nhiem-vu/<uuid:public_id>/gia-han/<slug:action>/", urging_steps.extend, name="assignment-extension"),
    path("nhiem-vu/<uuid:public_id>/vuong/<slug:action>/", urging_steps.block, name="assignment-block"),
    path("don-doc/het-vuong/<int:block_id>/", urging_steps.clear, name="urging-clear"),
]
