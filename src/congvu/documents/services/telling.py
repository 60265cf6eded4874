"""Telling officers what came to them: nobody is told of what they did themselves."""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.directory.messages import Actor
from congvu.directory.models import Officer
from congvu.directory.queries import in_force
from congvu.documents.models import IncomingDocument, Line
from congvu.documents.services.incoming_access import subject_of
from congvu.documents.states.incoming import LineRole, Urgency
from congvu.notify.services import notify

_ROLE_SENTENCES = {
    LineRole.LEAD: gettext_lazy("%(who)s chuyển bạn chủ trì xử lý"),
    LineRole.COOPERATE: gettext_lazy("%(who)s chuyển bạn phối hợp xử lý"),
    LineRole.INFORM: gettext_lazy("%(who)s chuyển để bạn biết"),
}


def tell_registry(document: IncomingDocument, said: str = "") -> None:
    """Tell the registry clerks of the agency that a document waits to be registered, or what else."""
    posts = {
        "posts__agency_id": document.agency_id,
        "posts__roles__code": "registry",
        "is_active": True,
        "clearance__gte": document.confidentiality,
    }
    officers = Officer.objects.filter(in_force(prefix="posts__"), **posts).distinct()
    _tell(
        officers.values_list("pk", flat=True), "incoming.arrived", said or _("vừa đến, chờ vào sổ"), document
    )


def tell_lines(document: IncomingDocument, lines: Iterable[Line], *, actor: Actor) -> None:
    """Tell those whom new lines are addressed to: the officer, or of a unit whoever directs its work."""
    for line in lines:
        said = str(_ROLE_SENTENCES[LineRole(line.role)]) % {"who": actor.officer_name}
        _tell(_holders(line, document, actor), "incoming.line", said, document)


def tell_sender(document: IncomingDocument, line: Line, said: str, *, actor: Actor) -> None:
    """Tell whoever sent a line what became of it."""
    if line.sender_id and line.sender_id != actor.officer_id:
        _tell([line.sender_id], "incoming.line_ended", said, document)


def tell_holders(document: IncomingDocument, lines: Iterable[Line], said: str, *, actor: Actor) -> None:
    """Tell the officers of personal lines one sentence."""
    officers = {line.officer_id for line in lines if line.officer_id} - {actor.officer_id}
    _tell([one for one in officers if one], "incoming.line", said, document)


def tell_registry_of(document: IncomingDocument, said: str, *, actor: Actor) -> None:
    """Tell the clerk who registered a document."""
    if document.registered_by_id and document.registered_by_id != actor.officer_id:
        _tell([document.registered_by_id], "incoming.directed", said, document)


def _holders(line: Line, document: IncomingDocument, actor: Actor) -> list[int]:
    if line.officer_id:
        return [] if line.officer_id == actor.officer_id else [line.officer_id]
    heads = Officer.objects.filter(
        in_force(prefix="posts__"),
        posts__unit_id=line.unit_id,
        posts__roles__code="unit-head",
        is_active=True,
        clearance__gte=document.confidentiality,
    ).exclude(pk=actor.officer_id or 0)
    return list(heads.values_list("pk", flat=True).distinct())


def _tell(officers: Iterable[int], kind: str, said: str, document: IncomingDocument) -> None:
    mark = f"{document.get_urgency_display().upper()}: " if document.urgency > Urgency.NORMAL else ""
    about = f"{mark}{document.code or _('Văn bản đến')} ({document.subject[:120]})"
    notify(officers, kind, f"{about}: {said}", link_of(document), subject_of(document))


def link_of(document: IncomingDocument) -> str:
    """Return the address of a document's page, "" where no desk is installed."""
    try:
        return reverse("desk:incoming", args=[document.pk])
    except NoReverseMatch:
        return ""
