"""Signing in and out."""

from __future__ import annotations

from django.contrib.auth import views as django_views

from cakupan.office.access import before_entry, everyone, public

login = public(django_views.LoginView.as_view(template_name="accounts/login.html", redirect_authenticated_user=True))
logout = before_entry(everyone(django_views.LogoutView.as_view()))
