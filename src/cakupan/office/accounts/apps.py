"""Who works here: users, desks, invitations, delegation, one-time codes."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.accounts"
    label = "accounts"
    verbose_name = "Akun"
    default_auto_field = "django.db.models.BigAutoField"
    navigation = "cakupan.office.accounts.navigation.links"
    waiting = "cakupan.office.accounts.queue.waiting"

    def ready(self) -> None:
        """Signing in and out is noted wherever it happens."""
        from cakupan.office.accounts import sign_ins  # noqa: F401
