"""Deciding: propose, check, sign, number and issue a result; or refuse, with reason and legal basis."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean, one_line
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Result
from congvu.dossiers.queries.codes import notation_of
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.filing import file_away
from congvu.dossiers.services.fitting import fitting
from congvu.dossiers.services.papers import require_own
from congvu.dossiers.services.progress import finish_step, open_step, send_back
from congvu.dossiers.services.stopping import end_work
from congvu.dossiers.states import WAITING, Action, ResultState, State
from congvu.files.models import StoredFile
from congvu.registers.services import take_number


@transaction.atomic
def propose_result(
    dossier_id: int,
    key: str,
    *,
    actor: Actor,
    name: str,
    content: str = "",
    code: str = "",
    positive: bool = True,
    file: StoredFile | None = None,
    outcome: str = "",
    note: str = "",
    seen_version: int | None = None,
) -> Result:
    """Propose a result and complete the appraisal step with it.

    Args:
        key: the open step in the actor's hands.
        name: name of the paper to be issued.
        content: its text or the gist of it.
        code: national code of the kind of result, KQ.*.
        positive: whether what was applied for is granted.
        file: the drafted document.
        outcome: outcome of the step, where it has any.
        note: what was found.
    """
    dossier = open_dossier(dossier_id, Action.PROPOSE, actor=actor, seen_version=seen_version)
    step = open_step(dossier, key, actor=actor)
    if file is not None:
        require_own([file.pk], actor)
    if not clean(name):
        raise ActionRefused(_("Hãy nhập tên kết quả trình ký."), code="name", field="name")
    result = Result(
        dossier=dossier,
        name=one_line(name),
        code=one_line(code),
        positive=positive,
        content=clean(content),
        file=file,
        proposed_by_id=actor.officer_id,
        proposed_at=timezone.now(),
    )
    dossier.results.filter(state__in=WAITING).update(state=ResultState.REJECTED)
    fitting(result).save(force_insert=True)
    journal(dossier, "dossier.result_proposed", actor=actor, result=result.name, positive=positive)
    finish_step(dossier, step, actor=actor, outcome=outcome, note=note)
    return result


@transaction.atomic
def check_result(
    dossier_id: int,
    key: str,
    *,
    actor: Actor,
    note: str = "",
    outcome: str = "",
    seen_version: int | None = None,
) -> Result:
    """Check the proposed result (initial it) and complete the step."""
    dossier = open_dossier(dossier_id, Action.CHECK, actor=actor, seen_version=seen_version)
    step = open_step(dossier, key, actor=actor)
    result = _waiting(dossier, {ResultState.PROPOSED}, _("Chưa có kết quả nào được trình."))
    result.state = ResultState.CHECKED
    result.checked_by_id = actor.officer_id
    result.checked_at = timezone.now()
    result.save(update_fields=["state", "checked_by", "checked_at"])
    journal(dossier, "dossier.result_checked", actor=actor, reason=note, result=result.name)
    finish_step(dossier, step, actor=actor, outcome=outcome, note=note)
    return result


@transaction.atomic
def sign_result(
    dossier_id: int,
    key: str,
    *,
    actor: Actor,
    note: str = "",
    outcome: str = "",
    seen_version: int | None = None,
) -> Result:
    """Approve and sign the result; the form of signing (KT., TL., TUQ.) is kept with it.

    Legal source: NĐ 30/2020/NĐ-CP Điều 13 (ký ban hành văn bản).
    """
    dossier = open_dossier(dossier_id, Action.SIGN, actor=actor, seen_version=seen_version)
    step = open_step(dossier, key, actor=actor)
    result = _waiting(dossier, {ResultState.CHECKED, ResultState.PROPOSED}, _("Chưa có kết quả nào chờ ký."))
    result.state = ResultState.SIGNED
    result.signed_by_id = actor.officer_id
    result.signing_form = actor.signing_form
    result.signed_at = timezone.now()
    result.save(update_fields=["state", "signed_by", "signing_form", "signed_at"])
    journal(dossier, "dossier.result_signed", actor=actor, reason=note, result=result.name)
    finish_step(dossier, step, actor=actor, outcome=outcome, note=note)
    return result


@transaction.atomic
def issue_result(
    dossier_id: int,
    key: str,
    *,
    actor: Actor,
    note: str = "",
    outcome: str = "",
    seen_version: int | None = None,
) -> Result:
    """Give the signed result its number (in this transaction, without gap), enter it, and issue it.

    Legal source: NĐ 30/2020/NĐ-CP Điều 15 (cấp số), Điều 18 (phát hành); approval, signing and issuing are
    three separate evidenced steps.
    """
    dossier = open_dossier(dossier_id, Action.ISSUE, actor=actor, seen_version=seen_version)
    step = open_step(dossier, key, actor=actor)
    result = _waiting(dossier, {ResultState.SIGNED}, _("Kết quả chưa được ký, không thể cấp số."))
    now = timezone.now()
    year = f"{timezone.localdate(now):%Y}"
    result.number = take_number(agency_id=step.agency_id, register="result", period=year)
    result.notation = f"{result.number:02d}/{notation_of(step.agency_id)}"
    result.state = ResultState.ISSUED
    result.issued_by_id = actor.officer_id
    result.issued_at = now
    result.save(update_fields=["number", "notation", "state", "issued_by", "issued_at"])
    journal(
        dossier,
        "dossier.result_issued",
        actor=actor,
        reason=note,
        result=result.name,
        notation=result.notation,
    )
    finish_step(dossier, step, actor=actor, outcome=outcome, note=note)
    return result


@transaction.atomic
def reject_result(
    dossier_id: int, key: str, *, actor: Actor, to: str, reason: str, seen_version: int | None = None
) -> Result:
    """Refuse to initial, sign or issue: the result falls, and the dossier goes back with the reason."""
    dossier = open_dossier(
        dossier_id, Action.SEND_BACK, actor=actor, seen_version=seen_version, reason=reason
    )
    result = _waiting(dossier, WAITING, _("Không có kết quả nào chờ duyệt."))
    send_back(dossier_id, key, actor=actor, to=to, reason=reason, seen_version=seen_version)
    result.refresh_from_db()
    return result


@transaction.atomic
def refuse_dossier(
    dossier_id: int, *, actor: Actor, reason: str, legal_basis: str = "", seen_version: int | None = None
) -> Dossier:
    """Refuse to accept a dossier (form 03): it never got a clock.

    Legal source: NĐ 118/2025/NĐ-CP Điều 17; TT 03/2025/TT-VPCP form 03.
    """
    dossier = open_dossier(dossier_id, Action.REFUSE, actor=actor, seen_version=seen_version, reason=reason)
    dossier.state = State.REFUSED
    store(dossier, "state")
    journal(
        dossier,
        "dossier.refused",
        actor=actor,
        reason=reason,
        legal_basis=clean(legal_basis),
        stage="reception",
    )
    return dossier


@transaction.atomic
def reject_dossier(
    dossier_id: int, *, actor: Actor, reason: str, legal_basis: str, seen_version: int | None = None
) -> Dossier:
    """Refuse after appraisal: in writing, with reason and legal basis, within the time limit.

    Legal source: NĐ 61/2018/NĐ-CP Điều 19.8, carried on by NĐ 118/2025/NĐ-CP.
    """
    dossier = open_dossier(dossier_id, Action.REJECT, actor=actor, seen_version=seen_version, reason=reason)
    if not clean(legal_basis):
        raise ActionRefused(
            _("Hãy ghi căn cứ pháp lý của việc từ chối."), code="legal_basis", field="legal_basis"
        )
    dossier.state = State.REFUSED
    dossier.finished_at = timezone.now()
    end_work(dossier)
    store(dossier, "state", "finished_at", "marking", "holding", "due_at", "paused_at")
    journal(
        dossier,
        "dossier.refused",
        actor=actor,
        reason=reason,
        legal_basis=clean(legal_basis),
        stage="appraisal",
    )
    file_away(dossier, actor=actor)
    return dossier


def _waiting(dossier: Dossier, states: Collection[ResultState], sentence: str) -> Result:
    result = dossier.results.select_for_update().filter(state__in=list(states)).order_by("-id").first()
    if result is None:
        raise StateRefused(sentence, code="no-result")
    return result
