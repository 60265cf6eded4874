"""The national catalogue into the reviewed import: drafts that a person looks at and publishes."""

from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any

from django.db import transaction

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.delivery.messages import Message
from congvu.delivery.services import enqueue
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.interchange.channels.base import ChannelError
from congvu.national.models import NationalLink
from congvu.national.queries.links import visible_links
from congvu.national.rules.catalogue import digest, read_entry
from congvu.national.services.sides import side_of
from congvu.procedures.messages import ImportReport, RowError
from congvu.procedures.services.importing import Item, import_items
from congvu.procedures.services.writing import Origin

KIND = "national.catalogue"
PORTION = 40


def import_entries(
    entries: Iterable[Mapping[str, Any]], *, actor: Actor, source: str, dry_run: bool = False
) -> ImportReport:
    """Bring entries of LayThuTuc in as drafts for review; a second run changes nothing.

    Args:
        actor: must hold catalogue.manage.
        source: what the journal calls where they came from.
        dry_run: only tell what would happen.
    """
    demand(actor, "catalogue.manage")
    items: dict[str, Item] = {}
    errors: list[RowError] = []
    for number, entry in enumerate(entries, 1):
        try:
            content = read_entry(entry)
        except ValueError as problem:
            errors.append(RowError(f"mục {number}", "", str(problem)))
            continue
        if content.code in items:
            errors.append(RowError(f"mục {number}", content.code, "Mã thủ tục lặp lại."))
            continue
        origin = Origin({"kind": "national", "source": source, "entry": dict(entry)}, digest(entry))
        items[content.code] = Item(content, origin)
    return import_items(
        list(items.values()), actor=actor, source=source, dry_run=dry_run, keep_edited=True, errors=errors
    )


def pull(link: NationalLink, codes: Iterable[str], *, actor: Actor, dry_run: bool = False) -> ImportReport:
    """Fetch entries now and bring them in.

    Raises:
        ChannelError: the national side does not answer, or does not know a code.
    """
    side = side_of(link)
    entries = [side.procedure(code) for code in dict.fromkeys(codes)]
    return import_entries(entries, actor=actor, source=link.name, dry_run=dry_run)


@transaction.atomic
def ask_catalogue(link_id: int, *, actor: Actor) -> int:
    """Have the worker fetch the whole catalogue, portion by portion; return how many procedures wait.

    Raises:
        PermissionDenied: catalogue.manage is missing.
        ActionRefused: the national side does not answer.
    """
    demand(actor, "catalogue.manage")
    link = visible_links(actor).get(pk=link_id)
    try:
        codes = [code for code, _name in side_of(link).procedures()]
    except ChannelError as error:
        raise ActionRefused(error.told, code="far-side") from None
    subject = Subject("national.nationallink", link.pk)
    event = record("national.catalogue", subject, actor=actor, agency_id=link.agency_id, count=len(codes))
    for number, portion in enumerate(batched(codes, PORTION)):
        payload = {"link": link.pk, "codes": list(portion), "agency": link.agency_id}
        enqueue(
            KIND, f"national-catalogue:{link.pk}", payload, key=f"{KIND}:{event.pk}:{number}", subject=subject
        )
    return len(codes)


def fetch_portion(message: Message) -> None:
    """Fetch and bring in one portion of the catalogue (a worker's delivery)."""
    link = NationalLink.objects.select_related("agency").get(pk=message.payload["link"])
    pull(link, message.payload["codes"], actor=Actor.system(int(message.payload["agency"])))
