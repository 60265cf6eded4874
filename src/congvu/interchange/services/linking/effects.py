"""What a message of the other side does to the dossier here, once its turn has come."""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.directory.messages import Actor
from congvu.directory.queries import officers_with_role
from congvu.dossiers.messages import StageResult
from congvu.dossiers.services.access import journal, subject_of
from congvu.dossiers.services.copies import end_copy, go_on
from congvu.dossiers.services.linked import add_files, give_back, stage_step, take_result
from congvu.dossiers.states import State
from congvu.interchange.envelopes import dossier as wire
from congvu.interchange.models import LinkedDossier, LinkMessage, OutboundMessage
from congvu.interchange.rules.linking import KIND_NAMES, OVER, Kind, Side, Stage
from congvu.interchange.services.linking.clocks import set_clock
from congvu.interchange.services.linking.saying import say
from congvu.interchange.services.telling import link_to
from congvu.interchange.states import Outbound
from congvu.notify.services import notify

type Kept = list[tuple[int, wire.File]]


def have(link: LinkedDossier, said: wire.Message, files: Kept, *, stage: Stage, late: bool) -> None:
    """Let a message have its effect on a locked stage and its locked dossier.

    Args:
        stage: where the stage stands now.
        late: it is only kept: the stage was over before it came.
    """
    link.state = stage
    link.closed_at = (link.closed_at or timezone.now()) if stage in OVER else None
    link.note = said.text[:1000]
    link.save(update_fields=["state", "closed_at", "note", "received"])
    _heard(link, said)
    _record(link, said, late=late)
    if not late:
        _EFFECTS[Kind(said.kind)](link, said, files)
        _tell(link, said)


def _accepted(link: LinkedDossier, said: wire.Message, files: Kept) -> None:
    """Nothing but the state, which says it."""


def _refused(link: LinkedDossier, said: wire.Message, files: Kept) -> None:
    step = stage_step(link.dossier, link.step_id)
    if step is not None:
        give_back(link.dossier, step, link.before)


def _asked(link: LinkedDossier, said: wire.Message, files: Kept) -> None:
    link.asked = {
        "items": list(said.items),
        "text": said.text,
        "legal_basis": said.legal_basis,
        "by": said.by,
    }
    link.save(update_fields=["asked"])
    add_files(link.dossier, tuple(pk for pk, _one in files))


def _given(link: LinkedDossier, said: wire.Message, files: Kept) -> None:
    dossier = link.dossier
    papers = {row.no: row.pk for row in dossier.components.all()}
    for pk, one in files:
        add_files(dossier, (pk,), papers.get(one.component or 0))
    link.asked = {}
    link.save(update_fields=["asked"])
    go_on(dossier)
    _clock(link, said, files)


def _clock(link: LinkedDossier, said: wire.Message, files: Kept) -> None:
    if said.clock is not None:
        set_clock(link, link.dossier, said.clock)


def _recall(link: LinkedDossier, said: wire.Message, files: Kept) -> None:
    """The origin wants the stage back: at once when nobody has begun, else somebody here decides."""
    if link.state == Stage.OFFERED:
        actor = Actor.system(link.agency_id)
        reason = _("Trả lại theo đề nghị của nơi chuyển: %(why)s") % {"why": said.text}
        end_copy(link.dossier, State.REFUSED, actor=actor, reason=reason)
        say(link, Kind.REFUSED, actor=actor, text=reason)
        return
    link.recall = said.text[:1000]
    link.save(update_fields=["recall"])


