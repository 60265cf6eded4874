"""Full-text search: a generated tsvector with GIN on PostgreSQL, FTS5 kept by triggers on SQLite."""

from django.db import migrations

POSTGRESQL = [
    "ALTER TABLE dossiers_dossier ADD COLUMN search_vector tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED",
    "CREATE INDEX dossier_search ON dossiers_dossier USING gin (search_vector)",
]
SQLITE = [
    "CREATE VIRTUAL TABLE dossiers_search USING fts5("
    "search_text, content='dossiers_dossier', content_rowid='id', tokenize='unicode61')",
    "CREATE TRIGGER dossiers_search_ai AFTER INSERT ON dossiers_dossier BEGIN "
    "INSERT INTO dossiers_search(rowid, search_text) VALUES (new.id, new.search_text); END",
    "CREATE TRIGGER dossiers_search_ad AFTER DELETE ON dossiers_dossier BEGIN "
    "INSERT INTO dossiers_search(dossiers_search, rowid, search_text) "
    "VALUES ('delete', old.id, old.search_text); END",
    "CREATE TRIGGER dossiers_search_au AFTER UPDATE OF search_text ON dossiers_dossier "
    "WHEN old.search_text IS NOT new.search_text BEGIN "
    "INSERT INTO dossiers_search(dossiers_search, rowid, search_text) "
    "VALUES ('delete', old.id, old.search_text); "
    "INSERT INTO dossiers_search(rowid, search_text) VALUES (new.id, new.search_text); END",
]


def build(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE dossiers_dossier DROP COLUMN search_vector")
    else:
        for name in ("ai", "ad", "au"):
            schema_editor.execute(f"DROP TRIGGER dossiers_search_{name}")
        schema_editor.execute("DROP TABLE dossiers_search")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
