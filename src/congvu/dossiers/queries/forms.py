"""What the seven forms of TT 03/2025/TT-VPCP say about a dossier; always derived from facts and events."""

from datetime import date, datetime
from itertools import pairwise

from django.conf import settings
from django.utils import timezone

from congvu.directory.models import Agency, AgencyKind
from congvu.dossiers.models import Dossier, HandOver, Step, SupplementRequest
from congvu.dossiers.states import DeliveryState, StepState
from congvu.printing.messages import (
    ApologyForm,
    ControlSlipForm,
    FeeRow,
    HandOverRow,
    Letterhead,
    PaperRow,
    Person,
    ReceiptForm,
    RefusalForm,
    RegisterForm,
    RegisterRow,
    Signer,
    StopForm,
    SupplementForm,
    TaskRow,
    TransferSlip,
)
from congvu.procedures.queries import frozen

ONE_STOP = "Bộ phận Tiếp nhận và Trả kết quả"
_UNITS = {"hour": "giờ làm việc", "wday": "ngày làm việc", "day": "ngày", "month": "tháng"}


def letterhead(agency: Agency, on: date, number: str = "") -> Letterhead:
    """Return the head of a form of `agency`: superior agency, own name, place and date."""
    parent = agency.parent.name if agency.parent_id and agency.parent else ""
    return Letterhead(agency=agency.name, parent_agency=parent, number=number, place=agency.place, date=on)


def receipt(dossier: Dossier, number: str = "") -> ReceiptForm:
    """Return form 01 (Giấy tiếp nhận hồ sơ và hẹn trả kết quả) of an accepted dossier."""
    assert dossier.accepted_at is not None
    return ReceiptForm(
        head=letterhead(dossier.receiving_agency, timezone.localdate(dossier.accepted_at), number),
        dossier_code=dossier.code or "",
        unit=_one_stop_of(dossier.receiving_agency),
        submitter=_submitter(dossier),
        owner=_owner(dossier) if dossier.submitter_id else None,
        procedure=dossier.procedure_name,
        procedure_code=dossier.procedure_code,
        papers=tuple(
            PaperRow(name=row.name, kind=row.get_kind_display(), quantity=row.quantity, note=row.note)
            for row in dossier.components.all()
        ),
        time_limit=limit_text(dossier),
        received_at=timezone.localtime(dossier.accepted_at),
        due_at=_local(dossier.first_due_at),
        result_way=dossier.get_return_by_display(),
        fees=tuple(
            FeeRow(name=row.name, amount=row.amount, paid=row.paid_at is not None)
            for row in dossier.fees.all()
        ),
        lookup_secret=dossier.secret,
        lookup_url=f"{settings.SITE_URL}/tra-cuu/" if settings.SITE_URL else "",
        receiver=dossier.created_by.full_name if dossier.created_by else "",
    )


def supplement(request: SupplementRequest, number: str) -> SupplementForm:
    """Return form 02 (Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ)."""
    dossier = request.dossier
    guide = request.requested_by
    return SupplementForm(
        head=letterhead(dossier.receiving_agency, timezone.localdate(request.requested_at), number),
        owner=_owner(dossier),
        procedure=dossier.procedure_name,
        items=tuple(request.items),
        reason=request.reason,
        legal_basis=request.legal_basis,
        dossier_code=dossier.code or "",
        deadline=_local(request.close_at),
        contact=guide.full_name if guide else "",
        contact_phone=(guide.phone if guide else "") or dossier.receiving_agency.phone,
        guide=guide.full_name if guide else "",
    )


def refusal(
    dossier: Dossier, number: str, *, reason: str, legal_basis: str, receiver: str, on: date
) -> RefusalForm:
    """Return form 03 (Phiếu từ chối tiếp nhận giải quyết hồ sơ)."""
    return RefusalForm(
        head=letterhead(dossier.receiving_agency, on, number),
        unit=_one_stop_of(dossier.receiving_agency),
        owner=_owner(dossier),
        procedure=dossier.procedure_name,
        reason=reason,
        legal_basis=legal_basis,
        dossier_code=dossier.code or "",
        submitter=_submitter(dossier).name,
        receiver=receiver,
    )


