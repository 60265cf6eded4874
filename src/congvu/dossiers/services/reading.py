"""Reading that must leave a trace: personal data of people, looked up or taken out of the house."""

from dataclasses import asdict

from django.db import transaction

from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.dossiers.messages import Person
from congvu.dossiers.queries.applicants import applicants_of
from congvu.dossiers.queries.listing import ListFilters
from congvu.dossiers.rules import identity_number


@transaction.atomic
def look_up_applicant(id_kind: str, id_number: str, *, actor: Actor) -> Person | None:
    """Return what is known of the applicant with exactly this number; the look-up is recorded.

    Only those whose dossiers the actor's own agency takes part in are known to it.

    Args:
        id_kind: "cccd", "cmnd", "passport" or "tax".
        id_number: the whole number.
    """
    demand(actor, "dossier.intake")
    known = applicants_of(actor.agency_id)
    found = known.filter(id_kind=id_kind, id_number=identity_number(id_number)).first()
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
