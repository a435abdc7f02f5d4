"""Addresses of feedback: what anybody may open, and the desk of officials."""

from django.urls import path

from parindex.web.views import feedback_public

urlpatterns = [
    path("phan-anh-kien-nghi/", feedback_public.send, name="feedback-send"),
    path("phan-anh-kien-nghi/tra-cuu/", feedback_public.track, name="feedback-track"),
    path("cong-khai/phan-anh/", feedback_public.show_list, name="feedback-answers"),
    path("cong-khai/phan-anh/<uuid:public_id>/", feedback_public.show, name="feedback-answer"),
]
