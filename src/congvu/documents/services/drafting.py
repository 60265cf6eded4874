"""Drafting: begin a document, save a version of it, drop it (NĐ 30/2020/NĐ-CP Điều 10)."""

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import clean, one_line
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Unit
from congvu.directory.permissions import demand
from congvu.documents.messages import Draft, Receiver
from congvu.documents.models import (
    DraftVersion,
    IncomingDocument,
    OutgoingDocument,
    OutgoingPart,
    OutgoingRecipient,
)
from congvu.documents.queries.outgoing_page import head_title, position_of
from congvu.documents.queries.outgoing_sheet import names_of, notation_for
from congvu.documents.queries.text_search import agency_word, indexed, officer_word, unit_word
from congvu.documents.rules.layout import authority
from congvu.documents.rules.layout.body import lines_of
from congvu.documents.rules.layout.shapes import SHAPES, Shape
from congvu.documents.services.fitting import fitting
from congvu.documents.services.outgoing_access import journal, open_outgoing, store
from congvu.documents.services.outgoing_files import own_docx
from congvu.documents.services.outgoing_parts import take_part
from congvu.documents.services.readiness import require_there
from congvu.documents.states.outgoing import Action, State

_COLUMNS = (
    "kind", "subject", "urgency", "confidentiality", "medium", "signer", "signer_name", "signer_position",
    "signing_form", "authority", "notation", "copies", "reply_to", "replaces", "correcting", "source_label",
    "source_pk", "search_text",
)  # fmt: skip
_LAID_OUT = ("bases", "to", "recipients_text", "deciding", "cosigners", "field_sign", "scope", "drafter")


@transaction.atomic
def draft_document(
    draft: Draft, *, actor: Actor, request_key: UUID | None = None, source_file_id: int | None = None
) -> OutgoingDocument:
    """Begin an outgoing document with its first version.

    Args:
        draft: what was written.
        actor: needs document.draft.
        request_key: of the form that was sent, so that a double submit makes one document.
        source_file_id: a Word file that the actor stored; its main text is taken over as it is written.

    Raises:
        PermissionDenied: the capability is missing.
        ActionRefused: an unknown type, no subject, somebody who cannot sign, a receiver that does not exist.
    """
    demand(actor, "document.draft")
    if request_key is not None:
        found = OutgoingDocument.objects.filter(request_key=request_key, author_id=actor.officer_id).first()
        if found is not None:
            return found
    document, data, _body = unsaved(draft, actor)
    document.request_key = request_key
    fitting(document).save(force_insert=True)
    take_part(document, unit_id=document.unit_id, reason=OutgoingPart.Reason.DRAFT)
    take_part(document, officer_id=document.author_id, reason=OutgoingPart.Reason.DRAFT)
    _receivers(document, draft)
    _version(document, 1, data, draft.body, actor, source_file_id, "")
    journal(document, "outgoing.drafted", actor=actor, what=document.kind_name)
    return document


def unsaved(draft: Draft, actor: Actor) -> tuple[OutgoingDocument, dict[str, Any], str]:
    """Return the document that a draft would make, its version's data and text; nothing is written."""
    demand(actor, "document.draft")
    now = timezone.now()
    document = OutgoingDocument(
        agency_id=actor.agency_id,
        unit=_unit(draft, actor),
        author_id=actor.officer_id,
        created_at=now,
        updated_at=now,
    )
    return document, _applied(document, draft, actor), clean(draft.body)


@transaction.atomic
def save_version(
    document_id: int,
    draft: Draft,
    *,
    actor: Actor,
    note: str = "",
    source_file_id: int | None = None,
    seen_version: int | None = None,
) -> DraftVersion:
    """Save what was changed as the next version; checks given on earlier ones lose their worth."""
    document = open_outgoing(document_id, Action.SAVE, actor=actor, seen_version=seen_version)
    data = _applied(document, draft, actor)
    _receivers(document, draft)
    last = document.versions.order_by("-no").first()
    if last is not None and not source_file_id and last.data == data and last.body == clean(draft.body):
        store(document, *_COLUMNS)
        return last
    no = last.no + 1 if last else 1
    version = _version(document, no, data, draft.body, actor, source_file_id, note)
    store(document, *_COLUMNS)
    journal(document, "outgoing.saved", actor=actor, reason=note, number=no)
    return version


