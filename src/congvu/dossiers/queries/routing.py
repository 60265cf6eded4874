"""Who plays which role where: the province's one process bound to local units."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from congvu.common.errors import ActionRefused
from congvu.directory.models import Agency, AgencyCode, AgencyKind
from congvu.dossiers.messages import Place
from congvu.dossiers.models import Dossier, LocalBinding
from congvu.statements.queries import rows
from congvu.workflow.models import ProcessVersion
from congvu.workflow.queries import definition

DEFAULT_PROCESSES = {"commune": "mac-dinh-xa"}
DEFAULT_ELSEWHERE = "mac-dinh-tinh"


def version_id_for(procedure_code: str, level: str) -> int | None:
    """Return the published process version for a procedure: its own, or the default of the level."""
    default = DEFAULT_PROCESSES.get(level, DEFAULT_ELSEWHERE)
    found = dict(
        ProcessVersion.objects.filter(
            process__code__in=[procedure_code, default], status=ProcessVersion.Status.PUBLISHED
        ).values_list("process__code", "pk")
    )
    return found.get(procedure_code) or found.get(default)


def place_for(agency_id: int, role: str, *, procedure_code: str, field_name: str, unit: str = "") -> Place:
    """Return the unit (and officer) that plays `role` in an agency for a procedure.

    The narrowest binding wins: the unit that the process names, then the procedure's, its field's, and the
    agency's general one.

    Raises:
        ActionRefused: nobody is bound to the role there.
    """
    scopes = binding_scopes(procedure_code, field_name, unit)
    found = rows(_PLACES.format(marks=", ".join(["%s"] * len(scopes))), [agency_id, role, *scopes])
    places = {scope: Place(*place) for scope, *place in found}
    for scope in scopes:
        if scope in places:
            return places[scope]
    name = Agency.objects.filter(pk=agency_id).values_list("name", flat=True).first() or ""
    raise ActionRefused(
        f"{name}: chưa gán đơn vị cho vai trò “{role}”. Quản trị viên cần khai báo trước.", code="no-place"
    )


def binding_scopes(procedure_code: str, field_name: str, unit: str = "") -> list[str]:
    """Return the scopes of bindings that may say where a step is done, the narrowest first."""
    named = [f"unit:{unit}"] if unit else []
    return [*named, f"procedure:{procedure_code}", f"field:{field_name}", ""]


_PLACES = """
SELECT b.scope, b.agency_id, b.unit_id, b.officer_id, a.name, u.name
FROM dossiers_localbinding b JOIN directory_unit u ON u.id = b.unit_id
JOIN directory_agency a ON a.id = b.agency_id
WHERE b.agency_id = %s AND b.role = %s AND b.scope IN ({marks})
"""


def competent_agencies(agency_id: int, levels: Collection[str]) -> list[tuple[int, str, str]]:
    """Return id, name and level of the agencies that may decide, the asking one first (two statements).

    Those of its own organisation at one of the levels of the procedure, with people bound to roles: dossiers
    are received whatever the place (phi địa giới, NĐ 118/2025/NĐ-CP Điều 15).

    Args:
        agency_id: the receiving agency.
        levels: levels of the procedure; "other" means any.
    """
    realm = Agency.objects.filter(pk=agency_id).values_list("realm", flat=True).first()
    found = (
        Agency.objects.filter(
            Exists(LocalBinding.objects.filter(agency=OuterRef("pk"))), realm=realm, closed_on__isnull=True
        )
        .exclude(kind=AgencyKind.CENTRE)
        .order_by("name", "pk")
    )
    if "other" not in levels:
        found = found.filter(level__in=levels)
    rows = list(found.values_list("pk", "name", "level"))
    return sorted(rows, key=lambda row: row[0] != agency_id)


def helping_agencies(agency_id: int) -> list[tuple[int, str]]:
    """Return key and name of the other open agencies of the organisation that have a counter (one statement).

    Where an applicant was helped is kept apart from where the dossier was received (phi địa giới).
    """
    realm = Agency.objects.filter(pk=agency_id).values("realm")
    found = Agency.objects.filter(realm__in=realm, closed_on__isnull=True, units__is_one_stop=True)
    return list(found.exclude(pk=agency_id).distinct().order_by("name", "pk").values_list("pk", "name"))


def own_process_id(level: str, found: int | None) -> int | None:
    """Return the process for a copy: the procedure's if all is done in one place, else the default.

    What agencies do in turn is the master's process: a copy stands for one stage of it.

    Args:
        level: of the agency that works on the copy.
        found: the published process of the procedure, or the default of the level.
    """
    if found is not None and all(step.place in _HERE for step in definition(found).steps):
        return found
    default = DEFAULT_PROCESSES.get(level, DEFAULT_ELSEWHERE)
    own = ProcessVersion.objects.filter(process__code=default, status=ProcessVersion.Status.PUBLISHED)
    return own.values_list("pk", flat=True).first() or found


_HERE = frozenset({"received", "competent", ""})


def outside_for(place: str, dossier: Dossier) -> str:
    """Return the code of the agency that does a step on a system of its own; "" when nobody can say.

    Args:
        place: "outside:<code>", or any other place at whose agency nobody here plays a role.
        dossier: the dossier whose agencies are meant.
    """
    kind, _, value = place.partition(":")
    if kind == "outside":
        return value.upper()
    agency_id = agency_for(place, dossier)
    if LocalBinding.objects.filter(agency_id=agency_id).exists():
        return ""
    day = timezone.localdate()
    codes = AgencyCode.objects.filter(agency_id=agency_id, valid_from__lte=day)
    codes = codes.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).order_by("valid_from")
    known = dict(codes.values_list("scheme", "code"))
    return known.get("qd20") or known.get("qcvn102") or ""


def agency_for(place: str, dossier: Dossier) -> int:
    """Return the agency that a step's `place` means for this dossier.

    Args:
        place: "received", "competent", "helped", "agency:<key>" or "level:<level>".
        dossier: the dossier whose agencies are meant.
    """
    if place == "received":
        return dossier.receiving_agency_id
    if place in {"competent", ""}:
        return dossier.competent_agency_id
    kind, _, value = place.partition(":")
    if kind == "agency":
        found = _agency_by_key(value, dossier)
    elif kind == "level":
        found = _agency_by_level(value, dossier)
    else:
        found = None
    if found is None:
        raise ActionRefused(f"Quy trình chỉ tới nơi “{place}” không có trong danh bạ.", code="no-place")
    return found


def _agency_by_key(key: str, dossier: Dossier) -> int | None:
    realm = Agency.objects.filter(pk=dossier.receiving_agency_id).values_list("realm", flat=True)
    return (
        Agency.objects.filter(key__in=[key, f"{realm[0]}-{key}" if realm else key])
        .order_by("id")
        .values_list("pk", flat=True)
        .first()
    )


def _agency_by_level(level: str, dossier: Dossier) -> int | None:
    """Return the dossier's own agency of that level: receiving or competent, or one above them."""
    pair = Agency.objects.filter(pk__in=[dossier.competent_agency_id, dossier.receiving_agency_id])
    ancestors: set[int] = set()
    for agency in pair:
        if agency.level == level:
            return agency.pk
        ancestors.update(int(part) for part in agency.path.strip("/").split("/") if part)
    return (
        Agency.objects.filter(pk__in=ancestors, level=level)
        .order_by("-path")
        .values_list("pk", flat=True)
        .first()
    )
