"""Full-text search: a generated tsvector with GIN on PostgreSQL, FTS5 kept by triggers on SQLite."""

from django.db import migrations

POSTGRESQL = [
    "ALTER TABLE assignments_assignment ADD COLUMN search_vector tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED",
    "CREATE INDEX assignment_search ON assignments_assignment USING gin (search_vector)",
]
SQLITE = [
    "CREATE VIRTUAL TABLE assignments_search USING fts5("
    "search_text, content='assignments_assignment', content_rowid='id', tokenize='unicode61')",
    "CREATE TRIGGER assignments_search_ai AFTER INSERT ON assignments_assignment BEGIN "
    "INSERT INTO assignments_search(rowid, search_text) VALUES (new.id, new.search_text); END",
    "CREATE TRIGGER assignments_search_ad AFTER DELETE ON assignments_assignment BEGIN "
    "INSERT INTO assignments_search(assignments_search, rowid, search_text) "
    "VALUES ('delete', old.id, old.search_text); END",
    "CREATE TRIGGER assignments_search_au AFTER UPDATE OF search_text ON assignments_assignment "
    "WHEN old.search_text IS NOT new.search_text BEGIN "
    "INSERT INTO assignments_search(assignments_search, rowid, search_text) "
    "VALUES ('delete', old.id, old.search_text); "
    "INSERT INTO assignments_search(rowid, search_text) VALUES (new.id, new.search_text); END",
]


def build(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE assignments_assignment DROP COLUMN search_vector")
    else:
        for name in ("ai", "ad", "au"):
            schema_editor.execute(f"DROP TRIGGER assignments_search_{name}")
        schema_editor.execute("DROP TABLE assignments_search")


class Migration(migrations.Migration):
    dependencies = [("assignments", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
