"""Performers report and propose; nothing they say changes the state of work before it was approved."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.assignments import rules
from congvu.assignments.messages import ReportDraft
from congvu.assignments.models import Assignment, Report, ReportFile
from congvu.assignments.queries.places import is_partner, places_of
from congvu.assignments.services import telling
from congvu.assignments.services.access import (
    enter,
    fitting,
    journal,
    move_to,
    open_assignment,
    store,
    written,
)
from congvu.assignments.states import (
    LAID_BEFORE,
    REPORT_OPEN,
    Action,
    By,
    ReportKind,
    ReportState,
)
from congvu.calendars.queries import legal_rules
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.files.models import StoredFile

_ACTIONS = {
    ReportKind.PROGRESS: Action.REPORT_PROGRESS,
    ReportKind.DONE: Action.REPORT_DONE,
    ReportKind.CLOSE: Action.PROPOSE_CLOSE,
    ReportKind.EXTENSION: Action.REQUEST_EXTENSION,
}


@transaction.atomic
def start(assignment_id: int, *, actor: Actor, seen_version: int | None = None) -> Assignment:
    """Begin work that was given before."""
    assignment = open_assignment(assignment_id, Action.START, actor=actor, seen_version=seen_version)
    enter(assignment, Action.START)
    store(assignment)
    journal(assignment, "assignment.started", actor=actor)
    return assignment


@transaction.atomic
def report_progress(
    assignment_id: int, draft: ReportDraft, *, actor: Actor, seen_version: int | None = None
) -> Report:
    """Report how work goes on; the unit's leader passes it, the giver only reads it.

    Raises:
        ActionRefused: no content, a percentage over 100, somebody else's file.
    """
    return _report(ReportKind.PROGRESS, assignment_id, draft, actor, seen_version)


@transaction.atomic
def report_done(
    assignment_id: int, draft: ReportDraft, *, actor: Actor, seen_version: int | None = None
) -> Report:
    """Report that work is done; it ends when unit and giver have approved.

    Raises:
        ActionRefused: a completion date in the future or too far back, or no document where one is required.
        StateRefused: another proposal is waiting.
    """
    return _report(ReportKind.DONE, assignment_id, draft, actor, seen_version)


@transaction.atomic
def propose_close(
    assignment_id: int, draft: ReportDraft, *, actor: Actor, seen_version: int | None = None
) -> Report:
    """Propose that work need not be finished."""
    return _report(ReportKind.CLOSE, assignment_id, draft, actor, seen_version)


@transaction.atomic
def request_extension(
    assignment_id: int, draft: ReportDraft, *, actor: Actor, seen_version: int | None = None
) -> Report:
    """Ask for a later deadline; how often, how late and how far are parameters with validity.

    Raises:
        ActionRefused: one of the limits is passed; the sentence says which.
    """
    return _report(ReportKind.EXTENSION, assignment_id, draft, actor, seen_version)


@transaction.atomic
def cooperate(
    assignment_id: int, result: str, *, actor: Actor, seen_version: int | None = None
) -> Assignment:
    """Give the written result of the actor's own part; given again it replaces the one before."""
    assignment = open_assignment(assignment_id, Action.COOPERATE, actor=actor, seen_version=seen_version)
    row = next((row for row in assignment.partners.all() if is_partner(actor, row)), None)
    if row is None:
        raise StateRefused(_("Bạn không thuộc đơn vị phối hợp."), code="not-yours")
    row.result = written(result, _("kết quả phối hợp"), field="result")
    row.answered_by_id, row.answered_at = actor.officer_id, timezone.now()
    row.save(update_fields=["result", "answered_by", "answered_at"])
    store(assignment)
    unit = str(row.officer or row.unit or row.agency)
    journal(assignment, "assignment.cooperated", actor=actor, unit=unit)
    said = _("%(unit)s gửi kết quả phối hợp") % {"unit": unit}
    telling.tell(telling.performers(assignment), "assignment.partner", said, assignment, actor=actor)
    return assignment


@transaction.atomic
def settle_difficulty(
    assignment_id: int, report_id: int, settlement: str, *, actor: Actor, seen_version: int | None = None
) -> Report:
    """Note that a reported difficulty was removed, and how."""
    assignment = open_assignment(assignment_id, Action.SETTLE, actor=actor, seen_version=seen_version)
    report = assignment.reports.filter(pk=report_id, settled_at__isnull=True).exclude(difficulties="").first()
    if report is None:
        raise StateRefused(_("Khó khăn này đã được ghi nhận tháo gỡ."), code="settled")
    report.settlement = written(settlement, _("cách tháo gỡ"), field="settlement")
    report.settled_by_id, report.settled_at = actor.officer_id, timezone.now()
    report.save(update_fields=["settlement", "settled_by", "settled_at"])
    store(assignment)
    journal(assignment, "assignment.settled", actor=actor)
    return report


