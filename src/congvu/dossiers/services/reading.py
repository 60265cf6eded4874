"""Reading that must leave a trace: personal data of people, looked up or taken out of the house."""

from dataclasses import asdict

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.dossiers.messages import Person
from congvu.dossiers.models import Applicant, Dossier, Involvement
from congvu.dossiers.queries.listing import ListFilters


@transaction.atomic
def look_up_applicant(id_kind: str, id_number: str, *, actor: Actor) -> Person | None:
    """Return what is known of the applicant with exactly this number; the look-up is recorded.

    Only those whose dossiers the actor's own agency takes part in are known to it: the number of somebody
    who never came there says nothing (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 Điều 3: only what is needed).

    Args:
        id_kind: "cccd", "cmnd", "passport" or "tax".
        id_number: the whole number.
    """
    demand(actor, "dossier.intake")
    part = Involvement.objects.filter(agency_id=actor.agency_id, dossier_id=OuterRef("pk"))
    known = Dossier.objects.filter(Exists(part))
    found = (
        Applicant.objects.filter(id_kind=id_kind, id_number=id_number.strip().upper())
        .filter(
            Q(Exists(known.filter(owner_id=OuterRef("pk"))))
            | Q(Exists(known.filter(submitter_id=OuterRef("pk"))))
        )
        .first()
    )
    if found is None:
        return None
    record("applicant.looked_up", Subject("dossiers.applicant", found.pk), actor=actor)
    return Person(
        name=found.name,
        id_kind=found.id_kind,
        id_number=found.id_number,
        kind=found.kind,
        born_on=found.born_on,
        address=found.address,
        phone=found.phone,
        email=found.email,
    )


@transaction.atomic
def record_export(filters: ListFilters, count: int, *, actor: Actor) -> None:
    """Record that a list of dossiers with personal data was taken out as a file.

    Args:
        filters: what the list was narrowed by.
        count: how many rows it has.
    """
    demand(actor, "dossier.view")
    chosen = {name: str(value) for name, value in asdict(filters).items() if value not in ("", None, False)}
    record(
        "dossier.list_exported",
        Subject("directory.agency", actor.agency_id),
        actor=actor,
        count=count,
        filters=chosen,
    )
