"""Addresses of the audit register and of the sign of life."""

from django.urls import path

from parindex.web.views import audit, health

urlpatterns = [
    path("nhat-ky/", audit.show_list, name="audit-list"),
    path("nhat-ky/tai-ve/", audit.export, name="audit-export"),
    path("suc-khoe/", health.check, name="health"),
]
