"""Statuses: ours follow real work and go out by themselves; theirs move what we sent, by rank."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.delivery.messages import Message
from congvu.delivery.services import enqueue
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.documents.models import IncomingDocument, OutgoingRecipient
from congvu.documents.services.correction_answers import receiver_answered
from congvu.documents.services.outside import note_recipient
from congvu.interchange.envelopes import edxml
from congvu.interchange.envelopes.edxml import values
from congvu.interchange.models import InboundMessage, OutboundMessage, StatusEvent
from congvu.interchange.queries.routes import code_of, codes_alike
from congvu.interchange.services.linking.answers import refused_outside
from congvu.interchange.services.outbound import Settle, carry
from congvu.interchange.services.telling import link_to, record_about, subject_of, tell_registry
from congvu.interchange.states import OUTBOUND_NAMES, STATE_OF, UNSENT, Outbound, furthest

KIND = "document-status"
SOURCE = "interchange.inboundmessage"
CODE_OF = {
    "incoming.arrived": "01",
    "incoming.registered": "03",
    "incoming.presented": "04",
    "incoming.directed": "04",
    "incoming.line_received": "05",
    "incoming.forwarded": "05",
    "incoming.line_done": "05",
    "incoming.opinion": "05",
    "incoming.completed": "06",
    "incoming.finished": "06",
    "incoming.refused": "02",
    "incoming.duplicate": "03",
}
"""Which fact of real work is reported as what (QCVN 102; documents.md 1.9); each at most once a document."""
ANSWERS = frozenset({"15", "16"})


def incoming_happened(document: IncomingDocument, kind: str, actor: Actor, reason: str) -> None:
    """Report a fact about a document that came by the interchange, in the transaction of the fact."""
    if document.source_label != SOURCE or document.source_pk is None:
        return
    if kind == "incoming.notice_answered":
        agreed = document.notice_answer == "agreed"
        report(document, "15" if agreed else "16", reason, actor, mark=_asked(document))
        return
    code = CODE_OF.get(kind)
    if code == "04" and kind == "incoming.presented" and not document.lines.exists():
        return
    if code:
        report(document, code, reason, actor)


def _asked(document: IncomingDocument) -> str:
    return f"{document.notice}:{document.notice_at:%Y%m%d%H%M%S%f}" if document.notice_at else document.notice


def report(document: IncomingDocument, code: str, reason: str, actor: Actor, *, mark: str = "") -> None:
    """Have a status sent about a document, once."""
    key = ":".join(filter(None, ["status", str(document.pk), code, mark]))
    source = InboundMessage.objects.only("pk", "identity_sender", "sender_name").get(
        pk=document.source_pk or 0
    )
    now = timezone.now()
    row = OutboundMessage(
        key=key,
        agency_id=document.agency_id,
        kind=OutboundMessage.Kind.STATUS,
        to_code=source.identity_sender,
        to_name=source.sender_name,
        answers_id=source.pk,
        code=document.code or "",
        title=values.status_words(code),
        status_code=code,
        urgency=document.urgency,
        created_at=now,
    )
    OutboundMessage.objects.bulk_create([row], ignore_conflicts=True)
    enqueue(
        KIND,
        f"{source.identity_sender}#{document.pk}",
        {
            "incoming_id": document.pk,
            "message_id": source.pk,
            "code": code,
            "description": reason[:1000],
            "at": now.isoformat(),
            "staff": actor.officer_name if actor.officer_id else "",
        },
        key=key,
    )


def report_package(source: InboundMessage, agency_id: int, code: str, reason: str = "") -> None:
    """Have a status sent about a package that holds no document of ours, once."""
    key = f"status:package:{source.pk}:{agency_id}:{code}"
    now = timezone.now()
    row = OutboundMessage(
        key=key,
        agency_id=agency_id,
        kind=OutboundMessage.Kind.STATUS,
        to_code=source.identity_sender,
        to_name=source.sender_name,
        answers_id=source.pk,
        code=source.code,
        title=values.status_words(code),
        status_code=code,
        created_at=now,
    )
    OutboundMessage.objects.bulk_create([row], ignore_conflicts=True)
    payload = {"message_id": source.pk, "code": code, "description": reason[:1000], "at": now.isoformat()}
    enqueue(KIND, f"{source.identity_sender}#p{source.pk}", payload, key=key)


def send_status(message: Message) -> Settle | None:
    """Deliver one status (delivery kind "document-status")."""
    rows = OutboundMessage.objects.select_related("answers__connection__agency", "agency")
    package = rows.get(key=message.key)
    if package.remote_id:
        return None
    if package.delivery != message.id:
        package.delivery = message.id
        package.save(update_fields=["delivery"])
    settle = carry(package, lambda one: _written(one, message))
    return lambda: _settled(package, settle)


def _settled(package: OutboundMessage, settle: Settle) -> None:
    settle()
    OutboundMessage.objects.filter(pk=package.pk).update(state=Outbound.DONE)


def _written(package: OutboundMessage, message: Message) -> edxml.Status:
    source, payload = package.answers, message.payload
    assert source is not None
    at = datetime.fromisoformat(str(payload["at"]))
    return edxml.Status(
        sender=_organisation(package.agency),
        answer=edxml.Answer(
            organ_code=source.identity_sender,
            code=source.code,
            document_id=source.identity_document,
            issued_on=source.issued_on,
        ),
        code=package.status_code,
        description=str(payload.get("description", "")) or values.status_words(package.status_code),
        at=values.wire_time(at),
        staff=edxml.Staff(name=str(payload.get("staff", ""))) if payload.get("staff") else None,
    )


def _organisation(agency: Agency) -> edxml.Organisation:
    return edxml.Organisation(
        code_of(agency.pk) or agency.key, name=agency.name, address=agency.address, email=agency.email
    )


class UnknownPackage(Exception):  # noqa: N818 — what happened
    """A status about something that we never sent to whoever reports."""


@transaction.atomic
def take_status(status: edxml.Status, source: InboundMessage) -> OutboundMessage:
    """Write a recipient's report to what it is about; its state follows from all reports, by rank.

    Raises UnknownPackage: we sent nothing like it to whoever reports.
    """
    found = _reported(status, source)
    package = OutboundMessage.objects.select_for_update(of=("self",)).get(pk=found.pk)
    staff = status.staff
    StatusEvent.objects.create(
        outbound=package,
        inbound=source,
        code=status.code[:10],
        from_code=status.sender.code[:60],
        who=(staff.name if staff else "")[:200],
        description=status.description[:1000],
        reported_at=status.reported_at,
        received_at=timezone.now(),
    )
    who = status.sender.name or package.to_name or status.sender.code
    words = f"{status.code} {status.words}" + (f": {status.description}" if status.description else "")
    record_about(package, "exchange.status", who=who, what=words[:400])
    if status.code in ANSWERS:
        _answered(package, status)
    else:
        _move(package, status, who)
    return package


def _reported(status: edxml.Status, source: InboundMessage) -> OutboundMessage:
    """Return the package that a report is about: of an answer to a request, the request."""
    about = status.answer
    senders = codes_alike(source.connection, status.sender.code)
    rows = OutboundMessage.objects.filter(kind=OutboundMessage.Kind.EDOC).order_by("-pk")
    if about.document_id:
        sent = rows.filter(document_id_sent=about.document_id.strip()) | rows.filter(
            acts_on=about.document_id.strip()
        )
    else:
        sent = rows.filter(code=about.code.strip()).exclude(code="")
    found = [one for one in sent if {one.to_code.upper(), one.sent_to.upper()} & senders]
    if status.code in ANSWERS:
        found = [one for one in found if one.acts_on] or found
    else:
        found = [one for one in found if not one.acts_on or one.business == "replace"] or found
    if not found:
        raise UnknownPackage(about.document_id or about.code)
    return found[0]


def _move(package: OutboundMessage, status: edxml.Status, who: str) -> None:
    codes = list(package.events.values_list("code", flat=True))
    code = furthest(codes)
    if not code:
        return
    state = STATE_OF[code]
    if package.key.startswith("link:") and _about_stage(package, code, status.description):
        return
    if state == package.state and code == package.status_code:
        return
    changed: dict[str, object] = {"state": state, "status_code": code, "status_at": timezone.now()}
    if package.state in UNSENT:
        changed["note"] = ""
    OutboundMessage.objects.filter(pk=package.pk).update(**changed)
    if package.recipient_id:
        said = OUTBOUND_NAMES[state]
        note_recipient(package.recipient_id, f"{said}: {status.description}" if code == "02" else said)
    if code == "02" and package.status_code != "02":
        _tell_refused(package, status, who)


def _about_stage(package: OutboundMessage, code: str, why: str) -> bool:
    """Let a document system's refusal give a stage back; tell whether the package is settled for good."""
    if code == "02":
        refused_outside(package, why)
    return package.state in {Outbound.DONE, Outbound.REFUSED}


