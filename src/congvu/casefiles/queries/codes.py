"""The agency's identifier as case files carry it (OrganId, 13 characters)."""

from datetime import date

from django.utils.translation import gettext as _

from congvu.casefiles.rules.codes import LONGEST_ORGAN
from congvu.common.errors import StateRefused
from congvu.directory.models import AgencyCode
from congvu.directory.queries import in_force


def organ_of(agency_id: int, on: date) -> str:
    """Return an agency's identifier on a day: QĐ 20/2020 first, QCVN 102 where it has no other.

    Raises:
        StateRefused: the agency has no identifier of at most 13 characters.
    """
    rows = (
        AgencyCode.objects.filter(in_force(on), agency_id=agency_id)
        .order_by("-valid_from")
        .values_list("scheme", "code")
    )
    found = dict(reversed(list(rows)))
    code = found.get(AgencyCode.Scheme.QD20) or found.get(AgencyCode.Scheme.QCVN102) or ""
    if not code or len(code) > LONGEST_ORGAN:
        raise StateRefused(
            _("Cơ quan chưa có mã định danh (tối đa 13 ký tự). Quản trị cần khai báo để lập mã hồ sơ."),
            code="no-identifier",
        )
    return str(code)
