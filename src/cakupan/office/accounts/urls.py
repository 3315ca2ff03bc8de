"""Signing in and out, one's own account, the officers whom an admin keeps, and the tour of a demo."""

from __future__ import annotations

from django.urls import path

from cakupan.office.accounts import officer_views, tour, views

app_name = "accounts"
urlpatterns = [
    path("masuk/", views.login, name="login"),
    path("keluar/", views.logout, name="logout"),
    path("undangan/<str:token>/", views.invitation, name="invitation"),
    path("akun/", views.account, name="account"),
    path("akun/kata-sandi/", views.password, name="password"),
    path("akun/kode/", views.code, name="code"),
    path("akun/kode/pemulihan/", views.recovery_codes, name="recovery_codes"),
    path("akun/sesi/<int:pk>/akhiri/", views.end_session, name="end_session"),
    path("akun/pelimpahan/", views.delegations, name="delegations"),
    path("akun/pelimpahan/<int:pk>/akhiri/", views.delegation_end, name="end_delegation"),
    path("tur/", tour.tour, name="tour"),
    path("tur/masuk/", tour.enter_as, name="enter_as"),
    path("<area:area>/pengguna/", officer_views.users, name="users"),
    path("<area:area>/pengguna/undang/", officer_views.invite_user, name="invite"),
    path("<area:area>/pengguna/<int:pk>/", officer_views.user_page, name="user"),
    path("<area:area>/pengguna/<int:pk>/undangan/", officer_views.invitation_letter, name="user_invitation"),
    path("<area:area>/pengguna/<int:pk>/<slug:deed>/", officer_views.user_deed, name="user_deed"),
]
