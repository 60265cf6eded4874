"""Finding where an online dossier belongs here: agency, counter, procedure, case, papers."""

from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import fold
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Unit
from congvu.directory.queries import in_force, resolve_code
from congvu.dossiers.messages import Charge, Intake, Paper, Person
from congvu.national.messages import FileRef, OnlineDossier, OnlinePaper, OnlinePerson
from congvu.national.models import NationalLink
from congvu.national.queries.links import agencies_of
from congvu.national.queries.snapshot import component_code
from congvu.procedures.messages import FrozenCase
from congvu.procedures.models import ProcedureVersion
from congvu.procedures.queries import frozen, published

PORTAL = "Cổng Dịch vụ công quốc gia"


@dataclass(frozen=True, slots=True)
class Placed:
    """An online dossier as the one-stop room takes it, and who takes it."""

    intake: Intake
    actor: Actor


def agency_of(link: NationalLink, code: str) -> Agency | None:
    """Return the agency served by a link that a code means today; the link's own without a code."""
    if not code or code == link.agency_code:
        return link.agency
    found = resolve_code(code)
    ids = [pk for pk in (found.current if found else ()) if pk in set(agencies_of(link))]
    return Agency.objects.get(pk=ids[0]) if len(ids) == 1 else None


def counter_actor(agency: Agency) -> Actor:
    """Return the system acting at the one-stop counter of an agency, under the portal's name.

    Raises:
        ActionRefused: the agency has no one-stop unit.
    """
    unit = Unit.objects.filter(in_force(), agency=agency, is_one_stop=True).order_by("path", "pk").first()
    if unit is None:
        raise ActionRefused(
            _("%(agency)s chưa khai báo Bộ phận Một cửa.") % {"agency": agency.name}, code="no-counter"
        )
    return replace(Actor.system(agency.pk, agency.name), unit_id=unit.pk, officer_name=PORTAL)


def place(online: OnlineDossier, link: NationalLink, files: dict[str, int]) -> Placed:
    """Return the intake of an online dossier.

    Args:
        files: by `file_key`, the files that were fetched and checked.

    Raises:
        ActionRefused: it belongs nowhere here, with the reason for people.
    """
    agency = agency_of(link, online.agency_code)
    if agency is None:
        raise ActionRefused(
            _("Mã đơn vị “%(code)s” không phải của cơ quan nào dùng kết nối này.")
            % {"code": online.agency_code},
            code="agency",
        )
    if online.owner is None:
        raise ActionRefused(_("Thông điệp không có tên chủ hồ sơ."), code="owner")
    version_id = _version(online.procedure)
    case = _case(version_id, online.case_no)
    actor = counter_actor(agency)
    now = timezone.now()
    intake = Intake(
        request_key=uuid5(NAMESPACE_URL, f"national:{link.pk}:{online.code}"),
        version_id=version_id,
        case_no=case.no,
        channel="2",
        owner=_person(online.owner),
        submitter=_person(online.submitter) if online.submitter else None,
        authorisation=_("Người nộp xác thực trên %(portal)s") % {"portal": PORTAL}
        if online.submitter
        else "",
        papers=tuple(_paper(one, case, online.procedure, files) for one in online.papers),
        charges=_charges(online),
        data=dict(online.data),
        summary=online.summary,
        return_by=online.return_by,
        submitted_at=min(online.submitted_at or now, now),
        code=online.code,
    )
    return Placed(intake, actor)


def file_key(file: FileRef) -> str:
    """Return what a file of a message is remembered by."""
    return file.id or file.url or file.name


def _version(procedure: str) -> int:
    for code in dict.fromkeys((procedure, procedure[:8])):  # 1.004873.000.00.00.H19 carries the unit
        try:
            return published(code).pk
        except ProcedureVersion.DoesNotExist:
            continue
    raise ActionRefused(
        _("Thủ tục %(code)s chưa công bố trong danh mục ở đây. Hãy lấy danh mục và công bố thủ tục.")
        % {"code": procedure or "?"},
        code="procedure",
    )


def _case(version_id: int, number: int) -> FrozenCase:
    cases = frozen(version_id).cases
    if not cases:
        raise ActionRefused(_("Thủ tục chưa có trường hợp nào."), code="case")
    return next((case for case in cases if case.no == number), cases[0])


def _person(told: OnlinePerson) -> Person:
    return Person(
        name=told.name,
        id_kind=told.id_kind,
        id_number=told.id_number,
        kind=told.kind,
        born_on=told.born_on,
        address=told.address,
        phone=told.phone,
        email=told.email,
    )


def _paper(one: OnlinePaper, case: FrozenCase, procedure: str, files: dict[str, int]) -> Paper:
    known = next(
        (
            row
            for row in case.components
            if component_code(procedure, row.no) == one.component or fold(row.name) == fold(one.name)
        ),
        None,
    )
    return Paper(
        name=known.name if known else one.name or _("Giấy tờ kèm theo"),
        kind="electronic",
        quantity=min(max(one.quantity, 1), 999),
        component_id=known.id if known else None,
        file_ids=tuple(files[file_key(file)] for file in one.files),
    )


def _charges(online: OnlineDossier) -> tuple[Charge, ...]:
    receipt = PORTAL[:40] if online.paid else ""
    return tuple(
        Charge(fee.name, fee.amount, paid=online.paid, receipt_no=receipt)
        for fee in online.fees
        if fee.amount
    )
