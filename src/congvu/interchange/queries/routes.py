"""Which connection carries a message, and to which code: dual and expired codes lead to who is there now."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.directory.models import Agency, AgencyCode
from congvu.directory.queries import resolve_code
from congvu.interchange.models import Connection, Partner
from congvu.statements.queries import Compiled

MOST_HEIRS = 5


class NoRoute(Exception):  # noqa: N818 — a verdict
    """No connection carries this; `told` says why, `later` whether that may change by itself."""

    def __init__(self, told: str, *, later: bool = False) -> None:
        super().__init__(told)
        self.told, self.later = told, later


@dataclass(frozen=True, slots=True)
class Route:
    """A connection, the code that the recipient has there today, and what to say of an expired one."""

    connection: Connection
    code: str
    told: str = ""


def connections_for(agency_id: int) -> list[Connection]:
    """Return the active connections that an agency may use: its own first, then those of agencies above."""
    above = _above(agency_id)
    rows = _CONNECTIONS.rows({}, agency=agency_id, above=above)
    return sorted(rows, key=lambda one: (-len(one.agency.path), one.pk))


def _above(agency_id: int) -> tuple[int, ...]:
    """Return the keys of an agency and of all above it."""
    [(path,)] = _PATH.rows({}, pk=agency_id)
    return tuple(int(part) for part in path.split("/") if part.isdigit())


def _path(*, pk: int) -> QuerySet[Agency, tuple[str]]:
    return Agency.objects.filter(pk=pk).values_list("path")


def _connections(*, agency: int, above: tuple[int, ...]) -> QuerySet[Connection]:
    own = Q(agency_id=agency) | Q(whole_tree=True, agency_id__in=above)
    return Connection.objects.filter(own, active=True).select_related("agency")


_PATH: Compiled[tuple[str]] = Compiled(_path, "pk")
_CONNECTIONS: Compiled[Connection] = Compiled(_connections, "agency", "above")


def joined(agency_id: int) -> bool:
    """Tell whether an active connection serves an agency."""
    return bool(connections_for(agency_id))


def covers(connection: Connection, agency: Agency) -> bool:
    """Tell whether a connection serves an agency."""
    if connection.agency_id == agency.pk:
        return True
    return connection.whole_tree and f"/{connection.agency_id}/" in f"/{agency.path.strip('/')}/"


def route_for(agency_id: int, code: str) -> Route:
    """Return how a message of an agency reaches the agency with `code`.

    Raises:
        NoRoute: no active connection (`later`), a code that ended with several heirs, or nobody knows it.
    """
    usable = connections_for(agency_id)
    if not usable:
        raise NoRoute(_("Cơ quan chưa có kết nối liên thông nào đang dùng."), later=True)
    for connection in usable:
        found = _in_directory(connection, code)
        if found is not None:
            return Route(connection, found.code, _expired(code, found))
    chosen = next((one for one in usable if one.is_default), None)
    if chosen is None:
        raise NoRoute(_("Mã “%(code)s” không có trong danh bạ của kết nối nào.") % {"code": code})
    heir = _by_our_directory(code)
    partner = Partner(code=heir, name=_name_of(heir))
    return Route(chosen, heir, _expired(code, partner) if heir != code else "")


def _expired(code: str, partner: Partner) -> str:
    """Return what is said when the code asked for has ended and its work is another's; "" when it has not."""
    if code.strip().upper() in {partner.code, partner.old_code}:
        return ""
    name = partner.name or partner.code
    told = _("Mã %(old)s đã hết hiệu lực; gửi tới cơ quan kế thừa: %(name)s (%(code)s).")
    return told % {"old": code, "name": name, "code": partner.code}


def _name_of(code: str) -> str:
    found = resolve_code(code)
    return found.agency_name if found else ""


