"""Loading the worked-out demonstration procedures: imported, published and routed, once."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.procedures import queries
from congvu.procedures.messages import ImportReport, RowError
from congvu.procedures.models import Procedure, ProcedureVersion
from congvu.procedures.rules.complete import missing
from congvu.procedures.rules.shape import UnreadableError, from_json
from congvu.procedures.services.importing import Item, import_items
from congvu.procedures.services.publishing import publish_version
from congvu.procedures.services.routes import set_route

SCHEMA = "congvu.sample/1"


@transaction.atomic
def load_samples(documents: Iterable[Mapping[str, Any]], *, actor: Actor) -> ImportReport:
    """Bring worked-out procedures in and publish them, with their routes.

    Args:
        documents: objects with "schema", "procedure" and optionally "routes" and "notes".
        actor: must hold catalogue.manage.
    """
    demand(actor, "catalogue.manage")
    items: list[Item] = []
    errors: list[RowError] = []
    routes: dict[str, list[Mapping[str, str]]] = {}
    for number, document in enumerate(documents, 1):
        try:
            content = from_json(document.get("procedure"), "procedure")
        except UnreadableError as problem:
            errors.append(RowError(f"tệp {number}: {problem.where}", "", problem.message))
            continue
        items.append(Item(content))
        routes[content.code] = list(document.get("routes", []))
    report = import_items(
        items, actor=actor, source="bộ mẫu", dry_run=False, keep_edited=False, errors=errors
    )
    drafts = ProcedureVersion.objects.filter(
        procedure__code__in=routes, status=ProcedureVersion.Status.DRAFT
    ).order_by("procedure__code")
    for pk in drafts.values_list("pk", flat=True):
        publish_version(pk, actor=actor, reason="Bộ thủ tục mẫu")
    _set_routes(routes, actor)
    return report


def _set_routes(routes: Mapping[str, list[Mapping[str, str]]], actor: Actor) -> None:
    ids = dict(Procedure.objects.filter(code__in=routes).values_list("code", "pk"))
    for code, rows in routes.items():
        for row in rows:
            set_route(
                ids[code],
                actor=actor,
                kind=row["kind"],
                system_name=row.get("system_name", ""),
                legal_basis=row.get("legal_basis", ""),
                valid_from=date.fromisoformat(row["valid_from"]),
            )


@transaction.atomic
def publish_clean(*, actor: Actor, reason: str) -> int:
    """Publish every draft about which nothing was noted and nothing is missing; return how many.

    Drafts with any note wait for a person, whether it blocks or not.
    """
    demand(actor, "catalogue.manage")
    drafts = ProcedureVersion.objects.filter(
        status=ProcedureVersion.Status.DRAFT, review_notes=[]
    ).select_related("procedure__field")
    done = 0
    for content in queries.contents(list(drafts)):
        if not missing(content):
            publish_version(content.version_id, actor=actor, reason=reason)
            done += 1
    return done
