"""Opinions of other units and agencies; where the law says so, silence is consent."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Unit
from congvu.directory.queries import in_force, standing
from congvu.dossiers.models import Dossier, Involvement, Opinion, Step
from congvu.dossiers.queries.inbox import holds
from congvu.dossiers.queries.scopes import scope_words
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.fitting import fitting
from congvu.dossiers.services.progress import finish_step, open_step
from congvu.dossiers.services.telling import tell_asked
from congvu.dossiers.states import Action, StepState
from congvu.workflow.queries import definition


@transaction.atomic
def ask_opinion(
    dossier_id: int,
    key: str,
    *,
    actor: Actor,
    unit_id: int,
    question: str,
    due_at: datetime,
    silence_is_consent: bool = False,
    legal_basis: str = "",
    seen_version: int | None = None,
) -> Opinion:
    """Ask another unit or agency for its opinion, beside the step in hand.

    Args:
        key: the open step in the actor's hands.
        unit_id: the unit asked.
        question: what is asked.
        due_at: until when.
        silence_is_consent: only with the `legal_basis` that says so.

    Legal source: NĐ 61/2018/NĐ-CP Điều 19.5; sector laws for silence.
    """
    dossier = open_dossier(dossier_id, Action.ASK_OPINION, actor=actor, seen_version=seen_version)
    step = open_step(dossier, key, actor=actor)
    unit = _asked_unit(unit_id, actor)
    _check_question(question, due_at, silence_is_consent, legal_basis)
    opinion = Opinion(
        dossier=dossier,
        step=step,
        agency_id=unit.agency_id,
        unit=unit,
        question=clean(question),
        asked_by_id=actor.officer_id,
        asked_at=timezone.now(),
        due_at=due_at,
        silence_is_consent=silence_is_consent,
        legal_basis=clean(legal_basis),
    )
    fitting(opinion).save(force_insert=True)
    _let_see(dossier, unit)
    store(dossier, "search_text")
    tell_asked(dossier, unit, actor=actor)
    journal(
        dossier,
        "dossier.opinion_asked",
        actor=actor,
        unit=f"{unit.name}, {unit.agency.name}",
        question=opinion.question,
    )
    return opinion


@transaction.atomic
def give_opinion(
    dossier_id: int,
    opinion_id: int,
    *,
    actor: Actor,
    agree: bool,
    content: str,
    seen_version: int | None = None,
) -> Opinion:
    """Answer an opinion request for one's unit; a step that waited for it is completed."""
    dossier = open_dossier(dossier_id, Action.GIVE_OPINION, actor=actor, seen_version=seen_version)
    opinion = (
        Opinion.objects.select_for_update(of=("self",))
        .select_related("step")
        .filter(pk=opinion_id, dossier=dossier)
        .first()
    )
    if opinion is None:
        raise ActionRefused(_("Yêu cầu lấy ý kiến này không thuộc hồ sơ."), code="opinion")
    if opinion.answered_at is not None or opinion.cancelled_at is not None:
        raise StateRefused(_("Ý kiến này đã được trả lời hoặc không còn cần."), code="answered")
    asked = opinion.unit_id in actor.unit_ids or (actor.agency_wide and opinion.agency_id == actor.agency_id)
    if not asked:
        raise StateRefused(_("Đơn vị của bạn không được hỏi ý kiến này."), code="not-holder")
    if not agree and not clean(content):
        raise ActionRefused(_("Hãy ghi rõ nội dung không đồng ý."), code="content", field="content")
    _answer(opinion, "agree" if agree else "disagree", clean(content), actor)
    step = opinion.step
    if step is not None and step.type == "opinion" and step.state == StepState.OPEN and holds(actor, step):
        finish_step(dossier, step, actor=actor, outcome=_outcome(dossier, step, agree), note=content)
    else:
        store(dossier)
    journal(dossier, "dossier.opinion_given", actor=actor, answer=opinion.answer, content=opinion.content)
    return opinion


@transaction.atomic
def settle_silence(opinion_id: int, *, actor: Actor) -> Opinion:
    """Count an opinion that did not come in time as consent, where the law says so (a worker's job)."""
    found = Opinion.objects.get(pk=opinion_id)
    dossier = open_dossier(found.dossier_id, Action.GIVE_OPINION, actor=actor)
    opinion = Opinion.objects.select_for_update(of=("self",)).select_related("step").get(pk=opinion_id)
    over = opinion.due_at is not None and timezone.now() >= opinion.due_at
    if not opinion.silence_is_consent or opinion.answered_at or opinion.cancelled_at or not over:
        raise StateRefused(_("Chưa đến hạn coi im lặng là đồng ý."), code="not-yet")
    _answer(opinion, "silent", _("Hết hạn không trả lời: coi như đồng ý."), actor)
    step = opinion.step
    if step is not None and step.type == "opinion" and step.state == StepState.OPEN:
        finish_step(dossier, step, actor=actor, outcome=_outcome(dossier, step, True), note=opinion.content)
    else:
        store(dossier)
    journal(dossier, "dossier.silence_counted", actor=actor, unit=str(opinion.unit))
    return opinion


def _let_see(dossier: Dossier, unit: Unit) -> None:
    part = Involvement(
        dossier=dossier, agency_id=unit.agency_id, unit=unit, reason=Involvement.Reason.OPINION
    )
    Involvement.objects.bulk_create([part], ignore_conflicts=True)
    dossier.search_text = f"{dossier.search_text} {scope_words({unit.agency_id}, {unit.pk})}"


def _asked_unit(unit_id: int, actor: Actor) -> Unit:
    """Return a unit of the actor's organisation that works today."""
    realm = Agency.objects.filter(pk=actor.agency_id).values("realm")[:1]
    unit = (
        Unit.objects.filter(in_force(), standing(prefix="agency__"), pk=unit_id, agency__realm=realm)
        .select_related("agency")
        .first()
    )
    if unit is None:
        raise ActionRefused(_("Đơn vị được hỏi không có trong danh bạ."), code="unit", field="unit")
    return unit


def _check_question(question: str, due_at: datetime, silence_is_consent: bool, legal_basis: str) -> None:
    if not clean(question):
        raise ActionRefused(_("Hãy ghi nội dung cần lấy ý kiến."), code="question", field="question")
    if due_at <= timezone.now():
        raise ActionRefused(_("Hạn trả lời phải ở tương lai."), code="due", field="due_at")
    if silence_is_consent and not clean(legal_basis):
        raise ActionRefused(
            _("Chỉ được coi im lặng là đồng ý khi ghi căn cứ pháp lý."),
            code="legal_basis",
            field="legal_basis",
        )


def _answer(opinion: Opinion, answer: str, content: str, actor: Actor) -> None:
    opinion.answer = answer
    opinion.content = content
    opinion.answered_by_id = actor.officer_id
    opinion.answered_at = timezone.now()
    opinion.save(update_fields=["answer", "content", "answered_by", "answered_at"])


def _outcome(dossier: Dossier, step: Step, agree: bool) -> str:
    """Return the step's outcome that stands for the answer: its first one for yes, its last for no."""
    outcomes = definition(dossier.process_version_id or 0).step(step.key).outcomes
    if not outcomes:
        return ""
    return outcomes[0] if agree else outcomes[-1]
