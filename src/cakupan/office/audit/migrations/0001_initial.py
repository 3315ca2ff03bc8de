"""The log, its head, and the one function that appends."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from cakupan.office.database.security import append_only

APPEND = """
INSERT INTO audit_loghead VALUES (1, 0, decode(repeat('00', 32), 'hex'));

-- Runs as its owner: whoever may call it appends, nobody writes the table. The lock on the head orders the writers.
CREATE FUNCTION cakupan_log_append(told text) RETURNS TABLE (number bigint, hash bytea)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    head audit_loghead;
    entry jsonb := told::jsonb;
    next_number bigint;
    next_hash bytea;
BEGIN
    SELECT * INTO head FROM audit_loghead WHERE id = 1 FOR UPDATE;
    next_number := head.number + 1;
    next_hash := sha256(head.hash || convert_to(next_number || E'\\n' || told, 'UTF8'));
    INSERT INTO audit_logentry (number, content, previous, hash, at, area, actor_id, action, subject_kind, subject_id)
    VALUES (next_number, told, head.hash, next_hash, (entry->>'at')::timestamptz, entry->>'area', (entry->>'actor_id')::bigint,
            entry->>'action', entry->>'subject_kind', entry->>'subject_id');
    UPDATE audit_loghead SET number = next_number, hash = next_hash WHERE id = 1;
    RETURN QUERY SELECT next_number, next_hash;
END $$;

REVOKE INSERT, UPDATE, DELETE ON audit_logentry, audit_loghead FROM cakupan_app, cakupan_loader;
REVOKE EXECUTE ON FUNCTION cakupan_log_append(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cakupan_log_append(text) TO cakupan_app, cakupan_loader;

ALTER TABLE audit_logentry ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_logentry_seen ON audit_logentry FOR SELECT
    USING (area = ANY ((SELECT cakupan_areas())::text[]) OR actor_id::text = current_setting('cakupan.user_id', true));
"""


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [("database", "0001_initial")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("content", models.TextField()),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("area", models.CharField(blank=True, max_length=13)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("action", models.CharField(max_length=40)),
                ("subject_kind", models.CharField(blank=True, max_length=40)),
                ("subject_id", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area", "-number"], name="log_by_area"),
                    models.Index(fields=["subject_kind", "subject_id", "-number"], name="log_by_subject"),
                    models.Index(fields=["actor_id", "-number"], name="log_by_actor"),
                ]
            },
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(APPEND, reverse_sql=migrations.RunSQL.noop),
        append_only("audit_logentry"),
    ]
