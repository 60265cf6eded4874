"""Append-only in the database itself: triggers refuse to change or delete what was recorded.

Personal values alone may be changed (erasure); the chain covers their seals and finds any other change.
The one-row table `audit_gate` opens the protection for disposal under the retention rules, and for test
databases, which Django empties between tests. It is no model, so that `flush` leaves it alone.

A later migration that remakes a protected table on SQLite drops its triggers: it must end with `protect`.
"""

from django.conf import settings
from django.db import migrations

KEPT = (
    "id", "agency_id", "day", "seq", "at", "kind", "subject_label", "subject_pk", "officer_id", "officer_name",
    "post_title", "acting_for_id", "reason", "data", "sealed", "digest", "hash",
)
SHUT = "NOT (SELECT open FROM audit_gate)"


def _rows(prefix: str) -> str:
    return "(" + ", ".join(f"{prefix}.{name}" for name in KEPT) + ")"


def sqlite() -> list[str]:
    refuse = "SELECT RAISE(ABORT, 'audit_event is append-only')"
    return [
        f"CREATE TRIGGER audit_event_keep BEFORE UPDATE ON audit_event "
        f"WHEN {_rows('OLD')} IS NOT {_rows('NEW')} AND {SHUT} BEGIN {refuse}; END",
        f"CREATE TRIGGER audit_event_stay BEFORE DELETE ON audit_event WHEN {SHUT} BEGIN {refuse}; END",
        f"CREATE TRIGGER audit_chainhead_grow BEFORE UPDATE ON audit_chainhead "
        f"WHEN (NEW.seq < OLD.seq OR NEW.agency_id <> OLD.agency_id OR NEW.day <> OLD.day) AND {SHUT} "
        f"BEGIN {refuse}; END",
        f"CREATE TRIGGER audit_chainhead_stay BEFORE DELETE ON audit_chainhead WHEN {SHUT} BEGIN {refuse}; END",
    ]


def postgresql() -> list[str]:
    call = "EXECUTE FUNCTION audit_refuse()"
    return [
        f"""
        CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {SHUT} THEN
                RAISE EXCEPTION USING
                    MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'restrict_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END $$
        """,
        f"CREATE TRIGGER audit_event_keep BEFORE UPDATE ON audit_event FOR EACH ROW "
        f"WHEN ({_rows('OLD')} IS DISTINCT FROM {_rows('NEW')}) {call}",
        f"CREATE TRIGGER audit_event_stay BEFORE DELETE ON audit_event FOR EACH ROW {call}",
        f"CREATE TRIGGER audit_event_whole BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT {call}",
        f"CREATE TRIGGER audit_chainhead_grow BEFORE UPDATE ON audit_chainhead FOR EACH ROW "
        f"WHEN (NEW.seq < OLD.seq OR NEW.agency_id <> OLD.agency_id OR NEW.day <> OLD.day) {call}",
        f"CREATE TRIGGER audit_chainhead_stay BEFORE DELETE ON audit_chainhead FOR EACH ROW {call}",
        f"CREATE TRIGGER audit_chainhead_whole BEFORE TRUNCATE ON audit_chainhead FOR EACH STATEMENT {call}",
    ]


def protect(apps, schema_editor):
    schema_editor.execute("CREATE TABLE audit_gate (open boolean NOT NULL)")
    opened = bool(getattr(settings, "AUDIT_GATE_OPEN", False))
    schema_editor.execute(f"INSERT INTO audit_gate (open) VALUES ({'TRUE' if opened else 'FALSE'})")
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


def release(apps, schema_editor):
    on = schema_editor.connection.vendor == "postgresql"
    for name in ("event_keep", "event_stay", "event_whole", "chainhead_grow", "chainhead_stay", "chainhead_whole"):
        table = name.split("_")[0]
        schema_editor.execute(f"DROP TRIGGER IF EXISTS audit_{name}" + (f" ON audit_{table}" if on else ""))
    if on:
        schema_editor.execute("DROP FUNCTION IF EXISTS audit_refuse()")
    schema_editor.execute("DROP TABLE audit_gate")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(protect, release)]
