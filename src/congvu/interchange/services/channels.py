"""Opening the channel of a connection; kept open in the process until the connection is changed."""

import threading
import time

from congvu.common.sealing import SealBroken
from congvu.interchange.channels.base import Busy, Channel, ChannelError, ConnectionFacts
from congvu.interchange.channels.registry import open_channel
from congvu.interchange.models import Connection
from congvu.interchange.services.sealing import sealer

_LOCK = threading.Lock()
_OPEN: dict[int, tuple[ConnectionFacts, Channel]] = {}
_PAUSED: dict[int, float] = {}
"""Until when this process leaves a far side alone that it asked too often."""


def facts_of(connection: Connection) -> ConnectionFacts:
    """Return what an adapter is built from; raise ChannelError when the secret cannot be opened."""
    try:
        secret = sealer().unseal(connection.sealed_secret)
    except SealBroken:
        raise ChannelError(
            "Không mở được khóa bí mật của kết nối: thiếu khóa niêm phong đã dùng. Hãy nhập lại khóa bí mật."
        ) from None
    return ConnectionFacts(
        kind=connection.kind,
        address=connection.address,
        system_id=connection.system_id,
        secret=secret,
        agency_code=connection.agency_code,
        options={str(name): str(value) for name, value in connection.options.items()},
    )


def channel_of(connection: Connection) -> Channel:
    """Return the channel of a connection, the same one as long as nothing about it changed.

    Raises Busy while the far side is left alone.
    """
    left = _PAUSED.get(connection.pk, 0) - time.monotonic()
    if left > 0:
        raise Busy(f"Bên kia báo gọi quá nhiều lần; sẽ gọi lại sau {left:.0f} giây.", left)
    facts = facts_of(connection)
    with _LOCK:
        held = _OPEN.get(connection.pk)
        if held is not None and held[0] == facts:
            return held[1]
        channel = open_channel(facts)
        _OPEN[connection.pk] = (facts, channel)
    if held is not None:
        held[1].close()
    return channel


def pause(connection: Connection, busy: Busy) -> None:
    """Leave a far side alone for as long as it said; of several answers the longest counts."""
    until = time.monotonic() + busy.seconds
    _PAUSED[connection.pk] = max(until, _PAUSED.get(connection.pk, 0))


def forget_channels() -> None:
    """Close every channel of this process."""
    _PAUSED.clear()
    with _LOCK:
        held = list(_OPEN.values())
        _OPEN.clear()
    for _facts, channel in held:
        channel.close()
