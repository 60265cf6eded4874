"""How much of a foreign package is read before it is refused."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one package.

    Args:
        package: bytes of the whole package as it came.
        attachment: bytes of one attachment once decoded and unpacked.
        attachments: how many attachments.
        text: characters of one element that is no attachment.
        texts: characters of all such elements together.
        nodes: elements in all.
        depth: how deep elements nest.
        ratio: how many times larger than its ZIP an unpacked attachment may be.
    """

    package: int = 2048 * MEGABYTE
    attachment: int = 1024 * MEGABYTE
    attachments: int = 1_000
    text: int = MEGABYTE
    texts: int = 16 * MEGABYTE
    nodes: int = 200_000
    depth: int = 32
    ratio: int = 200


DEFAULT = Limits()