def _tell_refused(package: OutboundMessage, status: edxml.Status, who: str) -> None:
    said = _("%(who)s từ chối tiếp nhận văn bản %(code)s: %(why)s") % {
        "who": who,
        "code": package.code,
        "why": status.description or _("không nêu lý do"),
    }
    link = link_to("desk:outgoing", package.document_id) if package.document_id else ""
    tell_registry([package.agency_id], "exchange.refused", said, link=link, subject=subject_of(package))


def _answered(package: OutboundMessage, status: edxml.Status) -> None:
    """Carry the answer to a recall, update or replacement to the document that it is about."""
    accepted = status.code == "15"
    if package.recipient_id is None:
        return
    recipients = [package.recipient_id]
    recipient = OutgoingRecipient.objects.select_related("document").get(pk=package.recipient_id)
    older = recipient.document.replaces
    if package.business == "new" and older is not None:
        rows = older.recipients.filter(agency_code=recipient.agency_code)
        recipients = list(rows.values_list("pk", flat=True))
    actor = Actor.system(package.agency_id)
    for pk in recipients:
        receiver_answered(pk, accepted=accepted, reason=status.description, actor=actor)
    state = Outbound.DONE if accepted else Outbound.REFUSED
    asked = OutboundMessage.objects.filter(pk=package.pk).exclude(business="new")
    asked.update(state=state, status_code=status.code, status_at=timezone.now())


__all__ = ["KIND", "incoming_happened", "report", "send_status", "take_status"]
