"""Documents as the interface lists and shows them: plain values, one statement a page."""

from typing import Any

from congvu.api.queries.newest import newest
from congvu.directory.messages import Actor
from congvu.documents.models import IncomingDocument, IncomingFile, OutgoingDocument, OutgoingRecipient
from congvu.documents.states import incoming, outgoing
from congvu.files.models import StoredFile
from congvu.interchange.queries.traffic import Whereabouts, whereabouts

INCOMING = (
    "id", "version", "state", "code", "subject", "issued_on", "arrived_at", "arrival_number",
    "registered_at", "due_at", "urgency", "confidentiality", "origin",
    "kind_name", "issuer_name",
)  # fmt: skip
OUTGOING = (
    "id", "version", "state", "code", "subject", "issued_on", "issued_at", "urgency", "confidentiality",
)  # fmt: skip
INCOMING_STATES = {state.value: str(name) for state, name in incoming.STATE_NAMES.items()}
OUTGOING_STATES = {state.value: str(name) for state, name in outgoing.STATE_NAMES.items()}


def incoming_list(
    actor: Actor, *, before: int | None, limit: int, state: str = "", q: str = ""
) -> list[dict[str, Any]]:
    """Return incoming documents, the newest first, at most `limit` + 1 (one statement)."""
    rows = IncomingDocument.objects.visible_to(actor)
    found = newest(rows.matching(q, actor) if q.strip() else rows, before, state).values(*INCOMING)
    return [_incoming(dict(row)) for row in found[: limit + 1]]


def incoming_one(actor: Actor, pk: int) -> dict[str, Any] | None:
    """Return one incoming document with its files (two statements); None when it is not in the scope."""
    more = ("number", "notation", "place", "signer_name", "signer_position", "note")
    rows = IncomingDocument.objects.visible_to(actor).filter(pk=pk)
    row = rows.values(*INCOMING, *more).first()
    if row is None:
        return None
    return {**_incoming(dict(row)), "files": incoming_files(pk)}


def incoming_files(pk: int) -> list[dict[str, Any]]:
    """Return the files of an incoming document, which the caller may see."""
    files = IncomingFile.objects.filter(document_id=pk).order_by("position").values_list("file_id", flat=True)
    return shown_files(list(files), f"/api/v1/documents/incoming/{pk}/files")


def shown_files(pks: list[int], above: str) -> list[dict[str, Any]]:
    """Return stored files as the interface shows them, in the order given (one statement)."""
    found = StoredFile.objects.select_related("blob").in_bulk(pks)
    return [shown_file(found[pk], f"{above}/{pk}") for pk in pks if pk in found]


def shown_file(file: StoredFile, href: str | None = None) -> dict[str, Any]:
    """Return a stored file as the interface shows it."""
    return {
        "id": file.pk,
        "name": file.name,
        "media_type": file.blob.media_type,
        "size": file.blob.size,
        "sha256": file.blob.sha256,
        "href": href,
    }


def outgoing_list(
    actor: Actor, *, before: int | None, limit: int, state: str = "", q: str = ""
) -> list[dict[str, Any]]:
    """Return outgoing documents, the newest first, at most `limit` + 1 (one statement)."""
    rows = OutgoingDocument.objects.visible_to(actor)
    found = newest(rows.matching(q, actor) if q.strip() else rows, before, state).values(*OUTGOING, "kind")
    return [_state(_kind(dict(row)), OUTGOING_STATES) for row in found[: limit + 1]]


def outgoing_one(actor: Actor, pk: int) -> dict[str, Any] | None:
    """Return one outgoing document with files and deliveries; None when it is not in the scope."""
    document = OutgoingDocument.objects.visible_to(actor).select_related("agency").filter(pk=pk).first()
    if document is None:
        return None
    row = {name: getattr(document, name) for name in (*OUTGOING, "kind")}
    more = ("signer_name", "signer_position", "signed_at")
    own = (document.issued_file_id, document.signed_file_id)
    annexes = document.annexes.values_list("file_id", flat=True)
    files = [one for one in dict.fromkeys((*own, *annexes)) if one]
    return {
        **_state(_kind(row), OUTGOING_STATES),
        **{name: getattr(document, name) for name in more},
        "agency": {"id": document.agency_id, "name": document.agency.name},
        "files": shown_files(files, f"/api/v1/documents/outgoing/{pk}/files"),
        "deliveries": _deliveries(document),
    }


def _deliveries(document: OutgoingDocument) -> list[dict[str, Any]]:
    far = [_far(one) for one in whereabouts(document.pk)]
    near = document.recipients.select_related("incoming").exclude(way="interchange")
    return far + [_near(one) for one in near]


def _far(one: Whereabouts) -> dict[str, Any]:
    names = ("code", "words", "who", "description", "at")
    return {
        "to": one.to,
        "agency_code": one.code,
        "way": "interchange",
        "state": one.state,
        "words": one.words,
        "since": one.since,
        "note": one.note,
        "history": [{name: getattr(report, name) for name in names} for report in one.history],
    }


def _near(one: OutgoingRecipient) -> dict[str, Any]:
    state, words = ("sent", "Đã gửi") if one.sent_at else ("waiting", "Chờ gửi")
    if one.incoming is not None:
        state, words = one.incoming.state, INCOMING_STATES[one.incoming.state]
    return {
        "to": one.name,
        "agency_code": one.agency_code,
        "way": one.way,
        "state": state,
        "words": one.state_note or words,
        "since": one.sent_at,
        "note": "",
        "history": [],
    }


def _state(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    row["state"] = {"code": row["state"], "name": names[row["state"]]}
    return row


def _kind(row: dict[str, Any]) -> dict[str, Any]:
    row["kind"] = row["kind"] or ""
    return row


def _incoming(row: dict[str, Any]) -> dict[str, Any]:
    row["kind"], row["issuer"] = row.pop("kind_name"), row.pop("issuer_name")
    return _state(row, INCOMING_STATES)
