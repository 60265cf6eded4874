"""Giving a message from the national portal its effect: through the one-stop room's own services, once."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.dossiers import services as dossiers
from congvu.dossiers.models import Dossier
from congvu.dossiers.states import FINAL, State
from congvu.files.models import StoredFile
from congvu.interchange.channels.base import Ambiguous, ChannelError, Unreachable
from congvu.national.messages import OnlineDossier
from congvu.national.models import OnlineMessage, SyncedDossier
from congvu.national.queries.links import agencies_of
from congvu.national.rules.reading import online_dossier
from congvu.national.services.adapters.base import NationalSide
from congvu.national.services.fetching import fetched
from congvu.national.services.placing import counter_actor, file_key, place
from congvu.national.services.telling import link_to, tell_counter
from congvu.national.services.writing_down import quarantine, settled, subject_of
from congvu.national.states import CREATE, SUPPLEMENT, WITHDRAW, Inbound, allowed

logger = logging.getLogger(__name__)
_BEFORE = frozenset({State.DRAFT, State.INCOMPLETE})


def handle(message_id: int, side: NationalSide) -> str:
    """Give a stored message its effect, or put it into quarantine with the reason; return its state.

    Raises:
        ChannelError: the far side does not answer; the message stays stored for the next look.
    """
    message = OnlineMessage.objects.select_related("link__agency").get(pk=message_id)
    if not allowed("handle", message.state):
        return message.state
    if _earlier(message):
        OnlineMessage.objects.filter(pk=message.pk).update(note=_("Chờ thông điệp trước của cùng hồ sơ."))
        return message.state
    OnlineMessage.objects.filter(pk=message.pk).update(tries=message.tries + 1)
    try:
        online = online_dossier(message.body)
        files = fetched(message, (file for paper in online.papers for file in paper.files), side)
        return _acted(message, online, files)
    except (Unreachable, Ambiguous) as error:
        OnlineMessage.objects.filter(pk=message.pk).update(note=error.told[:2000])
        raise
    except ChannelError as error:
        return quarantine(message, error.told)
    except ActionRefused as refused:
        return quarantine(message, str(refused.message))
    except Exception as error:  # whatever is in a message, those behind it go on
        logger.exception("message %s of the national side", message.pk)
        return quarantine(message, _("Lỗi không lường trước: %(what)s") % {"what": type(error).__name__})


def _earlier(message: OnlineMessage) -> bool:
    before = OnlineMessage.objects.filter(link=message.link, code=message.code)
    before = before.filter(sequence__lt=message.sequence)
    return before.filter(state__in=[Inbound.STORED, Inbound.QUARANTINED]).exists()


@transaction.atomic
def _acted(message: OnlineMessage, online: OnlineDossier, files: dict[str, int]) -> str:
    held = OnlineMessage.objects.select_for_update(of=("self",)).select_related("link__agency")
    message = held.get(pk=message.pk)
    if not allowed("handle", message.state):
        return message.state
    acts: dict[str, Callable[[OnlineMessage, OnlineDossier, dict[str, int]], str]] = {
        CREATE: _create,
        SUPPLEMENT: _supplement,
        WITHDRAW: _withdraw,
    }
    return acts[message.kind](message, online, files)


def _create(message: OnlineMessage, online: OnlineDossier, files: dict[str, int]) -> str:
    there = Dossier.objects.filter(code=message.code, master_system="").first()
    if there is not None:
        if SyncedDossier.objects.filter(dossier=there, from_portal=True).exists():
            return settled(message, there, _("Hồ sơ đã có từ trước; không lập lại."))
        raise ActionRefused(
            _("Mã hồ sơ %(code)s đã dùng cho hồ sơ khác ở đây.") % {"code": message.code}, code="code"
        )
    placed = place(online, message.link, files)
    dossier = dossiers.save_draft(placed.intake, actor=placed.actor)
    SyncedDossier.objects.update_or_create(
        dossier=dossier,
        defaults={"link": message.link, "from_portal": True, "sent_status": "1"},
        create_defaults={
            "link": message.link, "from_portal": True, "sent_status": "1", "changed_at": timezone.now(),
        },
    )  # fmt: skip
    said = _("Hồ sơ trực tuyến mới: %(code)s, %(procedure)s, %(owner)s. Hãy kiểm tra và tiếp nhận.")
    values = {"code": dossier.code, "procedure": dossier.procedure_name[:120], "owner": dossier.owner_name}
    _tell(dossier, "national.filed", said % values)
    return settled(message, dossier, _("Đã lập hồ sơ, chờ tiếp nhận."))


def _supplement(message: OnlineMessage, online: OnlineDossier, files: dict[str, int]) -> str:
    dossier = _dossier(message)
    if State(dossier.state) in FINAL or dossier.state == State.DONE:
        raise ActionRefused(_("Hồ sơ đã kết thúc, không nhận bổ sung."), code="ended")
    actor = counter_actor(dossier.receiving_agency)
    SyncedDossier.objects.filter(dossier=dossier).update(answered_at=timezone.now())
    for paper in online.papers:
        part = dossier.components.filter(name=paper.name).first()
        for one in paper.files:
            stored = StoredFile.objects.get(pk=files[file_key(one)])
            dossiers.attach_file(dossier.pk, stored, actor=actor, component_id=part.pk if part else None)
    if dossier.state == State.SUPPLEMENT and _chosen(message, "supplement", "resume"):
        dossiers.resume_dossier(dossier.pk, actor=actor, note=online.reason)
    said = _("Công dân đã bổ sung hồ sơ %(code)s trên Cổng quốc gia: %(what)s Hãy kiểm tra.")
    _tell(dossier, "national.supplemented", said % {"code": dossier.code, "what": online.reason[:200]})
    return settled(message, dossier, online.reason or _("Đã đính kèm tệp bổ sung."))


def _withdraw(message: OnlineMessage, online: OnlineDossier, files: dict[str, int]) -> str:
    dossier = _dossier(message)
    if dossier.state == State.WITHDRAWN:
        return settled(message, dossier, _("Hồ sơ đã được ghi nhận rút từ trước."))
    if State(dossier.state) in FINAL or dossier.state == State.DONE:
        raise ActionRefused(_("Hồ sơ đã giải quyết xong, không rút được nữa."), code="ended")
    reason = online.reason or _("Công dân đề nghị rút trên Cổng quốc gia")
    if State(dossier.state) in _BEFORE or _chosen(message, "withdraw", "auto"):
        actor = counter_actor(dossier.receiving_agency)
        dossiers.withdraw_dossier(dossier.pk, actor=actor, reason=reason)
        return settled(message, dossier, reason)
    said = _("Công dân đề nghị rút hồ sơ %(code)s: %(why)s Hãy ghi nhận rút, hoặc trả lời vì sao không.")
    _tell(dossier, "national.withdrawing", said % {"code": dossier.code, "why": reason[:200]})
    return settled(message, dossier, reason, state=Inbound.DECIDING)


def _dossier(message: OnlineMessage) -> Dossier:
    masters = Dossier.objects.select_related("receiving_agency").filter(master_system="")
    found = masters.filter(code=message.code).first()
    if found is None or found.receiving_agency_id not in set(agencies_of(message.link)):
        raise ActionRefused(_("Không có hồ sơ %(code)s ở đây.") % {"code": message.code}, code="missing")
    return found


def _chosen(message: OnlineMessage, option: str, value: str) -> bool:
    return str(message.link.options.get(option, "")).strip().casefold() == value


def _tell(dossier: Dossier, kind: str, said: str) -> None:
    link = link_to("desk:dossier", dossier.pk)
    tell_counter([dossier.receiving_agency_id], kind, said, link=link, subject=subject_of(dossier))
