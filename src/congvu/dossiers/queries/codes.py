"""How an agency is written in dossier codes and in the notation of results."""

from datetime import date

from django.db.models import Q

from congvu.common.errors import StateRefused
from congvu.directory.models import Agency, AgencyCode, AgencyKind


def identifier_of(agency_id: int, on: date) -> str:
    """Return an agency's identifier on a day: QĐ 20/2020 first, QCVN 102 where it has no other.

    Raises:
        StateRefused: the agency has no identifier, so that it cannot give dossier codes.
    """
    rows = (
        AgencyCode.objects.filter(agency_id=agency_id, valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .order_by("-valid_from")
        .values_list("scheme", "code")
    )
    found = dict(reversed(list(rows)))
    code = found.get(AgencyCode.Scheme.QD20) or found.get(AgencyCode.Scheme.QCVN102)
    return require_identifier(str(code or ""))


def require_identifier(code: str) -> str:
    """Return the identifier, or refuse when the agency has none: it cannot give dossier codes."""
    if not code:
        raise StateRefused(
            "Cơ quan tiếp nhận chưa có mã định danh, chưa thể cấp mã hồ sơ. Quản trị viên cần khai báo.",
            code="no-identifier",
        )
    return code


def notation_of(agency_id: int) -> str:
    """Return the agency's part of a notation, such as "UBND" or "SXD" (NĐ 30/2020/NĐ-CP Phụ lục III)."""
    agency = Agency.objects.only("kind", "short_name", "name").get(pk=agency_id)
    if agency.kind == AgencyKind.COMMITTEE:
        return "UBND"
    return agency.short_name or "".join(word[0] for word in agency.name.split() if word[0].isalpha()).upper()
