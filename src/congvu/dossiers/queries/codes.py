"""How an agency is written in dossier codes and in the notation of results."""

from congvu.common.errors import StateRefused
from congvu.directory.models import Agency, AgencyKind


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
