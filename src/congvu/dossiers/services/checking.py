"""What is checked of an intake before anything is written."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean, one_line
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.dossiers import rules
from congvu.dossiers.messages import Charge, Intake, Paper, Person
from congvu.dossiers.models import Applicant, Dossier, DossierComponent
from congvu.dossiers.queries.intake import IntakeFacts
from congvu.dossiers.states import PaymentState
from congvu.procedures.messages import FrozenCase, FrozenProcedure
from congvu.procedures.models import ProcedureVersion

MOST_PAPERS, MOST_CHARGES = 500, 100
MOST_MONEY, MOST_COPIES, MOST_TIMES = 10**12, 999, 100_000
_RETURN_WAYS = frozenset({"counter", "post", "online"})


def require_local(facts: IntakeFacts) -> None:
    """Refuse a procedure that another system processes, and name that system."""
    if facts.route != "local":
        raise ActionRefused(
            _("Thủ tục này được giải quyết trên %(system)s, không tiếp nhận tại đây.")
            % {"system": facts.route_system or _("hệ thống khác")},
            code="route",
            field="procedure",
        )


def require_open(facts: IntakeFacts) -> None:
    """Refuse when the receiving or the deciding agency is closed, not there, or of another organisation."""
    if not facts.agencies_open:
        raise ActionRefused(
            _("Cơ quan tiếp nhận hoặc cơ quan giải quyết không có hoặc đã kết thúc hoạt động."),
            code="agency",
            field="competent",
        )


def require_helper(helping_agency_id: int | None, actor: Actor) -> None:
    """Refuse a place of guidance that is no agency of the receiving agency's organisation."""
    if helping_agency_id is None or helping_agency_id == actor.agency_id:
        return
    realm = Agency.objects.filter(pk=actor.agency_id).values("realm")
    if not Agency.objects.filter(pk=helping_agency_id, realm__in=realm).exists():
        raise ActionRefused(
            _("Nơi hướng dẫn không có trong danh bạ của tổ chức."), code="helping", field="helping"
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


def check_intake(intake: Intake, actor: Actor, case: FrozenCase) -> None:
    """Refuse what is wrong in an intake, one sentence for the first thing found."""
    if intake.channel not in {"1", "2", "3"}:
        raise ActionRefused(_("Hãy chọn hình thức nộp hồ sơ."), code="channel", field="channel")
    if intake.return_by not in _RETURN_WAYS:
        raise ActionRefused(_("Hãy chọn cách nhận kết quả."), code="return-by", field="return_by")
    if not 0 <= intake.confidentiality <= actor.clearance:
        raise ActionRefused(
            _("Độ mật của hồ sơ vượt quá phạm vi bạn được xem."), code="clearance", field="confidentiality"
        )
    for person, prefix in ((intake.owner, "owner"), (intake.submitter, "submitter")):
        if person is not None:
            _check_person(person, prefix)
    if intake.submitter is not None and not clean(intake.authorisation):
        raise ActionRefused(
            _("Hãy ghi căn cứ để người khác nộp thay (giấy ủy quyền, quan hệ)."),
            code="authorisation",
            field="authorisation",
        )
    require_helper(intake.helping_agency_id, actor)
    _check_code(intake)
    _check_papers(intake.papers, case)
    _check_charges(intake.charges)


def _check_papers(papers: tuple[Paper, ...], case: FrozenCase) -> None:
    known = {component.id for component in case.components}
    if len(papers) > MOST_PAPERS:
        raise ActionRefused(
            _("Hồ sơ có tối đa %(most)s loại giấy tờ.") % {"most": MOST_PAPERS}, code="paper", field="papers"
        )
    for number, paper in enumerate(papers, start=1):
        if not clean(paper.name) or not 1 <= paper.quantity <= MOST_COPIES:
            raise ActionRefused(
                _("Giấy tờ thứ %(no)s: cần có tên và số lượng từ 1 đến 999.") % {"no": number},
                code="paper",
                field="papers",
            )
        foreign = paper.component_id is not None and paper.component_id not in known
        if foreign or paper.kind not in DossierComponent.Kind.values:
            raise ActionRefused(
                _("Giấy tờ thứ %(no)s không thuộc thành phần hồ sơ của thủ tục.") % {"no": number},
                code="component",
                field="papers",
            )


def _check_charges(charges: tuple[Charge, ...]) -> None:
    if len(charges) > MOST_CHARGES:
        raise ActionRefused(
            _("Hồ sơ có tối đa %(most)s khoản thu.") % {"most": MOST_CHARGES}, code="charge", field="charges"
        )
    for charge in charges:
        price = 0 if charge.unit_price is None else charge.unit_price
        whole = isinstance(price, int) and isinstance(charge.quantity, int)
        if not (whole and 1 <= charge.quantity <= MOST_TIMES and 0 <= price <= MOST_MONEY):
            raise ActionRefused(
                _("Khoản thu “%(name)s”: số tiền hoặc số lượng không hợp lệ.") % {"name": charge.name[:100]},
                code="charge",
                field="charges",
            )


def _check_code(intake: Intake) -> None:
    """Refuse a code of another system that is none, or that a dossier has already."""
    code = intake.code
    if not code:
        return
    if not rules.is_foreign_code(code):
        raise ActionRefused(_("Mã hồ sơ không đúng định dạng."), code="code", field="code")
    if not intake.master and Dossier.objects.filter(code=code, master_system="").exists():
        raise StateRefused(_("Mã hồ sơ %(code)s đã có trong hệ thống.") % {"code": code}, code="code")


def _check_person(person: Person, prefix: str) -> None:
    if not 2 <= len(one_line(person.name)) <= 200:
        raise ActionRefused(_("Hãy nhập họ và tên (2 đến 200 ký tự)."), code="name", field=f"{prefix}-name")
    if "\ufffd" in person.name + person.address:
        raise ActionRefused(
            _("Họ tên hoặc địa chỉ có ký tự hỏng (�). Hãy gõ lại."), code="broken", field=f"{prefix}-name"
        )
    if person.kind not in Applicant.Kind.values:
        raise ActionRefused(_("Hãy chọn đối tượng nộp hồ sơ."), code="kind", field=f"{prefix}-kind")
    problem = rules.identity_problem(person.id_kind, rules.identity_number(person.id_number), person.born_on)
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