def _result(link: LinkedDossier, said: wire.Message, files: Kept) -> None:
    outcome = said.outcome
    assert outcome is not None
    step = stage_step(link.dossier, link.step_id)
    if step is None:
        add_files(link.dossier, tuple(pk for pk, _one in files))
        return
    content = [outcome.content, outcome.legal_basis and _("Căn cứ: %(law)s") % {"law": outcome.legal_basis}]
    signed = _("Người ký: %(name)s") % {"name": outcome.signer} if outcome.signer else ""
    result = StageResult(
        name=outcome.name[:300],
        positive=outcome.positive,
        code=outcome.code[:30],
        content="\n".join(part for part in (*content, signed) if part),
        number=outcome.number,
        notation=outcome.notation[:60],
        signed_at=outcome.signed_at,
        issued_at=outcome.issued_at,
        file_ids=tuple(pk for pk, _one in files),
    )
    take_result(link.dossier, step, result, link.before, actor=Actor.system(link.agency_id))


def _withdrawn(link: LinkedDossier, said: wire.Message, files: Kept) -> None:
    end_copy(link.dossier, State.WITHDRAWN, actor=Actor.system(link.agency_id), reason=said.text)


_EFFECTS: dict[Kind, Callable[[LinkedDossier, wire.Message, Kept], None]] = {
    Kind.ACCEPTED: _accepted,
    Kind.REFUSED: _refused,
    Kind.PROGRESS: _accepted,
    Kind.SUPPLEMENT_REQUEST: _asked,
    Kind.SUPPLEMENT_GIVEN: _given,
    Kind.CLOCK: _clock,
    Kind.RECALL: _recall,
    Kind.RESULT: _result,
    Kind.WITHDRAWN: _withdrawn,
}


def _heard(link: LinkedDossier, said: wire.Message) -> None:
    """What the other side has let have its effect is done; a refusal settles the hand-over as refused."""
    ours = LinkMessage.objects.filter(link=link, way=LinkMessage.Way.OUT, sequence__lte=said.seen)
    packages = OutboundMessage.objects.filter(link_message__in=ours).exclude(
        state__in=[Outbound.DONE, Outbound.REFUSED]
    )
    now = timezone.now()
    if said.kind == Kind.REFUSED:
        first = packages.filter(link_message__kind=Kind.HAND_OVER)
        first.update(state=Outbound.REFUSED, status_at=now, note=said.text[:1000])
    packages.update(state=Outbound.DONE, status_at=now, note="")


def _record(link: LinkedDossier, said: wire.Message, *, late: bool) -> None:
    who = link.partner_name or link.partner_code
    what = str(KIND_NAMES[Kind(said.kind)])
    if late:
        what = _("%(what)s, đến sau khi đã kết thúc nên không còn hiệu lực") % {"what": what}
    actor = Actor.system(link.agency_id)
    journal(link.dossier, "dossier.link_came", actor=actor, reason=said.text, who=who, what=what)


_TOLD_RECEIVER = frozenset({Kind.SUPPLEMENT_GIVEN, Kind.RECALL, Kind.WITHDRAWN})
_TOLD_ORIGIN = frozenset({Kind.REFUSED, Kind.SUPPLEMENT_REQUEST, Kind.RESULT})


def _tell(link: LinkedDossier, said: wire.Message) -> None:
    """Tell the people who have to do something about it: the counter, and whoever has the work in hand."""
    told = _TOLD_ORIGIN if link.side == Side.ORIGIN else _TOLD_RECEIVER
    if Kind(said.kind) not in told:
        return
    dossier = link.dossier
    officers = {one.officer_id for one in officers_with_role(link.agency_id, "clerk")}
    officers |= set(
        dossier.steps.filter(assignee__isnull=False, state="open").values_list("assignee_id", flat=True)
    )
    words = _("%(code)s (%(owner)s): %(who)s – %(what)s. %(text)s") % {
        "code": link.dossier_code,
        "owner": dossier.owner_name,
        "who": link.partner_name or link.partner_code,
        "what": KIND_NAMES[Kind(said.kind)].lower(),
        "text": said.text[:200],
    }
    link_text = link_to("desk:dossier", dossier.pk)
    notify(sorted(officers), "dossier.link_came", words.strip(), link_text, subject_of(dossier))
