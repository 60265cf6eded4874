"""The axis above: packages go up once, their states come back, and what is for us comes down."""

import hashlib
import logging
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.hub.models import HubAgency, HubDelivery, HubMessage, HubUplink
from congvu.hub.queries import resolve_many
from congvu.hub.rules.head import Head, Unreadable, read_head
from congvu.hub.rules.parameters import normal
from congvu.hub.services import disk
from congvu.hub.services.accepting import lay, new_id
from congvu.hub.services.agencies import KEEPER
from congvu.hub.services.journal import journal
from congvu.hub.states import WAITING, State
from congvu.interchange.channels.base import (
    KINDS,
    Channel,
    ChannelError,
    ConnectionFacts,
    Kind,
    Listed,
    Refused,
)
from congvu.interchange.channels.registry import open_channel
from congvu.interchange.services.sealing import sealer

logger = logging.getLogger(__name__)
BATCH, LEASE = 50, timedelta(minutes=10)
LONGEST = timedelta(hours=1)
_OPEN = [state.value for state in WAITING]


@transaction.atomic
def save_uplink(
    name: str, address: str, *, system_id: str, secret: str, agency_code: str, actor: Actor
) -> HubUplink:
    """Enter the axis above, or change the one that has the name."""
    demand(actor, KEEPER)
    uplink = HubUplink.objects.select_for_update().filter(name=name).first() or HubUplink(name=name)
    uplink.address, uplink.system_id, uplink.agency_code = address, system_id, normal(agency_code)
    uplink.sealed_secret, uplink.active = sealer().seal(secret), True
    uplink.save()
    journal("hub.uplink_saved", uplink.pk, actor, name=name)
    return uplink


def turn() -> None:
    """Do one round with each axis above: up, states, down; what goes wrong is told and tried again."""
    for uplink in HubUplink.objects.filter(active=True):
        error = ""
        try:
            with closing(open_channel(_facts(uplink))) as channel:
                pass_up(uplink, channel)
                follow(uplink, channel)
                bring_down(uplink, channel)
        except ChannelError as failure:
            error = failure.told
            logger.warning("the axis above %s: %s", uplink.name, failure.told)
        HubUplink.objects.filter(pk=uplink.pk).update(polled_at=timezone.now(), error=error)


def _facts(uplink: HubUplink) -> ConnectionFacts:
    return ConnectionFacts(
        "vxp",
        uplink.address,
        uplink.system_id,
        sealer().unseal(uplink.sealed_secret),
        uplink.agency_code,
        uplink.options,
    )


def pass_up(uplink: HubUplink, channel: Channel) -> int:
    """Send what is due, oldest first; return how many went up."""
    now, done = timezone.now(), 0
    due = HubDelivery.objects.filter(uplink=uplink, remote_id="", state__in=_OPEN, next_at__lte=now)
    for row in due.select_related("message").order_by("id")[:BATCH]:
        mine = HubDelivery.objects.filter(pk=row.pk, attempts=row.attempts, remote_id="").update(
            attempts=row.attempts + 1, next_at=now + LEASE
        )
        if mine:
            done += _up(row, channel)
    return done


def _up(row: HubDelivery, channel: Channel) -> bool:
    """Send one copy; after an attempt whose end is not known, the axis above is asked first."""
    message = row.message
    try:
        remote_id = _known(row, channel) if row.attempts else ""
        if not remote_id:
            path = disk.place(message.sha256)
            remote_id = channel.send(path, kind=_kind(row), sender=message.sender_code, to=[row.to_code])
    except Refused as refused:
        _ended(row, State.FAIL, refused.told)
        return False
    except ChannelError as failure:
        wait = min(timedelta(seconds=30) * 2 ** min(row.attempts, 10), LONGEST)
        HubDelivery.objects.filter(pk=row.pk).update(note=failure.told[:500], next_at=timezone.now() + wait)
        return False
    HubDelivery.objects.filter(pk=row.pk).update(
        remote_id=remote_id[:80], note="", next_at=timezone.now() + timedelta(minutes=1)
    )
    return True


