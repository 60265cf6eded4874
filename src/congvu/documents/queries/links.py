"""What came from what, as far as documents know: lines, answers, replacements, copies sent on inside."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from congvu.common.subject import Subject
from congvu.common.subjects import Link
from congvu.directory.messages import Actor
from congvu.documents.models import DocumentLink, IncomingDocument, Line, OutgoingDocument
from congvu.documents.states.incoming import LineRole

INCOMING, LINE, OUTGOING = "documents.incomingdocument", "documents.line", "documents.outgoingdocument"


def document_links(asked: list[Subject], actor: Actor) -> Iterator[Link]:
    """Yield the links that touch one of the subjects, at either end (four statements)."""
    pks = {
        label: [subject.pk for subject in asked if subject.label == label]
        for label in (INCOMING, LINE, OUTGOING)
    }
    led = Q(pk__in=pks[LINE]) | Q(document_id__in=pks[INCOMING], role=LineRole.LEAD, officer=None)
    for pk, document in Line.objects.filter(led).values_list("pk", "document_id"):
        yield Link(Subject(INCOMING, document), Subject(LINE, pk), _("chuyển xử lý"))
    worked = Q(document_id__in=pks[INCOMING]) & ~Q(reply_label="")
    for document, label, reply in Line.objects.filter(worked).values_list(
        "document_id", "reply_label", "reply_pk"
    ):
        if reply:
            yield Link(Subject(INCOMING, document), Subject(label, reply), _("trả lời"))
    yield from _outgoing(asked, pks)
    yield from _incoming(asked, pks)


def _outgoing(asked: list[Subject], pks: dict[str, list[int]]) -> Iterator[Link]:
    own = Q(pk__in=pks[OUTGOING]) | Q(replaces_id__in=pks[OUTGOING]) | Q(reply_to_id__in=pks[INCOMING])
    rows = OutgoingDocument.objects.filter(own | _sources(asked)).order_by("pk")
    for pk, reply_to, replaces, label, source in rows.values_list(
        "pk", "reply_to_id", "replaces_id", "source_label", "source_pk"
    ):
        document = Subject(OUTGOING, pk)
        if reply_to:
            yield Link(Subject(INCOMING, reply_to), document, _("trả lời"))
        if replaces:
            yield Link(Subject(OUTGOING, replaces), document, _("thay thế"))
        if label and source:
            yield Link(Subject(label, source), document, _("soạn từ"))


def _incoming(asked: list[Subject], pks: dict[str, list[int]]) -> Iterator[Link]:
    rows = IncomingDocument.objects.filter(Q(pk__in=pks[INCOMING]) | _sources(asked)).exclude(source_label="")
    for pk, label, source in rows.values_list("pk", "source_label", "source_pk"):
        if source:
            yield Link(Subject(label, source), Subject(INCOMING, pk), _("gửi đến"))
    linked = DocumentLink.objects.filter(document_id__in=pks[INCOMING])
    for document, kind, label, pk in linked.values_list("document_id", "kind", "subject_label", "subject_pk"):
        if kind != DocumentLink.Kind.DUPLICATE:
            yield Link(Subject(INCOMING, document), Subject(label, pk), _("liên quan"))


def _sources(asked: list[Subject]) -> Q:
    wanted = Q(pk__in=[])
    for label in {subject.label for subject in asked}:
        pks = [subject.pk for subject in asked if subject.label == label]
        wanted |= Q(source_label=label, source_pk__in=pks)
    return wanted
