"""What is checked of an intake before anything is written."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean
from congvu.dossiers import rules
from congvu.dossiers.messages import Intake, Person
from congvu.dossiers.queries.intake import IntakeFacts
from congvu.dossiers.states import PaymentState
from congvu.procedures.messages import FrozenCase, FrozenProcedure
from congvu.procedures.models import ProcedureVersion


def require_local(facts: IntakeFacts) -> None:
    """Refuse a procedure that another system processes, and name that system."""
    if facts.route != "local":
        raise ActionRefused(
            _("Thủ tục này được giải quyết trên %(system)s, không tiếp nhận tại đây.")
            % {"system": facts.route_system or _("hệ thống khác")},
            code="route",
            field="procedure",
        )


def require_published(status: str) -> None:
    """Refuse a procedure version that is not in force."""
    if status != ProcedureVersion.Status.PUBLISHED:
        raise StateRefused(
            _("Thủ tục này vừa hết hiệu lực hoặc chưa công bố. Hãy chọn lại thủ tục."), code="unpublished"
        )


def case_of_intake(procedure: FrozenProcedure, case_no: int) -> FrozenCase:
    """Return the case that the clerk chose; refuse one that the procedure does not have."""
    for case in procedure.cases:
        if case.no == case_no:
            return case
    raise ActionRefused(_("Trường hợp không có trong thủ tục này."), code="case", field="case")


def check_intake(intake: Intake) -> None:
    """Refuse what is wrong in an intake, one sentence for the first thing found."""
    if intake.channel not in {"1", "2", "3"}:
        raise ActionRefused(_("Hãy chọn hình thức nộp hồ sơ."), code="channel", field="channel")
    for person, prefix in ((intake.owner, "owner"), (intake.submitter, "submitter")):
        if person is not None:
            _check_person(person, prefix)
    if intake.submitter is not None and not clean(intake.authorisation):
        raise ActionRefused(
            _("Hãy ghi căn cứ để người khác nộp thay (giấy ủy quyền, quan hệ)."),
            code="authorisation",
            field="authorisation",
        )
    for number, paper in enumerate(intake.papers, start=1):
        if not clean(paper.name) or not 1 <= paper.quantity <= 999:
            raise ActionRefused(
                _("Giấy tờ thứ %(no)s: cần có tên và số lượng từ 1 đến 999.") % {"no": number},
                code="paper",
                field="papers",
            )
    for charge in intake.charges:
        if charge.quantity < 1 or (charge.unit_price or 0) < 0 or (charge.unit_price or 0) > 10**12:
            raise ActionRefused(
                _("Khoản thu “%(name)s”: số tiền hoặc số lượng không hợp lệ.") % {"name": charge.name},
                code="charge",
                field="charges",
            )


def _check_person(person: Person, prefix: str) -> None:
    if not 2 <= len(clean(person.name)) <= 200:
        raise ActionRefused(_("Hãy nhập họ và tên (2 đến 200 ký tự)."), code="name", field=f"{prefix}-name")
    problem = rules.identity_problem(person.id_kind, person.id_number, person.born_on)
    if problem:
        raise ActionRefused(problem, code="identity", field=f"{prefix}-id_number")
    if person.born_on and not date(1900, 1, 1) <= person.born_on <= timezone.localdate():
        raise ActionRefused(_("Ngày sinh không hợp lệ."), code="born", field=f"{prefix}-born_on")
    problem = rules.phone_problem(person.phone)
    if problem:
        raise ActionRefused(problem, code="phone", field=f"{prefix}-phone")


def payment_state(intake: Intake) -> PaymentState:
    """Return where the money of a new dossier stands."""
    due = [charge for charge in intake.charges if not charge.exempt_reason and charge.unit_price != 0]
    if not intake.charges:
        return PaymentState.NONE
    if not due:
        return PaymentState.EXEMPT
    return PaymentState.PAID if all(charge.paid for charge in due) else PaymentState.DUE


def submitted_at(intake: Intake, now: datetime) -> datetime:
    """Return when the dossier was handed in; never in the future."""
    if intake.submitted_at is None:
        return now
    if intake.submitted_at > now:
        raise ActionRefused(_("Thời điểm nộp không được ở tương lai."), code="future", field="submitted_at")
    return intake.submitted_at
