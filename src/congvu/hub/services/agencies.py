"""Agencies of the axis: entered, changed, merged, locked; every change counts the version up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import fold, one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.hub.models import HubAgency, HubCode
from congvu.hub.rules.parameters import guessed, normal
from congvu.hub.services.journal import journal

KEEPER = "delivery.manage"


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    """What an agency of the axis is to be.

    Args:
        code: of QĐ 20/2020, or the only one that it has.
        name: in full.
        old_code: of QCVN 102.
        parent_code: of the agency above, already known; "" for the top.
        aliases: further codes that lead here, such as those of agencies merged before the axis was there.
    """

    code: str
    name: str
    old_code: str = ""
    parent_code: str = ""
    mail: str = ""
    mobile: str = ""
    fax: str = ""
    foreign_id: str = ""
    is_agency: bool = True
    aliases: tuple[str, ...] = ()


@transaction.atomic
def save_agency(plan: AgencyPlan, *, actor: Actor) -> HubAgency:
    """Enter an agency, or change the one that has the code; raise ActionRefused with a sentence."""
    demand(actor, KEEPER)
    agency, fresh = put_agency(plan)
    what = _("thêm mới") if fresh else _("sửa")
    journal("hub.agency_saved", agency.pk, actor, code=agency.code, what=what)
    return agency


def put_agency(plan: AgencyPlan) -> tuple[HubAgency, bool]:
    """Write an agency and its codes; return it and whether it is new. Runs in the caller's transaction."""
    code, old = normal(plan.code), normal(plan.old_code)
    if not code or len(code) > 60 or not one_line(plan.name):
        raise ActionRefused(_("Cơ quan phải có mã định danh và tên."), field="code")
    agency = HubAgency.objects.select_for_update().filter(code=code).first()
    fresh = agency is None
    agency = agency or HubAgency(code=code)
    agency.parent = _parent(plan.parent_code, agency)
    agency.name, agency.old_code, agency.mail = one_line(plan.name)[:300], old, plan.mail[:200]
    agency.mobile, agency.fax, agency.foreign_id = plan.mobile[:40], plan.fax[:40], plan.foreign_id[:60]
    agency.is_agency, agency.deleted = plan.is_agency, False
    _versioned(agency)
    _codes(agency, [code, old, *(normal(alias) for alias in plan.aliases)])
    _replant(agency)
    return agency, fresh


def _parent(code: str, agency: HubAgency) -> HubAgency | None:
    if not normal(code):
        return None
    row = HubCode.objects.select_related("agency").filter(code=normal(code)).first()
    if row is None:
        raise ActionRefused(_("Không có cơ quan cấp trên mang mã %(code)s.") % {"code": code}, field="parent")
    if agency.pk and row.agency.path.startswith(agency.path):
        raise ActionRefused(_("Cơ quan không thể trực thuộc chính mình."), field="parent")
    return row.agency


def _versioned(agency: HubAgency) -> None:
    agency.version = next_version()
    agency.modified_at = timezone.now()
    agency.search_text = fold(f"{agency.name} {agency.code} {agency.old_code}")[:700]
    agency.save()


def next_version() -> int:
    """Return the next version of the directory; writers wait for each other, so that none is skipped."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x48554256])
    return int(HubAgency.objects.aggregate(last=Max("version"))["last"] or 0) + 1


def _codes(agency: HubAgency, codes: Sequence[str]) -> None:
    wanted = [code for code in dict.fromkeys(codes) if code]
    known = {row.code: row for row in HubCode.objects.filter(code__in=wanted)}
    taken = [code for code in wanted if code in known and known[code].agency_id != agency.pk]
    if taken:
        raise ActionRefused(
            _("Mã %(code)s đã thuộc cơ quan khác.") % {"code": ", ".join(taken)}, field="code"
        )
    today = timezone.localdate()
    HubCode.objects.bulk_create(
        [
            HubCode(agency=agency, code=code, scheme=_scheme(code), valid_from=today)
            for code in wanted
            if code not in known
        ]
    )


def _scheme(code: str) -> str:
    return HubCode.Scheme.QCVN102 if guessed(code) else HubCode.Scheme.QD20


def _replant(agency: HubAgency) -> None:
    """Set the path of an agency and of all below it."""
    before = agency.path
    agency.path = f"{agency.parent.path if agency.parent else '/'}{agency.pk}/"
    if before == agency.path:
        return
    agency.save(update_fields=["path"])
    if before:
        below = HubAgency.objects.filter(path__startswith=before).exclude(pk=agency.pk)
        below.update(path=Concat(Value(agency.path), Substr(F("path"), len(before) + 1)))


@transaction.atomic
def end_agency(code: str, *, actor: Actor, successor_code: str = "", on: date | None = None) -> HubAgency:
    """Take an agency out of the directory; its codes lead to the successor from then on."""
    demand(actor, KEEPER)
    agency = HubAgency.objects.select_for_update().filter(codes__code=normal(code)).first()
    if agency is None:
        raise ActionRefused(_("Không có cơ quan mang mã %(code)s.") % {"code": code}, field="code")
    heir = HubAgency.objects.filter(codes__code=normal(successor_code)).first() if successor_code else None
    if successor_code and (heir is None or heir.pk == agency.pk):
        raise ActionRefused(_("Không có cơ quan kế thừa mang mã %(code)s.") % {"code": successor_code})
    agency.deleted, agency.successor = True, heir
    _versioned(agency)
    agency.codes.update(valid_to=on or timezone.localdate())
    what = _("kết thúc, kế thừa bởi %(code)s") % {"code": heir.code if heir else "—"}
    journal("hub.agency_saved", agency.pk, actor, code=agency.code, what=what)
    return agency


@transaction.atomic
def lock_agency(agency_id: int, *, locked: bool, actor: Actor, why: str = "") -> HubAgency:
    """Shut an agency out of the axis, or let it in again; what waits for it stays."""
    demand(actor, KEEPER)
    agency = HubAgency.objects.select_for_update().get(pk=agency_id)
    if locked and not why.strip():
        raise ActionRefused(_("Hãy nêu lý do khóa."), field="why")
    agency.locked, agency.locked_why = locked, one_line(why)[:300] if locked else ""
    agency.save(update_fields=["locked", "locked_why"])
    what = _("khóa") if locked else _("mở khóa")
    journal("hub.agency_locked", agency.pk, actor, code=agency.code, what=what, reason=agency.locked_why)
    return agency
