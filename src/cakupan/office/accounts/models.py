"""Users of the office: each of one desk, in one or more areas."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.desks import NIK_DESKS, Desk
from cakupan.office.database.scope import within


class Users(BaseUserManager["User"]):
    """Makes users; a password that is None can not be used (an invitation sets one)."""

    def create_user(
        self, username: str, *, full_name: str, desk: str, areas: list[str], password: str | None = None, **more: Any
    ) -> User:
        """A user who can sign in once a password is set. ``more`` are other fields of theirs."""
        user = self.model(username=self.normalize_email(username), full_name=full_name, desk=desk, areas=areas, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An officer. ``areas`` are codes of the Ministry; whoever has a province's sees its regencies.

    ``places``: the districts and villages of those areas to which an officer of a kelurahan is held. Such an officer without
    any sees nobody; officers of other desks have none.
    """

    username = models.EmailField(_("surel"), unique=True)
    full_name = models.CharField(_("nama"), max_length=120)
    position_title = models.CharField(_("jabatan"), max_length=120, blank=True)
    desk = models.CharField(_("meja"), max_length=12, choices=Desk.choices)
    areas = ArrayField(models.CharField(max_length=13), verbose_name=_("wilayah"))
    places = ArrayField(
        models.CharField(max_length=13), verbose_name=_("desa/kelurahan atau kecamatan"), default=list, blank=True
    )
    # May decide what a colleague proposed; signs in with a one-time code besides the password.
    approver = models.BooleanField(_("pejabat penyetuju"), default=False)
    facility_code = models.CharField(_("kode faskes"), max_length=20, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    must_change_password = models.BooleanField(default=False)
    # The language last chosen; empty: none was.
    language = models.CharField(max_length=5, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Users()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "desk", "areas"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(desk__in=Desk.values), name="user_of_a_known_desk"),
            models.CheckConstraint(condition=~models.Q(desk="admin", approver=True), name="admin_decides_nothing"),
            models.CheckConstraint(condition=models.Q(desk="kelurahan") | models.Q(places=[]), name="places_of_a_kelurahan"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """The name, as letters and logs print it."""
        return self.full_name

    def holds(self, area: str) -> bool:
        """Whether an area is one of theirs, or lies below one."""
        return any(within(area, own) for own in self.areas)

    @property
    def sees_nik(self) -> bool:
        """Whether a NIK is shown whole to this desk without a purpose being asked."""
        return self.desk in NIK_DESKS


class SignIn(models.Model):
    """One signing in, for as long as its session lasts: its owner sees where they are signed in, and can end it there."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True)


class Invitation(models.Model):
    """A link by which somebody sets the first password of an account, or a new one. It works once, and not for ever."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    # Empty for the first admin: invited by whoever runs the server.
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation",
            ),
        ]


class Delegation(models.Model):
    """An officer who decides hands that to a colleague of the desk, for days ``[from_date, to_date)``, and why.

    While it is in force the receiver decides for the giver, and the giver does not. ``ended_at``: taken back early. The
    database refuses two at a time for either of them, and a chain (migration 0003).
    """

    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_given")
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_received")
    from_date = models.DateField(_("mulai"))
    to_date = models.DateField(_("sampai sebelum"))
    reason = models.CharField(_("alasan"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(from_date__lt=models.F("to_date")), name="delegation_not_empty"),
            models.CheckConstraint(condition=~models.Q(giver=models.F("receiver")), name="delegated_to_another"),
        ]
        indexes: ClassVar = [models.Index(fields=["receiver", "from_date"], name="delegation_by_receiver")]
