"""Opening the channel of a connection; kept open in the process until the connection is changed."""

import time

from congvu.common.sealing import SealBroken
from congvu.interchange.channels.base import Busy, Channel, ChannelError, ConnectionFacts
from congvu.interchange.channels.held import Held
from congvu.interchange.channels.registry import open_channel
from congvu.interchange.models import Connection
from congvu.interchange.services.sealing import sealer

_HELD = Held(open_channel)
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
    return _HELD.of(connection.pk, facts_of(connection))


def pause(connection: Connection, busy: Busy) -> None:
    """Leave a far side alone for as long as it said; of several answers the longest counts."""
    until = time.monotonic() + busy.seconds
    _PAUSED[connection.pk] = max(until, _PAUSED.get(connection.pk, 0))


def forget_channels() -> None:
    """Close every channel of this process."""
    _PAUSED.clear()
    _HELD.forget()
