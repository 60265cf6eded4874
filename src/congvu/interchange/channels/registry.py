"""Which adapters there are, and opening one from the facts of a connection."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from congvu.interchange.channels.base import Channel, ChannelError, ConnectionFacts


@dataclass(frozen=True, slots=True)
class Adapter:
    """One kind of channel; `place` is "module:function" of what opens it, loaded when needed.

    `once` says that the far side takes one package for each DocumentId, whoever it is for.
    """

    kind: str
    name: str
    place: str
    once: bool = False


_ADAPTERS: dict[str, Adapter] = {}


def register(kind: str, name: str, place: str, *, once: bool = False) -> None:
    """Make a kind of channel known.

    Args:
        kind: stable name, such as "vxp".
        name: what people call it.
        place: "module:function"; the function takes ConnectionFacts and returns a Channel.
        once: the far side takes one package for each DocumentId, whoever it is for.
    """
    _ADAPTERS[kind] = Adapter(kind, name, place, once)


def adapters() -> list[Adapter]:
    """Return the kinds of channel in the order in which they were made known."""
    return list(_ADAPTERS.values())


def takes_once(kind: str) -> bool:
    """Tell whether far sides of a kind take one package for each DocumentId, whoever it is for."""
    adapter = _ADAPTERS.get(kind)
    return adapter is not None and adapter.once


def open_channel(facts: ConnectionFacts) -> Channel:
    """Return the channel that the facts of a connection describe; raise ChannelError for an unknown kind."""
    adapter = _ADAPTERS.get(facts.kind)
    if adapter is None:
        raise ChannelError(f"Bản cài đặt này không có kênh loại “{facts.kind}”.")
    module, _, name = adapter.place.partition(":")
    opener: Callable[[ConnectionFacts], Channel] = getattr(import_module(module), name)
    return opener(facts)


_OWN = "congvu.interchange.channels"
register("vxp", "Trục liên thông văn bản quốc gia (VXP)", f"{_OWN}.vxp.client:open_vxp")
register("folder", "Thư mục trao đổi với phần mềm cũ", f"{_OWN}.folder.client:open_folder")
register("lgsp_v1", "Nền tảng LGSP của tỉnh (REST v1)", f"{_OWN}.lgsp_v1.client:open_lgsp")
register("bkav", "Trục nội tỉnh BKAV (EdocService 2.0)", f"{_OWN}.bkav.client:open_bkav", once=True)
register("xroad", "X-Road (REST)", f"{_OWN}.xroad.client:open_xroad")
register("mail", "Thư điện tử (IMAP, SMTP)", f"{_OWN}.mail.client:open_mail")
