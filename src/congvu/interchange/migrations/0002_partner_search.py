"""The directory of the far sides is searched: full text, beginnings of names, beginnings of codes."""

from django.db import migrations, models

from congvu.documents.queries.text_search import indexed

TABLE = "interchange_partner"
INDEX = f"{TABLE}_search"
PORTION = 2000


def fold_again(apps, schema_editor):
    """Write the text as both databases split it; codes were kept with their points before."""
    partner = apps.get_model("interchange", "Partner")
    held = []
    for row in partner.objects.only("pk", "name", "code", "old_code").iterator(chunk_size=PORTION):
        row.search_text = indexed(f"{row.name} {row.code} {row.old_code}")[:500]
        held.append(row)
        if len(held) == PORTION:
            partner.objects.bulk_update(held, ["search_text"])
            held = []
    partner.objects.bulk_update(held, ["search_text"])


def postgresql():
    yield (
        f"ALTER TABLE {TABLE} ADD COLUMN search_vector tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED"
    )
    yield f"CREATE INDEX {INDEX} ON {TABLE} USING gin (search_vector)"


def sqlite():
    yield (
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5("
        f"search_text, content='{TABLE}', content_rowid='id', tokenize='unicode61')"
    )
    yield f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')"
    forget = f"INSERT INTO {INDEX}({INDEX}, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
    learn = f"INSERT INTO {INDEX}(rowid, search_text) VALUES (new.id, new.search_text);"
    yield f"CREATE TRIGGER {INDEX}_ai AFTER INSERT ON {TABLE} BEGIN {learn} END"
    yield f"CREATE TRIGGER {INDEX}_ad AFTER DELETE ON {TABLE} BEGIN {forget} END"
    yield (
        f"CREATE TRIGGER {INDEX}_au AFTER UPDATE OF search_text ON {TABLE} "
        f"WHEN old.search_text IS NOT new.search_text BEGIN {forget} {learn} END"
    )


def build(apps, schema_editor):
    for statement in postgresql() if schema_editor.connection.vendor == "postgresql" else sqlite():
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN search_vector")
        return
    for name in ("ai", "ad", "au"):
        schema_editor.execute(f"DROP TRIGGER {INDEX}_{name}")
    schema_editor.execute(f"DROP TABLE {INDEX}")


def starting(column):
    return migrations.AddIndex(
        "partner",
        models.Index(fields=[column], name=f"partner_{column}_start"[:30], opclasses=["varchar_pattern_ops"]),
    )


class Migration(migrations.Migration):
    dependencies = [("interchange", "0001_initial"), ("documents", "0002_search")]
    operations = [
        migrations.RunPython(fold_again, migrations.RunPython.noop),
        starting("code"),
        starting("old_code"),
        starting("search_text"),
        migrations.RunPython(build, drop),
    ]
