"""The desks: which office a user works for, and what each comes for (mission.md, who uses it)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Desk(models.TextChoices):
    """One desk per user; an officer who works for two has two accounts, so that the log says for which."""

    DUKCAPIL = "dukcapil", _("Dukcapil")
    DINSOS = "dinsos", _("Dinas Sosial")
    DINKES = "dinkes", _("Dinas Kesehatan")
    BPJS = "bpjs", _("BPJS Kesehatan Cabang")
    SETDA = "setda", _("Bagian Kerja Sama Setda")
    PROVINSI = "provinsi", _("Pemerintah Provinsi")
    KELURAHAN = "kelurahan", _("Kelurahan/Desa")
    FASKES = "faskes", _("Loket pendaftaran faskes")
    PIMPINAN = "pimpinan", _("Pimpinan daerah")
    DPRD = "dprd", _("DPRD")
    AUDITOR = "auditor", _("Auditor (Inspektorat, BPK)")
    ADMIN = "admin", _("Admin TI daerah")


EVERY_DESK = frozenset(Desk.values)
# Desks whose officers may look at people by name, each within their area.
PEOPLE_DESKS = frozenset({"dukcapil", "dinsos", "dinkes", "bpjs", "provinsi", "kelurahan", "faskes", "auditor"})
# Desks that see a NIK whole because they compare it with papers; all others see it masked until they say what for.
NIK_DESKS = frozenset({"dukcapil", "bpjs"})
