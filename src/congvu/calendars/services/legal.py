"""Setting legal rules: always a new validity row, so that running dossiers keep what they began with."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.audit.services import record
from congvu.calendars.models import Certainty, LegalRule
from congvu.calendars.permissions import demand_change
from congvu.calendars.rules import rule_problem
from congvu.calendars.services.seeding import close_gaps
from congvu.calendars.services.stamp import bump
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory.messages import Actor

_SENTENCES = {
    "code": gettext_lazy("Không có quy tắc này."),
    "clock": gettext_lazy("Giờ phải ghi dạng 15:00, hoặc none."),
    "number": gettext_lazy("Giá trị phải là một số nguyên không âm."),
    "choice": gettext_lazy("Giá trị không nằm trong các cách tính cho phép."),
    "unit": gettext_lazy("Đơn vị không hợp với quy tắc này."),
}


@transaction.atomic
def set_legal_rule(
    *,
    actor: Actor,
    code: str,
    value: str,
    unit: str,
    legal_basis: str,
    valid_from: date,
    certainty: str = "H",
) -> LegalRule:
    """Give a rule a new value from a day on; the one before ends the day before.

    Args:
        value, unit: as `rules.rule_problem` allows for the code.
        legal_basis: law and article; required.

    Raises:
        PermissionDenied: not an administrator of an agency at the top.
        ActionRefused: a value that does not suit the rule, no basis, or not later than the latest value.
    """
    demand_change(actor, None)
    value, unit, legal_basis = value.strip(), unit.strip(), clean(legal_basis)
    problem = rule_problem(code, value, unit)
    if problem:
        field = {"code": "code", "unit": "unit"}.get(problem, "value")
        raise ActionRefused(str(_SENTENCES[problem]), code=f"rule-{problem}", field=field)
    if not legal_basis or len(legal_basis) > 300:
        raise ActionRefused(
            _("Hãy ghi căn cứ pháp lý, không quá 300 chữ."), code="rule-basis", field="legal_basis"
        )
    if certainty not in Certainty.values:
        raise ActionRefused(_("Hãy chọn độ chắc chắn."), code="rule-certainty", field="certainty")
    latest = LegalRule.objects.select_for_update().filter(code=code).order_by("-valid_from").first()
    if latest is not None and valid_from <= latest.valid_from:
        raise ActionRefused(
            _("Ngày hiệu lực phải sau ngày %(day)s của giá trị mới nhất.")
            % {"day": f"{latest.valid_from:%d/%m/%Y}"},
            code="rule-order",
            field="valid_from",
        )
    row = LegalRule.objects.create(
        code=code, value=value, unit=unit, legal_basis=legal_basis, certainty=certainty, valid_from=valid_from
    )
    close_gaps(code)
    bump()
    _record("calendar.rule_set", row, actor)
    return row


@transaction.atomic
def cancel_legal_rule(*, actor: Actor, rule_id: int) -> None:
    """Take back a value that is not in force yet; one in force can only be followed by another.

    Raises:
        PermissionDenied: not an administrator of an agency at the top.
        StateRefused: it is gone or in force.
    """
    demand_change(actor, None)
    row = LegalRule.objects.select_for_update().filter(pk=rule_id).first()
    if row is None or row.valid_from <= timezone.localdate():
        raise StateRefused(_("Chỉ bỏ được giá trị chưa có hiệu lực."), code="rule-in-force")
    _record("calendar.rule_cancelled", row, actor)
    code = row.code
    row.delete()
    close_gaps(code)
    bump()


def _record(kind: str, row: LegalRule, actor: Actor) -> None:
    record(
        kind,
        Subject("calendars.legalrule", row.pk),
        actor=actor,
        code=row.code,
        value=row.value,
        unit=row.unit,
        valid_from=row.valid_from,
        legal_basis=row.legal_basis,
    )
