"""What adapters over HTTP share: a guarded client, and failures told in the words of the port."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
from django.conf import settings

from congvu.interchange.channels.base import (
    Ambiguous,
    Busy,
    ChannelError,
    ConnectionFacts,
    Health,
    Unreachable,
)
from congvu.interchange.channels.guard import Forbidden, check_url, guarded_client

LONGEST_TOLD = 300
CHUNK = 256 * 1024
PAUSE, LONGEST_PAUSE = 60.0, 3600.0
"""Seconds to leave a far side alone that is asked too often, unless it names its own."""


def client_for(facts: ConnectionFacts) -> httpx.Client:
    """Return the HTTP client of a connection; raise ChannelError when its address can never be reached."""
    wrong = check_url(facts.address)
    if wrong:
        raise ChannelError(wrong)
    client = guarded_client(
        private=facts.flag("private", settings.INTERCHANGE_PRIVATE),
        loopback=settings.INTERCHANGE_LOOPBACK,
        connect_seconds=facts.seconds("connect_seconds", 10),
        read_seconds=facts.seconds("read_seconds", 60),
    )
    client.event_hooks = {"response": [_unless_busy]}
    return client


def _unless_busy(response: httpx.Response) -> None:
    """Raise Busy for HTTP 429: nothing was accepted, and the far side says when to come back."""
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        wait = pause_of(response.headers.get("Retry-After", ""))
        raise Busy(f"Bên kia báo gọi quá nhiều lần; sẽ gọi lại sau {wait:.0f} giây.", wait)


def pause_of(told_wait: str) -> float:
    """Return the seconds that a Retry-After means, as seconds or as a date; PAUSE where it means nothing.

    As in RFC 9110, 10.2.3.
    """
    words = told_wait.strip()
    if words.isascii() and words.isdigit():
        return min(max(float(words), 1), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(words)
    except ValueError:
        return PAUSE
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((aware - datetime.now(UTC)).total_seconds(), 1), LONGEST_PAUSE)


@contextmanager
def told(*, doubtful: bool = False) -> Iterator[None]:
    """Turn failures of HTTP into those of the port.

    Args:
        doubtful: what was asked may have happened although the answer failed (sending).
    """
    try:
        yield
    except Forbidden as error:
        raise Unreachable(
            "Không nối được: địa chỉ dẫn tới mạng mà kết nối này không được phép tới. Nếu trục nằm trong "
            f"mạng nội bộ, hãy bật “cho phép mạng nội bộ” của kết nối. ({error})"
        ) from error
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise Unreachable(f"Không nối được tới máy chủ: {_short(error)}") from error
    except UnicodeEncodeError as error:
        raise Unreachable(
            "Mã truy cập, mã hệ thống hoặc tham số có ký tự không đi qua HTTP được (chữ có dấu). "
            "Hãy nhập lại đúng như đơn vị vận hành cấp."
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        words = f"Mất liên lạc giữa chừng: {_short(error)}"
        raise (Ambiguous(words) if doubtful else Unreachable(words)) from error


def pieces(package: Path) -> Iterator[bytes]:
    """Yield the bytes of a package."""
    with package.open("rb") as stream:
        while piece := stream.read(CHUNK):
            yield piece


def tried(name: str, ask: Callable[[], str]) -> Health:
    """Return a line of a live check: what `ask` says, or why it failed."""
    try:
        return Health(name, True, ask())
    except ChannelError as error:
        return Health(name, False, error.told)


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:LONGEST_TOLD]