def _kind(row: HubDelivery) -> Kind:
    return KINDS[0] if row.kind == KINDS[0] else KINDS[1]


def _known(row: HubDelivery, channel: Channel) -> str:
    """Return the id under which the axis above has this copy already, or ""."""
    names = {name for name in (row.message.document_id, row.message.notation) if name}
    since = row.message.created_at - timedelta(minutes=5)
    ours = [
        one.remote_id
        for one in channel.sent(document_id=row.message.document_id, kind=_kind(row))
        if (one.at is None or one.at >= since)
        and one.document_id in names
        and normal(one.to_code) == normal(row.to_code)
    ]
    rows = HubDelivery.objects.filter(uplink=row.uplink, remote_id__in=ours)
    taken = set(rows.values_list("remote_id", flat=True))
    return next((remote_id for remote_id in ours if remote_id not in taken), "")


def follow(uplink: HubUplink, channel: Channel) -> None:
    """Ask the axis above what became of what went up, and set the same state here."""
    now = timezone.now()
    due = HubDelivery.objects.filter(uplink=uplink, state__in=_OPEN, next_at__lte=now).exclude(remote_id="")
    for row in due.order_by("next_at")[:BATCH]:
        told = {one.state for one in channel.sent(remote_id=row.remote_id, kind=_kind(row))}
        found = next((state for state in (State.DONE, State.FAIL) if state in told), None)
        if found is not None:
            _ended(row, found, "")
        else:
            age = max(now - row.created_at, timedelta(minutes=1))
            HubDelivery.objects.filter(pk=row.pk).update(next_at=now + min(age, LONGEST))


def _ended(row: HubDelivery, state: State, note: str) -> None:
    HubDelivery.objects.filter(pk=row.pk).update(
        state=state, note=note[:500], updated_at=timezone.now(), next_at=None
    )


def bring_down(uplink: HubUplink, channel: Channel) -> int:
    """Fetch what waits above for agencies of this axis; return how many were new."""
    done = 0
    for kind in KINDS:
        for item in channel.list_inbox(kind):
            if HubMessage.objects.filter(uplink=uplink, remote_id=item.remote_id).exists():
                channel.acknowledge(item, stored=True)
                continue
            why = _down(uplink, channel, item)
            channel.acknowledge(item, stored=not why, why=why)
            done += not why
    return done


def _down(uplink: HubUplink, channel: Channel, item: Listed) -> str:
    """Store one package and lay it into local inboxes; return why not, or ""."""
    folder = disk.root() / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as own:
        path = Path(own) / "goi"
        with path.open("wb") as out:
            channel.fetch(item, out)
        size = path.stat().st_size
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        head = _head(path)
        local = _local(item, head)
        if not local:
            return _("Gói không có nơi nhận nào trên trục này.")
        disk.keep(path, sha256)
    message = HubMessage(
        doc_id=new_id(),
        kind=item.kind,
        sender_code=(item.sender or head.sender)[:60],
        sha256=sha256,
        size=size,
        document_id=head.document_id[:300],
        notation=head.notation[:120],
        title=head.subject[:600],
        uplink=uplink,
        remote_id=item.remote_id[:80],
        created_at=timezone.now(),
    )
    with transaction.atomic():
        message.save()
        lay(message, [(code, agency, None) for code, agency in local.items()])
    return ""


def _head(path: Path) -> Head:
    try:
        with path.open("rb") as stream:
            return read_head(stream)
    except Unreadable:
        return Head()


def _local(item: Listed, head: Head) -> dict[str, HubAgency]:
    """Return the local recipients: the one that the axis above names, else those that the package names."""
    wanted = [normal(code) for code in ([item.to] if item.to else head.recipients)]
    found: dict[str, HubAgency] = {}
    for code, agency in resolve_many(wanted).items():
        if agency is not None and agency.pk not in {one.pk for one in found.values()}:
            found[code] = agency
    return found
