"""What the form of a new draft begins with: its type's text, or what it answers, replaces or corrects."""

from typing import Any

from django.utils.translation import gettext as _

from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard, cards
from congvu.desk.forms.outgoing import DraftForm, receivers_text
from congvu.directory.messages import Actor
from congvu.directory.permissions import OfficerRequest
from congvu.documents.models import IncomingDocument
from congvu.documents.queries.outgoing_page import Stage, stage
from congvu.documents.rules.layout import beginnings
from congvu.documents.rules.layout.shapes import SHAPES

_TAKEN = ("bases", "to", "recipients_text", "deciding", "cosigners", "field_sign", "scope")


def beginning(request: OfficerRequest) -> dict[str, Any]:
    """Return the first values of a new draft, by the parameters of its address."""
    kind = request.GET.get("loai", "")
    answered, replaced, corrected = (_key(request, one) for one in ("tra-loi", "thay-the", "dinh-chinh"))
    if replaced is not None:
        return _replacing(stage(replaced, request.actor), kind)
    if corrected is not None:
        return _correcting(stage(corrected, request.actor))
    shape = SHAPES.get(kind or "CV", SHAPES["CV"])
    first: dict[str, Any] = {"kind": shape.key, "body": shape.body}
    if answered is not None:
        first |= _answering(answered, request.actor)
    return first


def _key(request: OfficerRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _answering(pk: int, actor: Actor) -> dict[str, Any]:
    """Return summary and receiver of an answer; what is out of scope is refused when it is saved."""
    first: dict[str, Any] = {"reply_to_id": pk}
    asked = IncomingDocument.objects.visible_to(actor).filter(pk=pk).first()
    if asked is None:
        return first
    facts = (asked.kind_name, asked.code, asked.issued_on, asked.issuer_name)
    first["subject"] = beginnings.answer_subject(*facts) if asked.code else ""
    first["receivers"] = f"{asked.issuer_name} (để thực hiện)" if asked.issuer_name else ""
    return first


def _same(found: Stage) -> dict[str, Any]:
    """Return what a document that follows another keeps of it: to whom it goes, who signs."""
    document = found.document
    return {
        "receivers": receivers_text(found.recipients),
        "urgency": document.urgency,
        "confidentiality": document.confidentiality,
        "medium": document.medium,
        "signer_id": document.signer_id,
        "signing_form": document.signing_form,
    }


def _replacing(found: Stage, kind: str) -> dict[str, Any]:
    """Return the replaced document as it was, to be written anew: a replacement is of equal form."""
    document, data = found.document, found.version.data
    return {
        **_same(found),
        **{name: data.get(name, "") for name in _TAKEN},
        "kind": kind if kind in SHAPES else document.kind,
        "subject": document.subject,
        "body": found.version.body,
        "replaces_id": document.pk,
    }


def _correcting(found: Stage) -> dict[str, Any]:
    document = found.document
    facts = (document.kind_name, document.code, document.issued_on)
    return {
        **_same(found),
        "kind": "CV",
        "subject": beginnings.correction_subject(*facts),
        "body": beginnings.correction_body(document.agency.name, *facts, document.subject),
        "corrects_id": document.pk,
    }


def about_of(form: DraftForm, actor: Actor) -> list[tuple[str, SubjectCard]]:
    """Return what the draft answers, replaces or corrects, each with its words, to stand above the form."""
    asked = (
        ("reply_to_id", _("Trả lời văn bản đến"), "documents.incomingdocument"),
        ("replaces_id", _("Thay thế văn bản"), "documents.outgoingdocument"),
        ("corrects_id", _("Đính chính văn bản"), "documents.outgoingdocument"),
    )
    wanted = []
    for name, words, label in asked:
        value = str(form[name].value() or "")
        if value.isdecimal() and len(value) < 19:
            wanted.append((words, Subject(label, int(value))))
    found = cards([subject for _words, subject in wanted], actor)
    return [(words, found[subject]) for words, subject in wanted if subject in found]