def apology(dossier: Dossier, number: str, signer: Signer) -> ApologyForm:
    """Return form 04 (Văn bản xin lỗi và đề nghị gia hạn) of an extended dossier."""
    extension = dossier.extension
    assert dossier.accepted_at is not None
    return ApologyForm(
        head=letterhead(dossier.competent_agency, timezone.localdate(extension.at), number),
        addressee=_owner(dossier).name,
        dossier_code=dossier.code or "",
        procedure=dossier.procedure_name,
        received_at=timezone.localtime(dossier.accepted_at),
        due_at=timezone.localtime(extension.old_due_at),
        new_due_at=timezone.localtime(extension.new_due_at),
        reason=extension.reason,
        signer=signer,
        recipients=("Như trên;", "Trung tâm Phục vụ hành chính công;", "Lưu: VT."),
    )


def stop(
    dossier: Dossier, number: str, *, reason: str, papers: tuple[str, ...], signer: Signer, at: datetime
) -> StopForm:
    """Return form 05 (Thông báo dừng giải quyết hồ sơ)."""
    assert dossier.accepted_at is not None
    return StopForm(
        head=letterhead(dossier.competent_agency, timezone.localdate(at), number),
        addressee=_owner(dossier).name,
        dossier_code=dossier.code or "",
        procedure=dossier.procedure_name,
        received_at=timezone.localtime(dossier.accepted_at),
        stopped_at=timezone.localtime(at),
        reason=reason,
        signer=signer,
        returned_papers=papers,
        recipients=("Như trên;", "Trung tâm Phục vụ hành chính công;", "Lưu: VT."),
    )


def control_slip(dossier: Dossier) -> ControlSlipForm:
    """Return form 06 (Phiếu kiểm soát quá trình giải quyết hồ sơ), derived from the steps as they were."""
    assert dossier.accepted_at is not None
    steps = list(
        dossier.steps.exclude(state=StepState.CANCELLED)
        .select_related("unit", "agency", "assignee", "done_by")
        .order_by("started_at", "id")
    )
    agencies = dict.fromkeys(
        step.agency.name for step in steps if step.agency_id != dossier.competent_agency_id
    )
    return ControlSlipForm(
        head=letterhead(dossier.receiving_agency, timezone.localdate(dossier.accepted_at)),
        dossier_code=dossier.code or "",
        resolving_agency=dossier.competent_agency.name,
        cooperating=tuple(agencies),
        owner=dossier.owner_name,
        phone=dossier.phone,
        procedure=dossier.procedure_name,
        received_at=timezone.localtime(dossier.accepted_at),
        due_at=_local(dossier.due_at),
        rows=tuple(_slip_row(before, after) for before, after in pairwise(steps)),
    )


def _slip_row(before: Step, after: Step) -> HandOverRow:
    receiver = after.done_by or after.assignee
    return HandOverRow(
        from_unit=f"{before.unit.name} – {before.agency.name}",
        to_unit=f"{after.unit.name} – {after.agency.name}",
        from_officer=before.done_by.full_name if before.done_by else "",
        to_officer=receiver.full_name if receiver else "",
        at=timezone.localtime(after.started_at),
        due_at=_local(after.due_at),
        outcome=_in_time(before),
        note=before.name,
    )


def _in_time(step: Step) -> str:
    if step.done_at is None or step.due_at is None:
        return ""
    if step.done_at > step.due_at:
        return "Quá hạn"
    return "Đúng hạn" if step.done_at.date() == step.due_at.date() else "Trước hạn"


