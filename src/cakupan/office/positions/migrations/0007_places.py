"""An officer of a kelurahan sees the people of its villages, and what stands of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import protect_people, protect_places

FUNCTION = """
CREATE FUNCTION cakupan_sees_person(person bigint) RETURNS boolean LANGUAGE sql STABLE COST 1
    AS $$ SELECT EXISTS (SELECT 1 FROM positions_person p WHERE p.id = person) $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("positions", "0006_entry_indexes"), ("database", "0002_places")]

    operations: ClassVar = [
        migrations.RunSQL(FUNCTION, reverse_sql=migrations.RunSQL.noop),
        protect_places(
            "positions_person", "positions_mismatch", "positions_listentry", "positions_billline", "positions_reviewpair"
        ),
        protect_people("positions_personnumber", "positions_card", "positions_covermonth"),
    ]
