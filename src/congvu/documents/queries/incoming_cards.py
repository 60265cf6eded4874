"""Incoming documents and their lines as other rooms show them."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard
from congvu.documents.models import IncomingDocument, Line
from congvu.documents.states.incoming import LINE_NAMES, STATE_NAMES, LineState


def documents(pks: list[int], actor: Any) -> dict[int, SubjectCard]:
    """Return the cards of incoming documents that `actor` may see (one statement)."""
    rows = IncomingDocument.objects.visible_to(actor).filter(pk__in=pks)
    return {row.pk: card(row, Subject("documents.incomingdocument", row.pk)) for row in rows}


def lines(pks: list[int], actor: Any) -> dict[int, SubjectCard]:
    """Return the cards of recipient lines whose document `actor` may see (two statements)."""
    found = Line.objects.filter(pk__in=pks).in_bulk()
    seen = IncomingDocument.objects.visible_to(actor).in_bulk({line.document_id for line in found.values()})
    return {
        pk: card(seen[line.document_id], Subject("documents.line", pk), LINE_NAMES[LineState(line.state)])
        for pk, line in found.items()
        if line.document_id in seen
    }


def card(document: IncomingDocument, subject: Subject, state: str = "") -> SubjectCard:
    """Return an incoming document in one line."""
    return SubjectCard(
        subject,
        title=document.subject,
        code=document.code,
        link=_link(document.pk),
        on=document.issued_on,
        state=state or STATE_NAMES[document.stage],
        kind=_("Văn bản đến"),
    )


def _link(pk: int) -> str:
    try:
        return reverse("desk:incoming", args=[pk])
    except NoReverseMatch:
        return ""
