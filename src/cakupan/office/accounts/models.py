"""Users of the office: each of one desk, in one or more areas."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.desks import NIK_DESKS, Desk


class Users(BaseUserManager["User"]):
    """Makes users; a password that is None can not be used (an invitation sets one)."""

    def create_user(self, username: str, *, full_name: str, desk: str, areas: list[str], password: str | None = None) -> User:
        """A user who can sign in once a password is set."""
        user = self.model(username=self.normalize_email(username), full_name=full_name, desk=desk, areas=areas)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An officer. ``areas`` are codes of the Ministry; whoever has a province's sees its regencies."""

    username = models.EmailField(_("surel"), unique=True)
    full_name = models.CharField(_("nama"), max_length=120)
    position_title = models.CharField(_("jabatan"), max_length=120, blank=True)
    desk = models.CharField(_("meja"), max_length=12, choices=Desk.choices)
    areas = ArrayField(models.CharField(max_length=13), verbose_name=_("wilayah"))
    # May decide what a colleague proposed; signs in with a one-time code besides the password.
    approver = models.BooleanField(_("pejabat penyetuju"), default=False)
    facility_code = models.CharField(_("kode faskes"), max_length=20, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Users()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "desk", "areas"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(desk__in=Desk.values), name="user_of_a_known_desk"),
            models.CheckConstraint(condition=~models.Q(desk="admin", approver=True), name="admin_decides_nothing"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """The name, as letters and logs print it."""
        return self.full_name

    @property
    def sees_nik(self) -> bool:
        """Whether a NIK is shown whole to this desk without a purpose being asked."""
        return self.desk in NIK_DESKS
