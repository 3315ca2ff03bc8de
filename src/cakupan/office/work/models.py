"""A piece of long work: what, for which area, how far, and how it ended."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.models import User
from cakupan.office.database.models import AreaRow


class State(models.TextChoices):
    """How far a piece of work is."""

    WAITING = "waiting", _("menunggu giliran")
    RUNNING = "running", _("sedang berjalan")
    DONE = "done", _("selesai")
    REFUSED = "refused", _("ditolak")
    FAILED = "failed", _("gagal")
    CANCELLED = "cancelled", _("dibatalkan")


class Work(AreaRow):
    """One piece. ``progress`` counts steps that are done of ``steps`` (null: not known); ``says`` names the step at hand.

    ``result`` is where to look (URL name and arguments) or the refusal: ``{"refused", "why", "mend"}``.
    """

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    says = models.CharField(max_length=200, blank=True)
    progress = models.BigIntegerField(default=0)
    steps = models.BigIntegerField(null=True)
    result = models.JSONField(default=dict)
    cancel_asked = models.BooleanField(default=False)
    tries = models.IntegerField(default=0)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="work_in_a_known_state"),
        ]

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state not in (State.WAITING, State.RUNNING)
