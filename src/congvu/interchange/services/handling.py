"""What people do about messages that stand still: work again, skip with a reason, send again."""

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.delivery import services as delivery
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.interchange.models import InboundMessage, OutboundMessage
from congvu.interchange.queries.traffic import visible_inbound, visible_outbound
from congvu.interchange.services.ingesting import ingest
from congvu.interchange.services.telling import record_about
from congvu.interchange.states import REPLAY, SKIP, Inbound, Move, Outbound

KEEPER = "document.register"
SENDER = "document.issue"


def replay(message_id: int, *, actor: Actor) -> Inbound:
    """Work again on a stored message from its kept bytes; return what became of it now.

    Raises:
        PermissionDenied: document.register is missing.
        InboundMessage.DoesNotExist: not there, or another agency's.
        StateRefused: it has had its effect.
    """
    demand(actor, KEEPER)
    with transaction.atomic():
        message = _opened(message_id, REPLAY, actor)
        _journal(message, "exchange.replayed", actor)
    return ingest(message_id)


@transaction.atomic
def skip(message_id: int, *, reason: str, actor: Actor) -> InboundMessage:
    """Settle a message without effect, with the reason why; its bytes stay.

    Raises as `replay`, and ActionRefused without a reason.
    """
    demand(actor, KEEPER)
    message = _opened(message_id, SKIP, actor)
    message.state, message.reason = Inbound.SKIPPED, _required(reason)[:1000]
    message.save(update_fields=["state", "reason"])
    _journal(message, "exchange.skipped", actor, message.reason)
    return message


@transaction.atomic
def send_again(package_id: int, *, reason: str = "", actor: Actor) -> OutboundMessage:
    """Have a stuck package tried again, with a day of patience anew; what may be there is asked for first.

    Raises:
        PermissionDenied: document.issue is missing.
        OutboundMessage.DoesNotExist: not there, or another agency's.
        StateRefused: it is not stuck.
    """
    demand(actor, SENDER)
    package = _stuck(package_id, actor)
    if package.tried_at is None:
        package.file = package.connection = None
    package.state, package.first_failed_at, package.failures, package.note = Outbound.QUEUED, None, 0, ""
    package.save(update_fields=["state", "first_failed_at", "failures", "note", "file", "connection"])
    if package.delivery is not None:
        delivery.retry(package.delivery, actor=Actor.system(package.agency_id), reason=reason)
    record_about(
        package, "exchange.resent", actor=actor, reason=clean(reason), what=package.code, to=_to(package)
    )
    return package


@transaction.atomic
def give_up(package_id: int, *, reason: str, actor: Actor) -> OutboundMessage:
    """Settle a stuck package without sending it, with the reason; what waits behind it goes on.

    Raises as `send_again`, and ActionRefused without a reason.
    """
    demand(actor, SENDER)
    package = _stuck(package_id, actor)
    words = _required(reason)
    package.state, package.note = Outbound.REFUSED, _("Không gửi nữa: %(why)s") % {"why": words[:900]}
    package.save(update_fields=["state", "note"])
    if package.delivery is not None:
        delivery.skip(package.delivery, actor=Actor.system(package.agency_id), reason=words[:500])
    record_about(package, "exchange.given_up", actor=actor, reason=words, what=package.code, to=_to(package))
    return package


def _opened(message_id: int, move: Move, actor: Actor) -> InboundMessage:
    message = visible_inbound(actor).select_for_update(of=("self",)).get(pk=message_id)
    if message.state not in move.sources:
        raise StateRefused(
            _("Gói này đang ở trạng thái “%(state)s”, không thể thực hiện “%(action)s”.")
            % {"state": message.get_state_display(), "action": move.label}
        )
    return message


def _stuck(package_id: int, actor: Actor) -> OutboundMessage:
    package = visible_outbound(actor).select_for_update(of=("self",)).get(pk=package_id)
    if package.state != Outbound.STUCK:
        raise StateRefused(_("Gói này không còn kẹt."), code="not-stuck")
    return package


def _required(reason: str) -> str:
    words = clean(reason)
    if not words:
        raise ActionRefused(_("Hãy ghi rõ lý do."), code="reason", field="reason")
    return words


def _to(package: OutboundMessage) -> str:
    return package.to_name or package.to_code


def _journal(message: InboundMessage, kind: str, actor: Actor, reason: str = "") -> None:
    subject = Subject("interchange.inboundmessage", message.pk)
    record(kind, subject, actor=actor, reason=reason, remote_id=message.remote_id)
