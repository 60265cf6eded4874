"""The clock as its keeper tells it."""

from congvu.dossiers.messages import TimePause
from congvu.dossiers.models import Dossier
from congvu.dossiers.services.copies import tell_clock
from congvu.interchange.envelopes import dossier as wire
from congvu.interchange.models import LinkedDossier


def set_clock(link: LinkedDossier, dossier: Dossier, clock: wire.Clock) -> None:
    """Set the deadline and the pauses of a copy to what its origin tells."""
    pauses = [
        TimePause(one.starts_at, one.ends_at, one.reason, one.legal_basis[:200], one.kind)
        for one in clock.pauses
    ]
    tell_clock(dossier, clock.stage_due_at, pauses)
    link.due_at, link.dossier_due_at = clock.stage_due_at, clock.dossier_due_at
    link.save(update_fields=["due_at", "dossier_due_at"])