@transaction.atomic
def drop_draft(
    document_id: int, *, actor: Actor, reason: str, seen_version: int | None = None
) -> OutgoingDocument:
    """Give a draft up: it stays readable with the reason, and goes nowhere."""
    document = open_outgoing(document_id, Action.DROP, actor=actor, seen_version=seen_version, reason=reason)
    document.state, document.state_reason = State.DROPPED, one_line(reason)[:500]
    document.holding = ""
    store(document, "state", "state_reason", "holding")
    journal(document, "outgoing.dropped", actor=actor, reason=reason)
    return document


def _unit(draft: Draft, actor: Actor) -> Unit:
    unit = Unit.objects.filter(pk=draft.unit_id or actor.unit_id or 0, agency_id=actor.agency_id).first()
    if unit is None:
        raise ActionRefused(_("Hãy chọn đơn vị soạn thảo."), code="unit", field="unit_id")
    return unit


def _applied(document: OutgoingDocument, draft: Draft, actor: Actor) -> dict[str, Any]:
    """Put a draft's values on the document's columns; return the data of its version."""
    shape = _checked(draft)
    document.kind, document.subject = shape.key, one_line(draft.subject)
    document.urgency, document.confidentiality = draft.urgency, draft.confidentiality
    document.medium, document.copies = draft.medium, max(1, draft.copies)
    if draft.confidentiality > actor.clearance:
        raise ActionRefused(
            _("Bạn không được soạn văn bản có độ mật này."), code="clearance", field="confidentiality"
        )
    document.reply_to = _answered(draft, actor)
    document.replaces = _issued(draft.replaces_id, "replaces_id", actor)
    document.correcting = _corrected(draft, actor)
    if draft.source is not None:
        document.source_label, document.source_pk = draft.source.label, draft.source.pk
    _sign(document, draft)
    document.notation = notation_for(document, one_line(draft.field_sign))
    full = _completed(document, draft, shape)
    document.search_text = search_text(document, full.body)
    data: dict[str, Any] = {name: clean(getattr(full, name)) for name in _LAID_OUT}
    data |= {
        "signer_name": document.signer_name,
        "authority": document.authority,
        "subject": document.subject,
    }
    data |= {"kind": document.kind, "receivers": [asdict(one) for one in draft.receivers]}
    return data


def _checked(draft: Draft) -> Shape:
    shape = SHAPES.get(draft.kind)
    if shape is None:
        raise ActionRefused(_("Hãy chọn loại văn bản."), code="kind", field="kind")
    if not one_line(draft.subject):
        raise ActionRefused(_("Hãy nhập trích yếu."), code="subject", field="subject")
    if draft.medium not in OutgoingDocument.Medium.values:
        raise ActionRefused(_("Hãy chọn hình thức văn bản."), code="medium", field="medium")
    return shape


def _answered(draft: Draft, actor: Actor) -> IncomingDocument | None:
    if draft.reply_to_id is None:
        return None
    found = IncomingDocument.objects.visible_to(actor).filter(pk=draft.reply_to_id).first()
    if found is None:
        raise ActionRefused(_("Không thấy văn bản đến để trả lời."), code="reply-to", field="reply_to_id")
    return found


def _issued(pk: int | None, field: str, actor: Actor) -> OutgoingDocument | None:
    """Return the issued document that a draft replaces or corrects."""
    if pk is None:
        return None
    found = OutgoingDocument.objects.visible_to(actor).filter(pk=pk, state=State.ISSUED).first()
    if found is None:
        words = {
            "replaces_id": _("Không thấy văn bản đã phát hành để thay thế."),
            "corrects_id": _("Không thấy văn bản đã phát hành để đính chính."),
        }
        raise ActionRefused(words[field], code=field.removesuffix("_id"), field=field)
    return found


def _corrected(draft: Draft, actor: Actor) -> OutgoingDocument | None:
    """Return the document that a draft corrects: form or procedure, by a công văn (Điều 18 khoản 4)."""
    if draft.corrects_id is not None and draft.kind != "CV":
        raise ActionRefused(
            _("Đính chính bằng công văn; hãy chọn loại Công văn."), code="letter", field="kind"
        )
    if draft.corrects_id is not None and draft.replaces_id is not None:
        raise ActionRefused(
            _("Một văn bản không vừa thay thế vừa đính chính."), code="corrects", field="corrects_id"
        )
    return _issued(draft.corrects_id, "corrects_id", actor)


