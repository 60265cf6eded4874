"""Agencies as dated data: lay, revise, close with successors, assign codes."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory import queries, rules
from congvu.directory.messages import Actor, AgencyContact, AgencyFacts
from congvu.directory.models import (
    Agency,
    AgencyCode,
    AgencyVersion,
    Officer,
    Post,
    Succession,
    new_stamp,
)
from congvu.directory.permissions import demand

_VERSIONED = ("name", "kind", "level", "parent_id", "address")


def subject_of(agency_id: int) -> Subject:
    """Return the subject of events about an agency."""
    return Subject("directory.agency", agency_id)


def touch_officers(condition: Q) -> None:
    """Make every process read anew the officers that `condition` selects."""
    Officer.objects.filter(pk__in=Officer.objects.filter(condition).values("pk")).update(
        actor_stamp=new_stamp()
    )


@transaction.atomic
def create_agency(
    *,
    actor: Actor,
    key: str,
    facts: AgencyFacts,
    opened_on: date,
    contact: AgencyContact | None = None,
    realm: str = "",
    legal_basis: str = "",
) -> Agency:
    """Lay a new agency with its first version, below an agency that the actor manages.

    Raises:
        ActionRefused: the key is taken, or the superior agency is missing or closed.
    """
    demand(actor, "people.manage")
    parent = _parent(actor, facts.parent_id, opened_on)
    if Agency.objects.filter(key=key).exists():
        raise ActionRefused(_("Khóa “%(key)s” đã có cơ quan dùng.") % {"key": key}, code="taken", field="key")
    agency = Agency.objects.create(
        key=key,
        realm=realm or (parent.realm if parent else ""),
        opened_on=opened_on,
        **{**asdict(facts), "name": clean(facts.name), "address": clean(facts.address)},
        **asdict(contact or AgencyContact()),
    )
    agency.path = f"{parent.path if parent else '/'}{agency.pk}/"
    agency.save(update_fields=["path"])
    _add_version(agency, facts, opened_on, legal_basis)
    where = subject_of(agency.pk)
    record("agency.created", where, actor=actor, agency_id=agency.pk, name=agency.name, on=opened_on)
    return agency


@transaction.atomic
def revise_agency(
    *, actor: Actor, agency_id: int, facts: AgencyFacts, on: date, legal_basis: str = ""
) -> AgencyVersion:
    """Give an agency a new version from a day on; its columns of today follow when that day has come.

    Args:
        on: first day of the new name, kind, superior or address; the version before ends the day before.

    Raises:
        ActionRefused: nothing changes, the day lies before the latest version, or the superior would
            be the agency itself or one below it.
    """
    demand(actor, "people.manage")
    agency = _lock(actor, agency_id)
    _refuse_closed(agency)
    _refuse_cycle(actor, agency, facts.parent_id, on)
    latest = agency.versions.order_by("-valid_from").first()
    if latest is not None and on < latest.valid_from:
        raise ActionRefused(
            _("Ngày hiệu lực phải sau ngày %(day)s, khi nội dung hiện có bắt đầu.")
            % {"day": latest.valid_from.strftime("%d/%m/%Y")},
            code="dates",
            field="on",
        )
    changes = [name for name in _VERSIONED if latest is None or getattr(latest, name) != getattr(facts, name)]
    if not changes:
        raise ActionRefused(_("Không có gì thay đổi."), code="unchanged")
    version = _replace_version(agency, latest, facts, on, legal_basis)
    if on <= timezone.localdate():
        _bring_up(agency, version)
    record(
        "agency.revised",
        subject_of(agency.pk),
        actor=actor,
        agency_id=agency.pk,
        name=facts.name,
        on=on,
        changes=changes,
    )
    return version


@transaction.atomic
def close_agency(
    *, actor: Actor, agency_id: int, on: date, successor_ids: Sequence[int], legal_basis: str = ""
) -> None:
    """End an agency after its last day `on`, with its units, posts and codes, and name who takes over.

    Raises:
        ActionRefused: it is closed already, has open agencies below it, or a successor is itself or closed.
    """
    demand(actor, "people.manage")
    agency = _lock(actor, agency_id)
    _refuse_closed(agency)
    if agency.opened_on and on < agency.opened_on:
        raise ActionRefused(_("Ngày kết thúc không thể trước ngày thành lập."), code="dates", field="on")
    if agency.children.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on)).exists():
        raise ActionRefused(
            _("Còn cơ quan trực thuộc đang hoạt động; hãy kết thúc hoặc chuyển chúng trước."), code="children"
        )
    successors = _successors(agency, successor_ids, on)
    _end_all(agency, on)
    Succession.objects.bulk_create(
        Succession(
            predecessor=agency, successor=one, on=on + timedelta(days=1), legal_basis=clean(legal_basis)
        )
        for one in successors
    )
    touch_officers(Q(posts__agency=agency))
    record(
        "agency.closed",
        subject_of(agency.pk),
        actor=actor,
        agency_id=agency.pk,
        name=agency.name,
        on=on,
        successors=[one.name for one in successors],
    )


@transaction.atomic
def assign_code(
    *,
    actor: Actor,
    agency_id: int,
    scheme: str,
    code: str,
    valid_from: date,
    is_illustrative: bool = False,
) -> AgencyCode:
    """Give an agency its code in one scheme from a day on; its code of before ends the day before.

    Raises:
        ActionRefused: the code breaks the grammar of its scheme, or another agency holds it then.

    Legal source: QĐ 20/2020/QĐ-TTg, QĐ 09/2025/QĐ-TTg; QCVN 102:2016/BTTTT.
    """
    demand(actor, "people.manage")
    agency = _lock(actor, agency_id)
    code = code.strip().upper()
    if not rules.is_code(scheme, code):
        raise ActionRefused(
            _("Mã “%(code)s” không đúng cấu trúc của hệ mã đã chọn.") % {"code": code},
            code="grammar",
            field="code",
        )
    _refuse_held(agency, scheme, code, valid_from)
    _end_code_before(agency, scheme, valid_from)
    row = AgencyCode.objects.create(
        agency=agency, scheme=scheme, code=code, valid_from=valid_from, is_illustrative=is_illustrative
    )
    record(
        "agency.code_assigned",
        subject_of(agency.pk),
        actor=actor,
        agency_id=agency.pk,
        code=code,
        scheme=str(row.get_scheme_display()),
        on=valid_from,
    )
    return row


@transaction.atomic
def apply_due_versions(today: date | None = None) -> int:
    """Bring the columns of agencies up to the versions that have begun; return how many changed.

    Run once a day by the worker: a version may have been entered weeks before it takes effect.
    """
    day = today or timezone.localdate()
    changed = 0
    versions = AgencyVersion.objects.filter(queries.in_force(day)).select_related("agency")
    for version in versions.order_by("valid_from"):
        if any(getattr(version, name) != getattr(version.agency, name) for name in _VERSIONED):
            _bring_up(version.agency, version)
            record(
                "agency.revised",
                subject_of(version.agency_id),
                actor=Actor.system(version.agency_id, version.name),
                name=version.name,
                on=version.valid_from,
                changes=list(_VERSIONED),
            )
            changed += 1
    return changed


def _end_code_before(agency: Agency, scheme: str, valid_from: date) -> None:
    before = agency.codes.filter(scheme=scheme).order_by("-valid_from").first()
    if before is not None and before.valid_from >= valid_from:
        raise ActionRefused(
            _("Đã có mã %(code)s từ ngày %(day)s; mã mới phải bắt đầu sau ngày đó.")
            % {"code": before.code, "day": before.valid_from.strftime("%d/%m/%Y")},
            code="dates",
            field="valid_from",
        )
    if before is not None and (before.valid_to is None or before.valid_to >= valid_from):
        before.valid_to = valid_from - timedelta(days=1)
        before.save(update_fields=["valid_to"])


def _refuse_cycle(actor: Actor, agency: Agency, parent_id: int | None, on: date) -> None:
    parent = agency.parent if parent_id == agency.parent_id else _parent(actor, parent_id, on)
    if parent is not None and rules.below(parent.path, agency.path):
        raise ActionRefused(
            _("Cơ quan cấp trên không thể là chính cơ quan này hoặc cơ quan trực thuộc nó."),
            code="cycle",
            field="parent",
        )


def _refuse_held(agency: Agency, scheme: str, code: str, valid_from: date) -> None:
    held = AgencyCode.objects.filter(scheme=scheme, code=code).exclude(agency=agency).select_related("agency")
    for other in held:
        if rules.overlaps(other.valid_from, other.valid_to, valid_from, None):
            raise ActionRefused(
                _("Mã %(code)s đang thuộc %(agency)s.") % {"code": code, "agency": other.agency.name},
                code="taken",
                field="code",
            )


def _successors(agency: Agency, successor_ids: Sequence[int], on: date) -> list[Agency]:
    found = list(Agency.objects.filter(pk__in=successor_ids))
    if len(found) != len(set(successor_ids)) or any(
        one.pk == agency.pk or (one.closed_on and one.closed_on <= on) for one in found
    ):
        raise ActionRefused(
            _("Cơ quan kế thừa phải là cơ quan khác, còn hoạt động sau ngày kết thúc."),
            code="successor",
            field="successors",
        )
    return found


def _end_all(agency: Agency, on: date) -> None:
    """End the agency with all its dated rows; what would begin later never does."""
    agency.closed_on = on
    agency.save(update_fields=["closed_on"])
    agency.versions.filter(valid_from__gt=on).delete()
    open_then = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    agency.versions.filter(open_then).update(valid_to=on)
    agency.codes.filter(open_then, valid_from__lte=on).update(valid_to=on)
    agency.posts.filter(open_then, valid_from__lte=on).update(valid_to=on)
    agency.units.filter(open_then).update(valid_to=on)


def _lock(actor: Actor, agency_id: int) -> Agency:
    queries.managed_agency(actor, agency_id)
    return Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)


def _refuse_closed(agency: Agency) -> None:
    if agency.closed_on is not None:
        raise ActionRefused(
            _("%(name)s đã kết thúc hoạt động ngày %(day)s.")
            % {"name": agency.name, "day": agency.closed_on.strftime("%d/%m/%Y")},
            code="closed",
            status=409,
        )


def _parent(actor: Actor, parent_id: int | None, on: date) -> Agency | None:
    if parent_id is None:
        if actor.officer_id is not None:
            raise ActionRefused(_("Hãy chọn cơ quan cấp trên."), code="required", field="parent")
        return None
    parent = queries.managed_agencies(actor).filter(pk=parent_id).first()
    if parent is None or (parent.closed_on is not None and parent.closed_on < on):
        raise ActionRefused(
            _("Cơ quan cấp trên không có hoặc đã kết thúc hoạt động."), code="parent", field="parent"
        )
    return parent


def _add_version(agency: Agency, facts: AgencyFacts, on: date, legal_basis: str) -> AgencyVersion:
    return AgencyVersion.objects.create(
        agency=agency,
        valid_from=on,
        name=clean(facts.name),
        kind=facts.kind,
        level=facts.level,
        parent_id=facts.parent_id,
        address=clean(facts.address),
        legal_basis=clean(legal_basis),
    )


def _replace_version(
    agency: Agency, latest: AgencyVersion | None, facts: AgencyFacts, on: date, legal_basis: str
) -> AgencyVersion:
    if latest is not None and latest.valid_from == on:
        latest.delete()
    elif latest is not None:
        latest.valid_to = on - timedelta(days=1)
        latest.save(update_fields=["valid_to"])
    return _add_version(agency, facts, on, legal_basis)


def _bring_up(agency: Agency, version: AgencyVersion) -> None:
    """Make the columns of today those of `version`; a new superior moves the whole branch."""
    parent = Agency.objects.get(pk=version.parent_id) if version.parent_id else None
    old, new = agency.path, f"{parent.path if parent else '/'}{agency.pk}/"
    for name in _VERSIONED:
        setattr(agency, name, getattr(version, name))
    agency.save(update_fields=["name", "kind", "level", "parent", "address"])
    if old != new:
        Agency.objects.filter(path__startswith=old).update(
            path=Concat(Value(new), Substr("path", len(old) + 1))
        )
        agency.path = new
    touch_officers(Q(pk__in=Post.objects.filter(agency=agency).values("officer")))
