"""Opening the adapter of a link; kept open in the process until the link is changed."""

import threading

from django.utils.translation import gettext as _

from congvu.common.sealing import SealBroken
from congvu.interchange.channels.base import ChannelError, ConnectionFacts
from congvu.interchange.services.sealing import sealer
from congvu.national.models import NationalLink
from congvu.national.services.adapters.base import NationalSide
from congvu.national.services.adapters.coordination import open_coordination
from congvu.national.services.adapters.ngsp import open_ngsp

_LOCK = threading.Lock()
_OPEN: dict[int, tuple[ConnectionFacts, NationalSide]] = {}


def facts_of(link: NationalLink) -> ConnectionFacts:
    """Return what an adapter is built from; raise ChannelError when the secret cannot be opened."""
    try:
        secret = sealer().unseal(link.sealed_secret)
    except SealBroken:
        raise ChannelError(_("Không mở được mật khẩu đã niêm phong. Hãy nhập lại mật khẩu.")) from None
    return ConnectionFacts(
        kind=link.generation,
        address=link.address,
        system_id=link.account,
        secret=secret,
        agency_code=link.agency_code,
        options={str(name): str(value) for name, value in link.options.items()},
    )


def open_side(facts: ConnectionFacts) -> NationalSide:
    """Return the adapter for the generation of a link."""
    return open_ngsp(facts) if facts.kind == "1" else open_coordination(facts)


def side_of(link: NationalLink) -> NationalSide:
    """Return the adapter of a link, the same one as long as nothing about it changed."""
    facts = facts_of(link)
    with _LOCK:
        held = _OPEN.get(link.pk)
        if held is not None and held[0] == facts:
            return held[1]
        side = open_side(facts)
        _OPEN[link.pk] = (facts, side)
    if held is not None:
        held[1].close()
    return side


def forget_sides() -> None:
    """Close every adapter of this process."""
    with _LOCK:
        held = list(_OPEN.values())
        _OPEN.clear()
    for _facts, side in held:
        side.close()
