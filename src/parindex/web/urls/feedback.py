"""Addresses of feedback: what anybody may open, and the desk of officials."""

from django.urls import path

from parindex.web.views import feedback_desk, feedback_figures, feedback_links, feedback_public

urlpatterns = [
    path("phan-anh-kien-nghi/", feedback_public.send, name="feedback-send"),
    path("phan-anh-kien-nghi/tra-cuu/", feedback_public.track, name="feedback-track"),
    path("cong-khai/phan-anh/", feedback_public.show_list, name="feedback-answers"),
    path("cong-khai/phan-anh/<uuid:public_id>/", feedback_public.show, name="feedback-answer"),
    path("phan-anh/", feedback_desk.show_list, name="feedback-list"),
    path("phan-anh/vao-so/", feedback_desk.enter, name="feedback-enter"),
    path("phan-anh/chi-so/", feedback_figures.show, name="feedback-figures"),
    path("phan-anh/chu-de/", feedback_figures.show_themes, name="feedback-themes"),
    path("phan-anh/trung/", feedback_desk.show_suspected, name="feedback-suspected"),
    path("phan-anh/so.csv", feedback_figures.export, name="feedback-export"),
    path("phan-anh/<uuid:public_id>/", feedback_desk.show, name="feedback-detail"),
    path("phan-anh/<uuid:public_id>/nguoi-gui/", feedback_desk.identify, name="feedback-identify"),
    path("phan-anh/<uuid:public_id>/tep/<int:file_id>/", feedback_desk.download, name="feedback-file"),
    path("phan-anh/<uuid:public_id>/lien-quan/", feedback_links.choose, name="feedback-links"),
    path("phan-anh/<uuid:public_id>/<slug:action>/", feedback_desk.act, name="feedback-act"),
]
