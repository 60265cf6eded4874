"""Telling officers of outgoing documents: whose turn it is, what came back, what was issued."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from congvu.common.subject import Subject
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.directory.models import Officer
from congvu.directory.queries import in_force
from congvu.documents.models import Approval, OutgoingDocument
from congvu.documents.queries.outgoing import LABEL, link_of
from congvu.documents.states.incoming import Urgency
from congvu.documents.states.outgoing import CHECK_NAMES, Check
from congvu.notify.services import notify

_ROLES = {
    Check.CONTENT: "unit-head",
    Check.FORM: "registry",
    Check.INITIAL: "unit-head",
    Check.APPROVE: "leader",
}


def tell_turn(document: OutgoingDocument, turn: Approval, *, actor: Actor, said: str = "") -> None:
    """Tell whose turn it is: the officer, or whoever may do it in the unit or agency."""
    words = _("chờ bạn: %(what)s") % {"what": CHECK_NAMES[turn.check_kind].lower()}
    if said:
        words = f"{words} ({one_line(said)})"
    if turn.officer_id:
        tell([turn.officer_id], "outgoing.turn", words, document, actor=actor)
        return
    posts = {
        "posts__agency_id": document.agency_id,
        "posts__roles__code": _ROLES.get(turn.check_kind, "leader"),
    }
    if turn.unit_id:
        posts["posts__unit_id"] = turn.unit_id
    found = Officer.objects.filter(
        in_force(prefix="posts__"), **posts, is_active=True, clearance__gte=document.confidentiality
    )
    tell(found.values_list("pk", flat=True).distinct(), "outgoing.turn", words, document, actor=actor)


def tell_office(document: OutgoingDocument, said: str, *, actor: Actor) -> None:
    """Tell the registry of the issuing agency."""
    found = Officer.objects.filter(
        in_force(prefix="posts__"),
        posts__agency_id=document.agency_id,
        posts__roles__code="registry",
        is_active=True,
        clearance__gte=document.confidentiality,
    )
    tell(found.values_list("pk", flat=True).distinct(), "outgoing.office", said, document, actor=actor)


def tell(
    officers: Iterable[int | None], kind: str, said: str, document: OutgoingDocument, *, actor: Actor
) -> None:
    """Tell officers one sentence about a document; nobody is told of what they did themselves."""
    wanted = [one for one in officers if one and one != actor.officer_id]
    mark = f"{document.get_urgency_display().upper()}: " if document.urgency > Urgency.NORMAL else ""
    about = f"{mark}{document.code or document.kind_name} ({document.subject[:120]})"
    notify(wanted, kind, f"{about}: {said}", link_of(document.pk), Subject(LABEL, document.pk))
