"""Addresses of the frame itself; the style page is there in development only."""

from django.conf import settings
from django.urls import path

from parindex.web.views import display, style

urlpatterns = [path("hien-thi/", display.choose, name="display")]
if settings.DEBUG:
    urlpatterns.append(path("thanh-phan/", style.components, name="components"))
