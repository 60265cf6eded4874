"""People whose name changed by law: recorded with the paper that says so, never just typed over."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean, fold, one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.dossiers.models import Applicant, Dossier
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.fitting import fitting
from congvu.dossiers.states import Action

LONGEST_BASIS = 300


def record_renaming(applicant: Applicant, name: str, basis: str, *, actor: Actor, at: str = "basis") -> None:
    """Give an applicant the name that they have by law now; the caller is in a transaction.

    Args:
        applicant: as kept under the same identity number.
        name: the new name.
        basis: the paper that says so, such as "Trích lục cải chính hộ tịch số 12/2026".
        at: the form's field that holds the basis.

    Raises:
        ActionRefused: no basis, no name, or nothing changes.

    Legal source: Luật Hộ tịch 60/2014/QH13 Điều 26, 27 (thay đổi, cải chính hộ tịch).
    """
    called, paper = one_line(name), one_line(basis)
    if not 2 <= len(called) <= 200:
        raise ActionRefused(_("Hãy nhập họ và tên (2 đến 200 ký tự)."), code="name", field="name")
    if not 5 <= len(paper) <= LONGEST_BASIS:
        raise ActionRefused(
            _("Hãy ghi giấy tờ làm căn cứ đổi họ tên (số, ngày, nơi cấp)."), code="basis", field=at
        )
    if called == applicant.name:
        raise ActionRefused(_("Họ tên này trùng với họ tên đang có."), code="unchanged", field="name")
    old, applicant.name, applicant.updated_at = applicant.name, called, timezone.now()
    fitting(applicant).save(update_fields=["name", "updated_at"])
    record(
        "applicant.renamed",
        Subject("dossiers.applicant", applicant.pk),
        actor=actor,
        reason=paper,
        old=old,
        new=called,
    )


@transaction.atomic
def rename_owner(
    dossier_id: int, *, actor: Actor, name: str, basis: str, seen_version: int | None = None
) -> Dossier:
    """Correct the name of a dossier's owner, in the dossier and for the next ones.

    What was issued under the old name (receipts, other forms) stays as it was printed.

    Raises:
        StateRefused: neither the receiving nor the deciding agency asks.
    """
    demand(actor, "dossier.intake")
    dossier = open_dossier(dossier_id, Action.NOTE, actor=actor, seen_version=seen_version)
    if actor.agency_id not in {dossier.receiving_agency_id, dossier.competent_agency_id}:
        raise StateRefused(_("Chỉ nơi tiếp nhận hoặc nơi giải quyết cải chính họ tên."), code="not-holder")
    owner = Applicant.objects.select_for_update().get(pk=dossier.owner_id)
    before = dossier.owner_name
    if owner.name == one_line(name) != before:
        journal(
            dossier, "dossier.owner_renamed", actor=actor, reason=clean(basis), old=before, new=owner.name
        )
    else:
        record_renaming(owner, name, basis, actor=actor)
        journal(
            dossier, "dossier.owner_renamed", actor=actor, reason=clean(basis), old=before, new=owner.name
        )
    dossier.owner_name = owner.name
    dossier.search_text = f"{dossier.search_text} {fold(owner.name)}"
    store(dossier, "owner_name", "search_text")
    return dossier
