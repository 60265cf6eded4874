"""Stages of a dossier as the officers of one of its two agencies see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.directory.messages import Actor
from congvu.documents.models import IncomingDocument
from congvu.dossiers.models import Dossier
from congvu.dossiers.states import RUNNING, State
from congvu.interchange.models import LinkedDossier, LinkMessage
from congvu.interchange.rules.linking import OPEN, Kind, Side, Stage, entitled, may_say
from congvu.interchange.states import UNSENT, Outbound

_WORDS: dict[tuple[Side, Stage], Any] = {
    (Side.ORIGIN, Stage.OFFERED): gettext_lazy("Đã chuyển đến %(who)s, chờ tiếp nhận"),
    (Side.ORIGIN, Stage.WORKING): gettext_lazy("%(who)s đang giải quyết"),
    (Side.ORIGIN, Stage.ASKED): gettext_lazy("%(who)s chờ phần bổ sung của công dân"),
    (Side.ORIGIN, Stage.RETURNED): gettext_lazy("%(who)s đã gửi kết quả"),
    (Side.ORIGIN, Stage.REFUSED): gettext_lazy("%(who)s trả lại, không tiếp nhận"),
    (Side.ORIGIN, Stage.WITHDRAWN): gettext_lazy("Đã rút khỏi %(who)s"),
    (Side.RECEIVER, Stage.OFFERED): gettext_lazy("%(who)s chuyển đến, chờ tiếp nhận"),
    (Side.RECEIVER, Stage.WORKING): gettext_lazy("Cơ quan ta đang giải quyết phần việc %(who)s chuyển đến"),
    (Side.RECEIVER, Stage.ASKED): gettext_lazy("Chờ %(who)s yêu cầu công dân bổ sung"),
    (Side.RECEIVER, Stage.RETURNED): gettext_lazy("Đã gửi kết quả về %(who)s"),
    (Side.RECEIVER, Stage.REFUSED): gettext_lazy("Đã trả lại %(who)s"),
    (Side.RECEIVER, Stage.WITHDRAWN): gettext_lazy("%(who)s báo hồ sơ đã rút hoặc dừng"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One message in words.

    Args:
        at: when it was said.
        ours: whether we said it.
        what: such as "Đề nghị bổ sung".
        text: the words with it.
        state: where its package stands, for ours.
        package: key of its package.
        note: what there is to say of it: why it does not go, or that it came too late.
        files: names of the files that went with it.
    """

    at: datetime
    ours: bool
    what: str
    by: str
    text: str
    state: str
    package: int | None
    note: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageCard:
    """A stage as the dossier's page shows it.

    Args:
        words: where it is now, in one sentence.
        decides: who may confirm it at the moment.
        acts: what may be done here, by name.
        asked: what is to be supplemented, while that waits.
        answer: the ordinary document that answered, where there is one.
    """

    id: int
    side: str
    state: str
    partner: str
    code: str
    name: str
    task: str
    words: str
    decides: str
    due_at: datetime | None
    dossier_due_at: datetime | None
    acts: tuple[str, ...]
    asked: Mapping[str, Any]
    recall: str
    answer: IncomingDocument | None
    said: tuple[Said, ...]

    @property
    def wanted(self) -> list[str]:
        """What the applicant is to supplement."""
        return [str(one) for one in self.asked.get("items", [])]

    @property
    def open(self) -> bool:
        """Whether it goes on."""
        return self.state in OPEN


def stages_of(dossier: Dossier, actor: Actor) -> list[StageCard]:
    """Return the stages of a dossier that the actor's agency shares, the newest first (two statements)."""
    rows = LinkedDossier.objects.filter(dossier_id=dossier.pk, agency_id=actor.agency_id)
    found = rows.select_related("answer").prefetch_related("messages__outbound").order_by("-pk")
    return [_card(link, dossier) for link in found]


def stage_of(link_id: int, actor: Actor) -> tuple[LinkedDossier, StageCard]:
    """Return a stage of the actor's agency whose dossier they may see.

    Raises:
        LinkedDossier.DoesNotExist: not there, or not theirs to see.
    """
    rows = LinkedDossier.objects.select_related("answer").prefetch_related("messages__outbound")
    link = rows.get(pk=link_id, agency_id=actor.agency_id)
    dossier = Dossier.objects.visible_to(actor).select_related("owner").filter(pk=link.dossier_id).first()
    if dossier is None:
        raise LinkedDossier.DoesNotExist(link_id)
    link.dossier = dossier
    return link, _card(link, dossier)


def _card(link: LinkedDossier, dossier: Dossier) -> StageCard:
    side, stage = Side(link.side), Stage(link.state)
    who = link.partner_name or link.partner_code
    holder = entitled(stage)
    return StageCard(
        id=link.pk,
        side=side,
        state=stage,
        partner=who,
        code=link.partner_code,
        name=link.name,
        task=link.task,
        words=str(_WORDS[side, stage]) % {"who": who},
        decides="" if holder is None else _("cơ quan ta") if holder == side else who,
        due_at=link.due_at,
        dossier_due_at=link.dossier_due_at,
        acts=_acts(link, side, stage, dossier),
        asked=link.asked if stage == Stage.ASKED else {},
        recall=link.recall if stage in OPEN else "",
        answer=link.answer,
        said=tuple(_said(row) for row in link.messages.all()),
    )


def _acts(link: LinkedDossier, side: Side, stage: Stage, dossier: Dossier) -> tuple[str, ...]:
    running, done = State(dossier.state) in RUNNING, dossier.state == State.DONE
    if side == Side.RECEIVER:
        open_now = {
            "result": may_say(Kind.RESULT, side, stage) and done,
            "accept": may_say(Kind.ACCEPTED, side, stage) and running,
            "ask": may_say(Kind.SUPPLEMENT_REQUEST, side, stage) and running,
            "progress": stage == Stage.WORKING and running,
            "refuse": may_say(Kind.REFUSED, side, stage) and (running or done),
        }
    else:
        open_now = {
            "relay": stage == Stage.ASKED and running,
            "reply": stage == Stage.ASKED and running,
            "settle": stage in OPEN and not link.received,
            "recall": may_say(Kind.RECALL, side, stage),
            "again": stage == Stage.REFUSED and running,
        }
    return tuple(name for name, now in open_now.items() if now)


def _said(row: LinkMessage) -> Said:
    package = row.outbound
    note = _("đến sau khi đã kết thúc, không còn hiệu lực") if row.late else ""
    if package is not None and package.state in UNSENT:
        note = package.note
    return Said(
        at=row.at,
        ours=row.way == LinkMessage.Way.OUT,
        what=row.get_kind_display(),
        by=row.by,
        text=row.text,
        state=package.get_state_display() if package and package.state != Outbound.DONE else "",
        package=package.pk if package else None,
        note=note,
        files=tuple(str(one.get("name", "")) for one in row.files),
    )
