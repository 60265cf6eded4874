"""Stages of a dossier that another system works on: what the room of interchange, which lies above, does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.common.errors import StateRefused
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.rules import outside_code

type HandOut = Callable[[Dossier, Step, Actor, str], None]


@dataclass(frozen=True, slots=True)
class Outside:
    """The interchange, as dossiers see it.

    Args:
        name_of: the name of the agency with a code that an agency of ours reaches; "" when it does not.
        hand_out: called in the transaction in which a stage goes to another system: dossier, step, who did
            it, and why in words.
    """

    name_of: Callable[[int, str], str]
    hand_out: HandOut


_JOINED: list[Outside] = []


def join(outside: Outside) -> None:
    """Make the interchange known."""
    _JOINED[:] = [outside]


def name_of(agency_id: int, code: str) -> str:
    """Return the name of the agency that `code` means over the interchange; "" when nothing leads there."""
    return _JOINED[0].name_of(agency_id, code) if _JOINED else ""


def hand_out(dossier: Dossier, steps: Sequence[Step], *, actor: Actor, reason: str = "") -> None:
    """Hand stages to the systems that work on them; nothing for steps of our own."""
    for step in steps:
        if not outside_code(step.holder):
            continue
        if not _JOINED:
            raise StateRefused(_("Chưa có kết nối liên thông để chuyển hồ sơ."), code="no-interchange")
        _JOINED[0].hand_out(dossier, step, actor, reason)
