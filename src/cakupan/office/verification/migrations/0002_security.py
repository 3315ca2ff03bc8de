"""Sight by area; history, decisions on pairs and what was handed over stay as they are; a minuted re-survey keeps its minutes."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import append_only, protect


class Migration(migrations.Migration):
    dependencies: ClassVar = [("verification", "0001_initial"), ("database", "0001_initial")]

    operations: ClassVar = [
        protect(
            "verification_approvalrule",
            "verification_mismatchcase",
            "verification_casehistory",
            "verification_pairdecision",
            "verification_pairhandover",
            "verification_handeddecision",
            "verification_resurvey",
            "verification_resurveyhistory",
            "verification_resurveyperson",
        ),
        append_only(
            "verification_casehistory",
            "verification_pairdecision",
            "verification_pairhandover",
            "verification_handeddecision",
            "verification_resurveyhistory",
        ),
    ]
