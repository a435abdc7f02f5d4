"""Addresses of the site; each area has its own module in `web.urls`."""

from django.urls import URLPattern, URLResolver, include, path

from parindex.api.site import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("parindex.web.urls.cascades")),
    path("", include("parindex.web.urls.workload")),
    path("", include("parindex.web.urls.plans")),
    path("", include("parindex.web.urls.plan_editor")),
    path("", include("parindex.web.urls.imports")),
    path("", include("parindex.web.urls.shell")),
    path("", include("parindex.web.urls.public")),
    path("", include("parindex.web.urls.people")),
    path("", include("parindex.web.urls.audit")),
    path("", include("parindex.web.urls.feedback")),
    path("", include("parindex.web.urls.units")),
    path("", include("parindex.web.urls.catalogues")),
    path("", include("parindex.web.urls.appraisal")),
    path("", include("parindex.web.urls.campaigns")),
    path("", include("parindex.web.urls.documents")),
    path("", include("parindex.web.urls.dossiers")),
    path("", include("parindex.web.urls.registers")),
    path("", include("parindex.web.urls.live")),
    path("", include("parindex.web.urls.results")),
    path("", include("parindex.web.urls.reports")),
    path("", include("parindex.web.urls.sheets")),
    path("", include("parindex.web.urls.questionnaires")),
    path("", include("parindex.web.urls.surveys")),
    path("", include("parindex.web.urls.urging")),
    path("api/v1/", api.urls),
]