def lay_before_giver(assignment: Assignment, report: Report, *, actor: Actor) -> None:
    """Put a report before the giver: the state waits, nothing is completed yet; the caller stores."""
    kind = ReportKind(report.kind)
    if kind == ReportKind.PROGRESS:
        report.state = ReportState.NOTED
        telling.tell(
            telling.givers(assignment), "assignment.progress", _("Báo cáo tiến độ"), assignment, actor=actor
        )
        return
    report.state = ReportState.AT_GIVER
    move_to(assignment, LAID_BEFORE[kind])
    telling.tell_report(assignment, report, telling.givers(assignment), actor=actor)


def note_earlier(assignment: Assignment, report: Report, *, actor: Actor) -> None:
    """Count progress reports from before a proposal as read: who passes the proposal knows them."""
    assignment.reports.filter(state=ReportState.AT_UNIT, kind=ReportKind.PROGRESS, pk__lt=report.pk).update(
        state=ReportState.NOTED, unit_by_id=actor.officer_id, unit_at=timezone.now()
    )


def _report(
    kind: ReportKind, assignment_id: int, draft: ReportDraft, actor: Actor, seen_version: int | None
) -> Report:
    action = _ACTIONS[kind]
    assignment = open_assignment(
        assignment_id, action, actor=actor, seen_version=seen_version, reason=draft.content
    )
    _require_no_proposal(kind, assignment)
    report = _row(kind, assignment, draft, actor)
    files = _own_files(draft.file_ids, actor)
    _require_document(kind, assignment, draft)
    report.save(force_insert=True)
    ReportFile.objects.bulk_create(ReportFile(report=report, file=file) for file in files)
    enter(assignment, action)
    if skips_unit(actor, assignment):
        report.unit_by_id, report.unit_at = actor.officer_id, report.reported_at
        note_earlier(assignment, report, actor=actor)
        lay_before_giver(assignment, report, actor=actor)
        report.save()
    else:
        telling.tell_report(assignment, report, telling.heads(assignment), actor=actor)
    _next_report(assignment)
    store(assignment)
    _journal(kind, assignment, report, actor)
    return report


def skips_unit(actor: Actor, assignment: Assignment) -> bool:
    """Tell whether a report needs no first approval: a leader's own, or work given within the unit."""
    within = assignment.lead_unit_id is not None and assignment.giver_unit_id == assignment.lead_unit_id
    return within or By.HEAD in places_of(actor, assignment)


def _row(kind: ReportKind, assignment: Assignment, draft: ReportDraft, actor: Actor) -> Report:
    label = _("lý do") if kind in {ReportKind.CLOSE, ReportKind.EXTENSION} else _("nội dung báo cáo")
    report = Report(
        assignment=assignment,
        kind=kind,
        state=ReportState.AT_UNIT,
        content=written(draft.content, label, field="content"),
        percent=_percent(draft),
        difficulties=written(
            draft.difficulties, _("khó khăn, vướng mắc"), field="difficulties", required=False
        ),
        document_code=one_line(draft.document_code),
        reporter_id=actor.officer_id,
        reported_at=timezone.now(),
    )
    if kind == ReportKind.DONE:
        report.finished_on = draft.finished_on or timezone.localdate()
        _require_finish(assignment, report)
    if kind == ReportKind.EXTENSION:
        report.new_due_on = draft.new_due_on
        require_extension(assignment, report)
    fitting(report)
    return report


def _percent(draft: ReportDraft) -> int | None:
    if draft.percent is not None and not 0 <= draft.percent <= 100:
        raise ActionRefused(_("Tiến độ từ 0 đến 100%."), code="percent", field="percent")
    return draft.percent


def _require_finish(assignment: Assignment, report: Report) -> None:
    today = timezone.localdate()
    assert report.finished_on is not None
    given_on = timezone.localdate(assignment.given_at)
    law = legal_rules(today)
    problem = rules.finish_problem(report.finished_on, today=today, given_on=given_on, rules=law)
    if problem:
        sentences = {
            "future": _("Ngày hoàn thành không được sau hôm nay."),
            "before-given": _("Ngày hoàn thành không được trước ngày giao."),
            "back-dated": _("Ngày hoàn thành không được ghi lùi quá %(days)s ngày.")
            % {"days": law.budget("assignment.back_dating").amount},
        }
        raise ActionRefused(sentences[problem], code=f"finish-{problem}", field="finished_on")