def register(
    agency: Agency, first: date, last: date, *, clearance: int, closed: bool = False, keeper: str = ""
) -> RegisterForm:
    """Return form 07 (Sổ theo dõi hồ sơ) of what an agency received from one day to another, inclusive.

    Args:
        clearance: highest confidentiality that its reader may see; what is above it is not in their copy.
    """
    dossiers = (
        Dossier.objects.filter(
            receiving_agency=agency,
            accepted_at__date__gte=first,
            accepted_at__date__lte=last,
            confidentiality__lte=clearance,
        )
        .select_related("competent_agency", "extension")
        .order_by("accepted_at", "id")
    )
    return RegisterForm(
        head=letterhead(agency, last),
        unit=_one_stop_of(agency),
        year=last.year,
        rows=tuple(_register_row(no, dossier) for no, dossier in enumerate(dossiers, start=1)),
        closed_on=last if closed else None,
        keeper=keeper,
    )


def _register_row(no: int, dossier: Dossier) -> RegisterRow:
    assert dossier.accepted_at is not None
    notes = []
    if hasattr(dossier, "extension"):
        notes.append("Gia hạn một lần")
    if dossier.delivery_state not in {DeliveryState.DELIVERED, DeliveryState.SENT}:
        notes.append(dossier.get_state_display())
    return RegisterRow(
        no=no,
        dossier_code=dossier.code or "",
        procedure=dossier.procedure_name,
        applicant=dossier.owner_name,
        contact=", ".join(part for part in (dossier.address, dossier.phone) if part),
        lead_agency=dossier.competent_agency.name,
        received_at=timezone.localtime(dossier.accepted_at),
        due_at=_local(dossier.due_at),
        returned_at=_local(dossier.returned_at),
        return_way=dossier.get_return_by_display(),
        note="; ".join(notes),
    )


def transfer_slip(hand_over: HandOver) -> TransferSlip:
    """Return the slip that states each agency's task and deadline (Phiếu chuyển xử lý)."""
    dossier = hand_over.dossier
    assert dossier.accepted_at is not None
    return TransferSlip(
        head=letterhead(hand_over.from_agency, timezone.localdate(hand_over.sent_at)),
        dossier_code=dossier.code or "",
        procedure=dossier.procedure_name,
        owner=dossier.owner_name,
        lead_agency=dossier.competent_agency.name,
        received_at=timezone.localtime(dossier.accepted_at),
        due_at=_local(dossier.due_at),
        tasks=tuple(
            TaskRow(
                agency=row.to_agency.name,
                task=row.task,
                due_at=_local(row.due_at),
                result_to=dossier.receiving_agency.name,
            )
            for row in dossier.hand_overs.select_related("to_agency")
        ),
        papers=tuple(
            PaperRow(name=row.name, kind=row.get_kind_display(), quantity=row.quantity)
            for row in dossier.components.all()
        ),
        sender=hand_over.sent_by.full_name if hand_over.sent_by else "",
        receiver=hand_over.received_by.full_name if hand_over.received_by else "",
    )


def limit_text(dossier: Dossier) -> str:
    """Return the legal time limit in words, such as "15 ngày làm việc"."""
    if dossier.budget_amount is None:
        return "Theo quy định" if not frozen(dossier.procedure_version_id).instant else "Trong ngày"
    if dossier.budget_amount == 0:
        return "Trong ngày làm việc"
    return f"{dossier.budget_amount:02d} {_UNITS[dossier.budget_unit]}"


def _one_stop_of(agency: Agency) -> str:
    unit = agency.units.filter(is_one_stop=True).order_by("id").first()
    return unit.name if unit else (agency.name if agency.kind == AgencyKind.CENTRE else ONE_STOP)


def _owner(dossier: Dossier) -> Person:
    owner = dossier.owner
    return Person(
        name=owner.name, identity=owner.id_number, address=owner.address, phone=owner.phone, email=owner.email
    )


def _submitter(dossier: Dossier) -> Person:
    person = dossier.submitter
    if person is None:
        return _owner(dossier)
    return Person(
        name=person.name,
        identity=person.id_number,
        address=person.address,
        phone=person.phone,
        email=person.email,
    )


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
