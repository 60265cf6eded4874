"""Full-text search: a generated tsvector with GIN on PostgreSQL, FTS5 kept by triggers on SQLite."""

from django.db import migrations

from congvu.common.text import indexed

POSTGRESQL = [
    "ALTER TABLE casefiles_casefile ADD COLUMN search_vector tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED",
    "CREATE INDEX casefile_search ON casefiles_casefile USING gin (search_vector)",
]
SQLITE = [
    "CREATE VIRTUAL TABLE casefiles_search USING fts5("
    "search_text, content='casefiles_casefile', content_rowid='id', tokenize='unicode61')",
    "INSERT INTO casefiles_search(rowid, search_text) SELECT id, search_text FROM casefiles_casefile",
    "CREATE TRIGGER casefiles_search_ai AFTER INSERT ON casefiles_casefile BEGIN "
    "INSERT INTO casefiles_search(rowid, search_text) VALUES (new.id, new.search_text); END",
    "CREATE TRIGGER casefiles_search_ad AFTER DELETE ON casefiles_casefile BEGIN "
    "INSERT INTO casefiles_search(casefiles_search, rowid, search_text) "
    "VALUES ('delete', old.id, old.search_text); END",
    "CREATE TRIGGER casefiles_search_au AFTER UPDATE OF search_text ON casefiles_casefile "
    "WHEN old.search_text IS NOT new.search_text BEGIN "
    "INSERT INTO casefiles_search(casefiles_search, rowid, search_text) "
    "VALUES ('delete', old.id, old.search_text); "
    "INSERT INTO casefiles_search(rowid, search_text) VALUES (new.id, new.search_text); END",
]


def without_signs(apps, schema_editor):
    """Keep the text of case files without the signs at which databases split differently."""
    rows = apps.get_model("casefiles", "CaseFile").objects
    for pk, text in rows.values_list("pk", "search_text").iterator():
        rows.filter(pk=pk).update(search_text=indexed(text))


def build(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE casefiles_casefile DROP COLUMN search_vector")
    else:
        for name in ("ai", "ad", "au"):
            schema_editor.execute(f"DROP TRIGGER casefiles_search_{name}")
        schema_editor.execute("DROP TABLE casefiles_search")


class Migration(migrations.Migration):
    dependencies = [("casefiles", "0001_initial")]
    operations = [
        migrations.RunPython(without_signs, migrations.RunPython.noop),
        migrations.RunPython(build, drop),
    ]