def require_extension(assignment: Assignment, report: Report) -> None:
    """Refuse an extension past the limits in force today."""
    if report.new_due_on is None:
        raise ActionRefused(_("Hãy ghi hạn đề nghị."), code="empty", field="new_due_on")
    today = timezone.localdate()
    law = legal_rules(today)
    problem = rules.extension_problem(
        assignment.due_on,
        report.new_due_on,
        approved=assignment.extensions.filter(report__isnull=False).count(),
        today=today,
        rules=law,
        by_government=assignment.by_government,
    )
    parent = assignment.parent
    if not problem and parent is not None and rules.child_problem(report.new_due_on, parent.due_on):
        raise ActionRefused(
            _("Hạn đề nghị không được sau hạn %(due)s của nhiệm vụ cấp trên.")
            % {"due": f"{parent.due_on:%d/%m/%Y}"},
            code="child-later",
            field="new_due_on",
        )
    if problem:
        days = rules.ask_window(law, by_government=assignment.by_government)
        count = law.number("assignment.extensions")
        sentences = {
            "no-deadline": _("Nhiệm vụ không có thời hạn nên không cần gia hạn."),
            "count": _("Nhiệm vụ đã được gia hạn %(count)s lần, không gia hạn thêm.") % {"count": count},
            "too-late": _("Đã quá %(days)s ngày sau hạn, không đề nghị gia hạn được nữa.") % {"days": days},
            "not-later": _("Hạn đề nghị phải sau hạn hiện tại."),
            "past": _("Hạn đề nghị không được trước hôm nay."),
            "too-far": _("Hạn đề nghị không quá %(days)s ngày sau hạn hiện tại.") % {"days": days},
        }
        raise ActionRefused(sentences[problem], code=f"extension-{problem}", field="new_due_on")


def _require_no_proposal(kind: ReportKind, assignment: Assignment) -> None:
    if kind == ReportKind.PROGRESS:
        return
    waiting = assignment.reports.filter(state__in=[state.value for state in REPORT_OPEN])
    if waiting.exclude(kind=ReportKind.PROGRESS).exists():
        raise StateRefused(
            _("Đã có một báo cáo, đề xuất đang chờ duyệt; hãy đợi kết quả."), code="proposal-waits"
        )


def _require_document(kind: ReportKind, assignment: Assignment, draft: ReportDraft) -> None:
    if kind == ReportKind.DONE and assignment.needs_document and not (draft.file_ids or draft.document_code):
        raise ActionRefused(
            _("Nhiệm vụ này phải báo cáo hoàn thành bằng văn bản: hãy ghi số, ký hiệu hoặc đính kèm tệp."),
            code="document",
            field="document_code",
        )


def _own_files(file_ids: tuple[int, ...], actor: Actor) -> list[StoredFile]:
    """Return files that the actor stored: an id says nothing about who may read what is behind it."""
    wanted = set(file_ids)
    own = list(StoredFile.objects.filter(pk__in=wanted, uploaded_by_id=actor.officer_id).order_by("pk"))
    if len(own) != len(wanted):
        raise ActionRefused(
            _("Tệp đính kèm không còn hoặc không phải do bạn tải lên. Hãy tải lại tệp."),
            code="file",
            field="files",
        )
    return own


def _next_report(assignment: Assignment) -> None:
    if assignment.frequency:
        assignment.report_due_on = rules.report_due(timezone.localdate(), assignment.frequency)


def _journal(kind: ReportKind, assignment: Assignment, report: Report, actor: Actor) -> None:
    names = {
        ReportKind.PROGRESS: "assignment.progress",
        ReportKind.DONE: "assignment.done_reported",
        ReportKind.CLOSE: "assignment.close_proposed",
        ReportKind.EXTENSION: "assignment.extension_asked",
    }
    data = {}
    if kind == ReportKind.DONE:
        data["finished"] = f"{report.finished_on:%d/%m/%Y}"
    if kind == ReportKind.EXTENSION:
        data |= {"old": f"{assignment.due_on:%d/%m/%Y}", "new": f"{report.new_due_on:%d/%m/%Y}"}
    reason = report.content if kind in {ReportKind.CLOSE, ReportKind.EXTENSION} else ""
    journal(assignment, names[kind], actor=actor, reason=reason[:500], **data)
