"""Addresses of signing in, one's own account and the people of one's units."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from parindex.web.views import account as own
from parindex.web.views import people, totp

# The names account_*, mfa_* and usersessions_* are those that the login library asks for.
urlpatterns = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-nhap/ma-xac-thuc/", second_factor.authenticate, name="mfa_authenticate"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("dang-ky/", account.signup, name="account_signup"),
    path("tai-khoan-da-ngung/", account.account_inactive, name="account_inactive"),
    path("quen-mat-khau/", account.password_reset, name="account_reset_password"),
    path("quen-mat-khau/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^quen-mat-khau/dat-lai/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("quen-mat-khau/xong/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("tai-khoan/", own.show, name="account"),
    path("tai-khoan/loi-moi/<str:token>/", own.accept_invitation, name="invitation-accept"),
    path("tai-khoan/mat-khau/", account.password_change, name="account_change_password"),
    path("tai-khoan/xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/xac-nhan-ma/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("tai-khoan/phien/", sessions.list_usersessions, name="usersessions_list"),
    path("tai-khoan/hai-buoc/", second_factor.index, name="mfa_index"),
    path("tai-khoan/hai-buoc/bat/", totp.activate, name="mfa_activate_totp"),
    path("tai-khoan/hai-buoc/tat/", totp.deactivate, name="mfa_deactivate_totp"),
    path("tai-khoan/hai-buoc/ma-du-phong/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tai-khoan/hai-buoc/ma-du-phong/tao/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tai-khoan/hai-buoc/ma-du-phong/tai/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("tai-khoan/ma-truy-cap/tao/", own.create_token, name="token-create"),
    path("tai-khoan/ma-truy-cap/<int:token_id>/thu-hoi/", own.revoke_token, name="token-revoke"),
    path("nguoi-dung/", people.show_list, name="people-list"),
    path("nguoi-dung/tao/", people.create, name="people-create"),
    path("nguoi-dung/<int:user_id>/", people.show, name="people-detail"),
    path("nguoi-dung/<int:user_id>/vai-tro/", people.grant, name="people-grant"),
    path("nguoi-dung/<int:user_id>/vai-tro/<int:membership_id>/thu-hoi/", people.revoke, name="people-revoke"),
    path("nguoi-dung/<int:user_id>/<slug:action>/", people.act, name="people-act"),
]
