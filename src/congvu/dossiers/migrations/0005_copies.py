from django.db import migrations, models
from django.db.models import Q

from importlib import import_module

search = import_module("congvu.dossiers.migrations.0002_search")


def triggers(apps, schema_editor):
    """SQLite makes the table anew for a changed column, and its triggers go with the old one."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for statement in search.SQLITE:
        if statement.startswith("CREATE TRIGGER"):
            schema_editor.execute(statement.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0004_clockrun")]
    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="code",
            field=models.CharField(blank=True, db_index=True, max_length=60, null=True, verbose_name="mã hồ sơ"),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                condition=Q(master_system=""), fields=("code",), name="dossier_code_once"
            ),
        ),
        migrations.RunPython(triggers, migrations.RunPython.noop),
    ]
