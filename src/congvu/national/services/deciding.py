"""What officers do with messages from the portal: try again, put aside, answer a wish to withdraw."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.dossiers.models import Dossier
from congvu.interchange.channels.base import ChannelError
from congvu.national.models import OnlineMessage
from congvu.national.queries.links import serving
from congvu.national.queries.traffic import visible_messages
from congvu.national.services.handling import handle
from congvu.national.services.outbound import put
from congvu.national.services.sides import side_of
from congvu.national.services.writing_down import journal
from congvu.national.states import Inbound, allowed

KEEPER = "dossier.accept"


def again(message_id: int, *, actor: Actor) -> OnlineMessage:
    """Give a message in quarantine, or put aside, its effect now; those of the same dossier behind it too.

    Raises:
        PermissionDenied, OnlineMessage.DoesNotExist: not the actor's.
        StateRefused: it had its effect meanwhile.
        ActionRefused: the national side does not answer.
    """
    demand(actor, KEEPER)
    message = _back(message_id, actor)
    behind = OnlineMessage.objects.filter(link=message.link, code=message.code, state=Inbound.STORED)
    try:
        side = side_of(message.link)
        for pk in list(behind.order_by("sequence").values_list("pk", flat=True)):
            handle(pk, side)
    except ChannelError as error:
        raise ActionRefused(error.told, code="far-side") from None
    message.refresh_from_db()
    return message


@transaction.atomic
def _back(message_id: int, actor: Actor) -> OnlineMessage:
    message = _locked(message_id, actor)
    if message.state not in {Inbound.QUARANTINED, Inbound.SET_ASIDE, Inbound.STORED}:
        raise StateRefused(_("Thông điệp này đã được xử lý."), code="message-state")
    message.state = Inbound.STORED
    message.save(update_fields=["state"])
    journal(message, "national.again", actor=actor)
    return message


@transaction.atomic
def set_aside(message_id: int, *, actor: Actor, reason: str) -> OnlineMessage:
    """Leave a message without effect, with the reason; a wish to withdraw is answered with it.

    Raises:
        ActionRefused: no reason.
        StateRefused: it had its effect meanwhile.
    """
    demand(actor, KEEPER)
    message = _locked(message_id, actor)
    if not allowed("set_aside", message.state):
        raise StateRefused(_("Thông điệp này đã được xử lý."), code="message-state")
    if not clean(reason):
        raise ActionRefused(_("Hãy ghi rõ lý do."), code="reason", field="reason")
    asked = message.dossier_id if message.state == Inbound.DECIDING else None
    message.state, message.note = Inbound.SET_ASIDE, clean(reason)[:2000]
    message.handled_at, message.handled_by_id = timezone.now(), actor.officer_id
    message.save(update_fields=["state", "note", "handled_at", "handled_by"])
    journal(message, "national.set_aside", actor=actor, reason=reason)
    if asked is not None:
        _answer(Dossier.objects.select_for_update().get(pk=asked), actor, clean(reason))
    return message


def _answer(dossier: Dossier, actor: Actor, reason: str) -> None:
    served = serving(dossier.receiving_agency_id)
    if served is not None:
        told = _("Chưa ghi nhận rút hồ sơ: %(why)s") % {"why": reason}
        step = {"officer": actor.officer_name, "title": actor.post_title, "unit": actor.unit_id,
                "agency": actor.agency_name, "content": told[:2000]}  # fmt: skip
        put(dossier, served, step)


def _locked(message_id: int, actor: Actor) -> OnlineMessage:
    held = visible_messages(actor).select_for_update(of=("self",)).select_related("link__agency")
    return held.get(pk=message_id)
