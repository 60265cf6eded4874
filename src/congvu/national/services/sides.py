"""Opening the adapter of a link; kept open in the process until the link is changed."""

from django.utils.translation import gettext as _

from congvu.common.sealing import SealBroken
from congvu.interchange.channels.base import ChannelError, ConnectionFacts
from congvu.interchange.channels.held import Held
from congvu.interchange.services.sealing import sealer
from congvu.national.models import NationalLink
from congvu.national.services.adapters.base import NationalSide
from congvu.national.services.adapters.coordination import open_coordination
from congvu.national.services.adapters.ngsp import open_ngsp


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


_HELD = Held(open_side)


def side_of(link: NationalLink) -> NationalSide:
    """Return the adapter of a link, the same one as long as nothing about it changed."""
    return _HELD.of(link.pk, facts_of(link))
