"""Addresses of the frame itself."""

from django.urls import path

from parindex.web.views import display

urlpatterns = [path("hien-thi/", display.choose, name="display")]