def _in_directory(connection: Connection, code: str) -> Partner | None:
    """Return whom the far side's directory means by `code` today; None when it does not know it."""
    wanted, seen = code.strip().upper(), set[str]()
    while wanted and wanted not in seen:
        seen.add(wanted)
        rows = Partner.objects.filter(connection=connection).filter(Q(code=wanted) | Q(old_code=wanted))
        partner = rows.order_by("deleted", "-is_agency", "pk").first()
        if partner is None:
            return None
        if not partner.deleted:
            return partner
        wanted = partner.successor_code or _by_our_directory(wanted, quiet=True)
    return None


def _by_our_directory(code: str, *, quiet: bool = False) -> str:
    """Return the code of who carries on the work of an expired one; the code itself where we know nothing."""
    found = resolve_code(code)
    if found is None or (not found.expired and found.current == (found.agency_id,)):
        return code
    if len(found.current) == 1:
        return code_of(found.current[0]) or code
    if quiet:
        return ""
    names = Agency.objects.filter(pk__in=found.current).values_list("name", flat=True)[:MOST_HEIRS]
    raise NoRoute(
        _(
            "Mã “%(code)s” (%(name)s) đã hết hiệu lực, có %(count)s cơ quan kế thừa: %(heirs)s. "
            "Hãy chọn nơi nhận."
        )
        % {
            "code": code,
            "name": found.agency_name,
            "count": len(found.current),
            "heirs": "; ".join(names) or _("không có"),
        }
    )


def name_of_code(connection: Connection, code: str) -> str:
    """Return the name of the agency with a code: as the far side's directory has it, else as ours; or ""."""
    rows = Partner.objects.filter(connection=connection, code=code)
    name = rows.values_list("name", flat=True).first()
    if name:
        return name
    found = resolve_code(code)
    return found.agency_name if found else ""


def code_of(agency_id: int) -> str:
    """Return an agency's code in force today, QĐ 20/2020 before QCVN 102; "" when it has none."""
    day = timezone.localdate()
    rows = AgencyCode.objects.filter(agency_id=agency_id, valid_from__lte=day)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    found = dict(rows.order_by("valid_from").values_list("scheme", "code"))
    return found.get("qd20") or found.get("qcvn102") or ""


def codes_alike(connection: Connection | None, code: str) -> set[str]:
    """Return all codes that mean the agency with `code`: dual ones of both directories, and itself."""
    wanted = code.strip().upper()
    alike = {wanted}
    rows = Partner.objects.filter(Q(code=wanted) | Q(old_code=wanted) | Q(successor_code=wanted))
    if connection is not None:
        rows = rows.filter(connection=connection)
    for one, old, heir in rows.values_list("code", "old_code", "successor_code"):
        alike |= {one, old, heir}
    found = resolve_code(wanted)
    if found is not None:
        agencies = {found.agency_id, *found.current}
        alike |= set(AgencyCode.objects.filter(agency_id__in=agencies).values_list("code", flat=True))
    return alike - {""}


def agencies_of(codes: set[str], connection: Connection) -> list[Agency]:
    """Return the agencies here, served by a connection, that codes mean today, in the order of their keys."""
    wanted = {code.strip().upper() for code in codes if code.strip()}
    ids: set[int] = set()
    for code in wanted:
        found = resolve_code(code)
        if found is not None:
            ids |= set(found.current)
    if connection.agency_code and connection.agency_code.strip().upper() in wanted:
        ids.add(connection.agency_id)
    known = set(
        Partner.objects.filter(connection=connection, old_code__in=wanted).values_list("code", flat=True)
    ) | set(Partner.objects.filter(connection=connection, code__in=wanted).values_list("old_code", flat=True))
    for code in known - wanted - {""}:
        found = resolve_code(code)
        ids |= set(found.current) if found else set()
        if connection.agency_code and code == connection.agency_code.strip().upper():
            ids.add(connection.agency_id)
    rows = Agency.objects.filter(pk__in=ids).order_by("pk")
    return [agency for agency in rows if covers(connection, agency)]
