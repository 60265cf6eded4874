"""What lies in a dossier: papers, files, fees."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import clean, one_line
from congvu.directory.messages import Actor
from congvu.dossiers.messages import Charge, Intake, Paper
from congvu.dossiers.models import ComponentFile, Dossier, DossierComponent, FeeLine, Involvement, Step
from congvu.dossiers.services.access import journal, open_dossier
from congvu.dossiers.services.fitting import all_fitting
from congvu.dossiers.states import Action
from congvu.files.models import StoredFile
from congvu.statements.services import insert


@transaction.atomic
def attach_file(
    dossier_id: int, file: StoredFile, *, actor: Actor, component_id: int | None = None
) -> ComponentFile:
    """Attach a file that the actor stored to a dossier, or to one paper of it."""
    require_own([file.pk], actor)
    dossier = open_dossier(dossier_id, Action.NOTE, actor=actor)
    component = dossier.components.filter(pk=component_id).first() if component_id else None
    if component_id and component is None:
        raise ActionRefused(_("Giấy tờ này không thuộc hồ sơ."), code="component", field="component")
    row = ComponentFile.objects.create(
        dossier=dossier, component=component, file=file, added_at=timezone.now(), added_by_id=actor.officer_id
    )
    journal(dossier, "dossier.file_added", actor=actor, file=file.name)
    return row


def write_papers(dossier: Dossier, intake: Intake, actor: Actor, steps: Sequence[Step] = ()) -> None:
    """Write papers with their files, fees, the receiving unit's part and the first steps of a new dossier."""
    if not actor.unit_id:
        raise ActionRefused(_("Bạn chưa có vị trí công tác để tiếp nhận hồ sơ."), code="no-post")
    require_own([file_id for paper in intake.papers for file_id in paper.file_ids], actor)
    papers = all_fitting(_paper(dossier, no, paper) for no, paper in enumerate(intake.papers, start=1))
    fees = all_fitting(_fee(dossier, charge) for charge in intake.charges)
    received = Involvement.Reason.RECEIVED
    part = Involvement(dossier=dossier, agency_id=actor.agency_id, unit_id=actor.unit_id, reason=received)
    insert(papers, fees, [part], steps)
    insert(
        [
            ComponentFile(
                dossier=dossier,
                component=row,
                file_id=file_id,
                added_at=dossier.created_at,
                added_by_id=actor.officer_id,
            )
            for row, paper in zip(papers, intake.papers, strict=True)
            for file_id in paper.file_ids
        ]
    )


def require_own(file_ids: list[int], actor: Actor) -> None:
    """Refuse files that the actor did not store: an id says nothing about who may read what is behind it.

    Raises:
        ActionRefused: one is not there, or somebody else's upload.
    """
    wanted = set(file_ids)
    if not wanted:
        return
    own = StoredFile.objects.filter(pk__in=wanted, uploaded_by_id=actor.officer_id)
    if own.count() != len(wanted):
        raise ActionRefused(
            _("Tệp đính kèm không còn hoặc không phải do bạn tải lên. Hãy tải lại tệp."),
            code="file",
            field="papers",
        )


def _paper(dossier: Dossier, no: int, paper: Paper) -> DossierComponent:
    return DossierComponent(
        dossier=dossier,
        no=no,
        component_id=paper.component_id,
        name=clean(paper.name),
        kind=paper.kind,
        quantity=paper.quantity,
        note=clean(paper.note),
    )


def _fee(dossier: Dossier, charge: Charge) -> FeeLine:
    return FeeLine(
        dossier=dossier,
        name=one_line(charge.name),
        unit_price=charge.unit_price,
        quantity=charge.quantity,
        exempt_reason=clean(charge.exempt_reason),
        amount=None if charge.unit_price is None else charge.unit_price * charge.quantity,
        paid_at=dossier.created_at if charge.paid else None,
        receipt_no=one_line(charge.receipt_no),
    )
