"""Administrators of agencies bring in what their old systems hold."""

from typing import Any

from django.db import migrations

CAPABILITY = "moving.manage"


def grant(apps: Any, schema_editor: Any) -> None:
    """Give the capability to the role of administrators, where an installation has it already."""
    role = apps.get_model("directory", "Role")
    for administrator in role.objects.filter(code="administrator"):
        if CAPABILITY not in administrator.capabilities:
            administrator.capabilities = [*administrator.capabilities, CAPABILITY]
            administrator.save(update_fields=["capabilities"])


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_procedure_keeper")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