def _sign(document: OutgoingDocument, draft: Draft) -> None:
    """Set who signs, as what, and in whose name."""
    document.signer_id = draft.signer_id
    if draft.signer_id is None:
        document.signer_name = document.signer_position = document.authority = ""
        return
    position, form = position_of(draft.signer_id, document.agency_id)
    if not position:
        raise ActionRefused(
            _("Người ký không giữ chức vụ nào trong cơ quan."), code="signer", field="signer_id"
        )
    document.signer_name = document.signer.full_name if document.signer else ""
    document.signer_position = position
    agency = document.agency.name
    document.signing_form = draft.signing_form or authority.suggested(position, form, agency)
    if document.signing_form not in authority.FORMS:
        raise ActionRefused(_("Hình thức ký không hợp lệ."), code="signing-form", field="signing_form")
    seat = authority.Seat(agency, head_title(document.agency_id), position)
    made = "\n".join(authority.lines(document.signing_form, seat))
    document.authority = "\n".join(lines_of(draft.authority)).upper() or made


def _completed(document: OutgoingDocument, draft: Draft, shape: Shape) -> Draft:
    """Fill what follows from the rest: Kính gửi, Nơi nhận, who decides."""
    changes: dict[str, Any] = {}
    acting = [one.name for one in draft.receivers if one.role == "act"]
    if not clean(draft.to) and shape.to:
        changes["to"] = "\n".join(acting)
    if not clean(draft.recipients_text) and shape.recipients:
        letter = shape.kind.name == "Công văn"
        rest = [one for one in draft.receivers if not (letter and one.role == "act")]
        lines = ["Như trên"] if letter else []
        lines += [f"{one.name} (b/c)" if one.role == "report" else one.name for one in rest]
        changes["recipients_text"] = "\n".join([*lines, f"Lưu: VT, {document.unit.code}".rstrip(", ")])
    if not clean(draft.deciding) and shape.authority:
        head = authority.title(head_title(document.agency_id))
        name = names_of(document.agency_id, timezone.localdate())["name"]
        changes["deciding"] = f"{head} {name}".upper() if head else name.upper()
    return replace(draft, **changes)


def _receivers(document: OutgoingDocument, draft: Draft) -> None:
    """Write to whom the draft is to go, anew."""
    require_there(
        [one.agency_id for one in draft.receivers], [one.agency_code.upper() for one in draft.receivers]
    )
    known = {one.agency_id for one in draft.receivers if one.agency_id}
    agencies = Agency.objects.in_bulk(known)
    rows = []
    for position, one in enumerate(draft.receivers, start=1):
        if one.agency_id and one.agency_id not in agencies:
            raise ActionRefused(
                _("Nơi nhận “%(name)s” không có trong danh mục.") % {"name": one.name},
                code="receiver",
                field="receivers",
            )
        rows.append(fitting(_receiver(document, position, one)))
    document.recipients.all().delete()
    OutgoingRecipient.objects.bulk_create(rows)


def _receiver(document: OutgoingDocument, position: int, one: Receiver) -> OutgoingRecipient:
    way = OutgoingRecipient.Way.INSIDE if one.agency_id else OutgoingRecipient.Way.INTERCHANGE
    if not one.agency_id and (one.paper or not one.agency_code):
        way = OutgoingRecipient.Way.PAPER
    return OutgoingRecipient(
        document=document,
        position=position,
        name=one_line(one.name),
        agency_id=one.agency_id,
        unit_id=one.unit_id,
        officer_id=one.officer_id,
        agency_code=one_line(one.agency_code).upper(),
        role=one.role,
        way=way,
    )


def _version(
    document: OutgoingDocument,
    no: int,
    data: dict[str, Any],
    body: str,
    actor: Actor,
    source_file_id: int | None,
    note: str,
) -> DraftVersion:
    source, taken = own_docx(source_file_id, actor) if source_file_id else (None, "")
    version = DraftVersion(
        document=document,
        no=no,
        data=data,
        body=clean(taken or body),
        source=source,
        author_id=actor.officer_id,
        written_at=timezone.now(),
        note=one_line(note)[:300],
    )
    version.save(force_insert=True)
    return version


def search_text(document: OutgoingDocument, body: str) -> str:
    """Return the folded text that a document is found by, with the words that stand for its scope."""
    words = [
        document.code, document.notation, document.kind_name, document.subject, document.signer_name,
        body[:20_000],
    ]  # fmt: skip
    scopes = [agency_word(document.agency_id), unit_word(document.unit_id)]
    people = [officer_word(pk) for pk in (document.author_id, document.signer_id) if pk]
    return " ".join([indexed(" ".join(words)), *scopes, *people])
