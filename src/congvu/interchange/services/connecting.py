"""Setting up connections: kept, switched on and off, checked live; secrets sealed and never shown again."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

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
from congvu.documents.services.outside import KIND as DOCUMENT
from congvu.interchange.channels.base import Health
from congvu.interchange.channels.guard import check_url
from congvu.interchange.channels.held import as_kept, looked_at
from congvu.interchange.channels.registry import adapters, open_channel
from congvu.interchange.models import Connection
from congvu.interchange.queries.connections import visible_connections
from congvu.interchange.services.channels import facts_of
from congvu.interchange.services.sealing import sealer
from congvu.interchange.services.statuses import KIND as STATUS

KEEPER = "delivery.manage"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a connection is to be.

    Args:
        name: what people call it.
        agency_id: whose it is.
        kind: of an adapter.
        address, system_id, agency_code: as the operator of the far side gave them.
        secret: a new one; "" keeps the old one.
        whole_tree: whether agencies below use it too.
        is_default: whether it carries what no directory knows.
        poll_seconds: how often it is asked, 5 to 3600.
        options: the adapter's switches.
    """

    name: str
    agency_id: int
    kind: str
    address: str = ""
    system_id: str = ""
    agency_code: str = ""
    secret: str = field(default="", repr=False)
    whole_tree: bool = False
    is_default: bool = True
    poll_seconds: int = 20
    options: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save_connection(
    plan: Plan, *, actor: Actor, connection_id: int | None = None, seen_version: int | None = None
) -> Connection:
    """Keep a connection, new or changed; a new one is not in use yet.

    Raises:
        PermissionDenied: delivery.manage is missing.
        Connection.DoesNotExist: not there, or another organisation's.
        ActionRefused: something is missing or wrong; `field` names it.
        StaleVersion: somebody changed it meanwhile.
    """
    demand(actor, KEEPER)
    _checked(plan, actor)
    if connection_id is None:
        connection, before = Connection(active=False), {}
    else:
        connection = _locked(connection_id, actor, seen_version)
        before = _shown(connection)
        connection.version += 1
    connection.name, connection.kind = one_line(plan.name)[:120], plan.kind
    connection.agency_id, connection.whole_tree = plan.agency_id, plan.whole_tree
    connection.address, connection.system_id = plan.address.strip(), plan.system_id.strip()
    connection.agency_code = plan.agency_code.strip().upper()
    connection.is_default, connection.poll_seconds = plan.is_default, plan.poll_seconds
    connection.options, connection.updated_at = dict(plan.options), timezone.now()
    if plan.secret:
        connection.sealed_secret = sealer().seal(plan.secret)
    connection.save()
    after = _shown(connection)
    changed = [words for words, value in after.items() if before.get(words) != value]
    changed += [_("khóa bí mật")] if plan.secret else []
    _journal(connection, "connection.saved", actor, changed=changed or [_("không đổi")])
    return connection


@transaction.atomic
def switch_connection(
    connection_id: int, *, on: bool, actor: Actor, seen_version: int | None = None
) -> Connection:
    """Take a connection into use, or out of it; what waited for one goes out at once."""
    demand(actor, KEEPER)
    connection = _locked(connection_id, actor, seen_version)
    connection.active, connection.updated_at = on, timezone.now()
    connection.version += 1
    connection.poll_next_at, connection.poll_until, connection.poll_token = None, None, ""
    connection.failing_since, connection.poll_error, connection.alarmed_at = None, "", None
    connection.save()
    if on:
        for kind in (DOCUMENT, STATUS):
            wake(kind)
    what = _("bật") if on else _("tắt")
    _journal(connection, "connection.switched", actor, what=what)
    return connection


def check_connection(connection_id: int, *, actor: Actor) -> list[Health]:
    """Try a connection now, keep what was found, and return it line by line; never raise for the far side."""
    demand(actor, KEEPER)
    connection = visible_connections(actor).get(pk=connection_id)
    lines = looked_at(lambda: open_channel(facts_of(connection)))
    Connection.objects.filter(pk=connection_id).update(checked_at=timezone.now(), check_lines=as_kept(lines))
    return lines


def _checked(plan: Plan, actor: Actor) -> None:
    managed_agency(actor, plan.agency_id)
    if not one_line(plan.name):
        raise ActionRefused(_("Hãy đặt tên kết nối."), code="name", field="name")
    if plan.kind not in {one.kind for one in adapters()}:
        raise ActionRefused(_("Hãy chọn loại kênh."), code="kind", field="kind")
    if urlsplit(plan.address).scheme in {"http", "https"} or plan.kind in _WEB:
        wrong = check_url(plan.address.strip())
        if wrong:
            raise ActionRefused(wrong, code="address", field="address")
    if not 5 <= plan.poll_seconds <= 3600:
        raise ActionRefused(_("Từ 5 đến 3600 giây."), code="poll", field="poll_seconds")


_WEB = frozenset({"vxp", "lgsp_v1", "bkav", "xroad"})


def _locked(connection_id: int, actor: Actor, seen_version: int | None) -> Connection:
    connection = visible_connections(actor).select_for_update(of=("self",)).get(pk=connection_id)
    if seen_version is not None and connection.version != seen_version:
        raise StaleVersion(_("Kết nối vừa được người khác sửa. Hãy xem lại trước khi lưu."))
    return connection


def _shown(connection: Connection) -> dict[str, object]:
    return {
        _("tên"): connection.name,
        _("cơ quan"): connection.agency_id,
        _("loại kênh"): connection.kind,
        _("địa chỉ"): connection.address,
        _("mã hệ thống"): connection.system_id,
        _("mã định danh"): connection.agency_code,
        _("phạm vi"): (connection.whole_tree, connection.is_default),
        _("nhịp hỏi"): connection.poll_seconds,
        _("tùy chọn"): connection.options,
    }


def _journal(connection: Connection, kind: str, actor: Actor, **data: Any) -> None:
    subject = Subject("interchange.connection", connection.pk)
    record(kind, subject, actor=actor, agency_id=connection.agency_id, name=connection.name, **data)
