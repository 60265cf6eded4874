"""The clock and the code of a dossier that another system accepted."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.calendars.queries import schedule_for
from congvu.calendars.rules.legal import RuleMissing
from congvu.common.errors import ActionRefused
from congvu.dossiers.models import Dossier
from congvu.dossiers.rules import is_dossier_code
from congvu.dossiers.services.clock import compute, start_clock
from congvu.registers.services import raise_to


def start(dossier: Dossier, promised: date | None) -> None:
    """Start the clock where the other system did; a promised day that the law does not give is kept."""
    try:
        start_clock(dossier)
    except RuleMissing as missing:
        raise ActionRefused(
            _("Không có quy tắc tính hạn cho ngày tiếp nhận (%(rule)s).") % {"rule": missing.code},
            code="rules",
            field="accepted_at",
        ) from missing
    if promised is None or (dossier.due_at and timezone.localdate(dossier.due_at) == promised):
        return
    assert dossier.accepted_at is not None
    first = timezone.localdate(dossier.accepted_at).toordinal()
    schedule = schedule_for(dossier.competent_agency_id)
    near = max(0, schedule.day_index(promised.toordinal()) - schedule.day_index(first))
    for amount in range(max(0, near - 1), near + 3):
        dossier.budget_amount, dossier.budget_unit = amount, "wday"
        due = compute(dossier, (), None).due_at
        if due is not None and timezone.localdate(due) == promised:
            dossier.due_at = dossier.first_due_at = due
            return
    raise ActionRefused(
        _("Hạn trả %(day)s không phải ngày làm việc nên không thể giữ nguyên.")
        % {"day": f"{promised:%d/%m/%Y}"},
        code="due-day",
        field="due_on",
    )


def count_code(dossier: Dossier, identifier: str) -> None:
    """Let the day's counter go on after a code of our own form, so that it is never given again."""
    code = dossier.code or ""
    if not identifier or not is_dossier_code(code) or not code.startswith(f"{identifier}-"):
        return
    day, sequence = code.rsplit("-", 2)[1:]
    if int(sequence) > 0 and len(sequence) < 8:
        raise_to(agency_id=dossier.receiving_agency_id, register="dossier", period=day, number=int(sequence))
