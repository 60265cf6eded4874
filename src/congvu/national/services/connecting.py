"""Setting up links: kept, switched on and off, checked live; secrets sealed and never shown again."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StaleVersion
from congvu.common.subject import Subject
from congvu.common.text import one_line
from congvu.delivery.services import wake
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.directory.queries import managed_agency
from congvu.interchange.channels.base import Health
from congvu.interchange.channels.guard import check_url
from congvu.interchange.channels.held import as_kept, looked_at
from congvu.interchange.services.sealing import sealer
from congvu.national.models import NationalLink
from congvu.national.queries.links import forget_links, visible_links
from congvu.national.services.sides import facts_of, open_side

KEEPER = "delivery.manage"
KIND = "national"
"""The kind of delivery that tells the national side of a fact."""


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """What a link is to be.

    Args:
        name: what people call it.
        agency_id: whose it is.
        generation: "1" or "2".
        address, account, agency_code: as the operator of the national side gave them.
        secret: a new one; "" keeps the old one.
        whole_tree: whether agencies below use it too.
        codes: who gives dossier codes: "own" or "national".
        since: dossiers received from this day on are told; None = from the day it is switched on.
        poll_seconds: how often it is asked, 5 to 3600.
        options: the adapter's switches.
    """

    name: str
    agency_id: int
    generation: str
    address: str
    account: str
    agency_code: str
    secret: str = field(default="", repr=False)
    whole_tree: bool = False
    codes: str = "own"
    since: date | None = None
    poll_seconds: int = 30
    options: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save_link(
    plan: LinkPlan, *, actor: Actor, link_id: int | None = None, seen_version: int | None = None
) -> NationalLink:
    """Keep a link, new or changed; a new one is not in use yet.

    Raises:
        PermissionDenied: delivery.manage is missing.
        ActionRefused: something is missing or wrong; `field` names it.
        StaleVersion: somebody changed it meanwhile.
    """
    demand(actor, KEEPER)
    _checked(plan, actor)
    link = NationalLink(active=False) if link_id is None else _locked(link_id, actor, seen_version)
    link.version += link_id is not None
    link.name, link.generation, link.agency_id = one_line(plan.name)[:120], plan.generation, plan.agency_id
    link.address, link.account = plan.address.strip(), plan.account.strip()
    link.agency_code, link.whole_tree = plan.agency_code.strip().upper(), plan.whole_tree
    link.codes, link.since, link.poll_seconds = plan.codes, plan.since, plan.poll_seconds
    link.options, link.updated_at = dict(plan.options), timezone.now()
    if plan.secret:
        link.sealed_secret = sealer().seal(plan.secret)
    link.save()
    forget_links()
    _journal(link, "national.saved", actor, address=link.address, generation=link.generation)
    return link


@transaction.atomic
def switch_link(link_id: int, *, on: bool, actor: Actor, seen_version: int | None = None) -> NationalLink:
    """Take a link into use, or out of it; what waited goes out at once.

    Raises:
        ActionRefused: the agency has another one in use.
    """
    demand(actor, KEEPER)
    link = _locked(link_id, actor, seen_version)
    other = NationalLink.objects.filter(agency_id=link.agency_id, active=True).exclude(pk=link.pk).first()
    if on and other is not None:
        raise ActionRefused(
            _("Cơ quan đang dùng kết nối “%(name)s”. Hãy tắt kết nối đó trước.") % {"name": other.name},
            code="other",
        )
    now = timezone.now()
    link.active, link.updated_at, link.version = on, now, link.version + 1
    link.poll_next_at, link.poll_until, link.poll_token = None, None, ""
    link.failing_since, link.poll_error, link.alarmed_at = None, "", None
    if on and link.since is None:
        link.since = timezone.localdate(now)
    link.save()
    forget_links()
    if on:
        wake(KIND)
    _journal(link, "national.switched", actor, what=_("bật") if on else _("tắt"))
    return link


def check_link(link_id: int, *, actor: Actor) -> list[Health]:
    """Try a link now, keep what was found, and return it line by line; never raise for the far side."""
    demand(actor, KEEPER)
    link = visible_links(actor).get(pk=link_id)
    lines = looked_at(lambda: open_side(facts_of(link)))
    NationalLink.objects.filter(pk=link_id).update(checked_at=timezone.now(), check_lines=as_kept(lines))
    return lines


def _checked(plan: LinkPlan, actor: Actor) -> None:
    managed_agency(actor, plan.agency_id)
    for name, value, said in (
        ("name", one_line(plan.name), _("Hãy đặt tên kết nối.")),
        ("account", plan.account.strip(), _("Hãy nhập tài khoản.")),
        ("agency_code", plan.agency_code.strip(), _("Hãy nhập mã đơn vị.")),
    ):
        if not value:
            raise ActionRefused(said, code=name, field=name)
    wrong = check_url(plan.address.strip())
    if wrong:
        raise ActionRefused(wrong, code="address", field="address")
    if plan.generation not in NationalLink.Generation.values or plan.codes not in NationalLink.Codes.values:
        raise ActionRefused(_("Hãy chọn thế hệ giao diện."), code="generation", field="generation")
    if not 5 <= plan.poll_seconds <= 3600:
        raise ActionRefused(_("Từ 5 đến 3600 giây."), code="poll", field="poll_seconds")


def _locked(link_id: int, actor: Actor, seen_version: int | None) -> NationalLink:
    link = visible_links(actor).select_for_update(of=("self",)).get(pk=link_id)
    if seen_version is not None and link.version != seen_version:
        raise StaleVersion(_("Kết nối vừa được người khác sửa. Hãy xem lại trước khi lưu."))
    return link


def _journal(link: NationalLink, kind: str, actor: Actor, **data: str) -> None:
    subject = Subject("national.nationallink", link.pk)
    record(kind, subject, actor=actor, agency_id=link.agency_id, name=link.name, **data)
