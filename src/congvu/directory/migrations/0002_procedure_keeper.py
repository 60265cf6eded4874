"""The province's rules get a keeper of their own; administrators of agencies bind roles, and no more."""

from typing import Any

from django.db import migrations

PROVINCE_WIDE = ("catalogue.manage", "process.manage")
KEEPER = {
    "code": "procedure-keeper",
    "name": "Kiểm soát thủ tục hành chính của tỉnh, thành phố",
    "reach": "agency",
    "capabilities": [
        "catalogue.view", "catalogue.manage", "process.view", "process.manage", "process.bind", "report.view",
        "delegation.own",
    ],
}  # fmt: skip


def split(apps: Any, schema_editor: Any) -> None:
    """Take the two capabilities from administrators; their posts at the top of a province become keepers."""
    role, post = apps.get_model("directory", "Role"), apps.get_model("directory", "Post")
    administrator = role.objects.filter(code="administrator").first()
    if administrator is None or "process.bind" in administrator.capabilities:
        return
    kept = [name for name in administrator.capabilities if name not in PROVINCE_WIDE]
    administrator.capabilities = [*kept, "process.bind"]
    administrator.save(update_fields=["capabilities"])
    keeper, _new = role.objects.get_or_create(code=KEEPER["code"], defaults=KEEPER)
    tops = post.objects.filter(roles=administrator, agency__parent=None, agency__level="province")
    for one in tops:
        one.roles.add(keeper)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [migrations.RunPython(split, migrations.RunPython.noop)]
