"""Full-text search of documents: a generated tsvector with GIN on PostgreSQL, FTS5 on SQLite."""

from django.db import migrations

TABLES = ("documents_incomingdocument", "documents_outgoingdocument")


def postgresql(table):
    yield (
        f"ALTER TABLE {table} ADD COLUMN search_vector tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED"
    )
    yield f"CREATE INDEX {table}_search ON {table} USING gin (search_vector)"


def sqlite(table):
    index = f"{table}_search"
    yield (
        f"CREATE VIRTUAL TABLE {index} USING fts5("
        f"search_text, content='{table}', content_rowid='id', tokenize='unicode61')"
    )
    forget = f"INSERT INTO {index}({index}, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
    learn = f"INSERT INTO {index}(rowid, search_text) VALUES (new.id, new.search_text);"
    yield f"CREATE TRIGGER {index}_ai AFTER INSERT ON {table} BEGIN {learn} END"
    yield f"CREATE TRIGGER {index}_ad AFTER DELETE ON {table} BEGIN {forget} END"
    yield (
        f"CREATE TRIGGER {index}_au AFTER UPDATE OF search_text ON {table} "
        f"WHEN old.search_text IS NOT new.search_text BEGIN {forget} {learn} END"
    )


def build(apps, schema_editor):
    statements = postgresql if schema_editor.connection.vendor == "postgresql" else sqlite
    for table in TABLES:
        for statement in statements(table):
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN search_vector")
            continue
        for name in ("ai", "ad", "au"):
            schema_editor.execute(f"DROP TRIGGER {table}_search_{name}")
        schema_editor.execute(f"DROP TABLE {table}_search")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
