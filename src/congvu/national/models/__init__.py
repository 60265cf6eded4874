"""Tables of the national side."""

from congvu.national.models.link import NationalLink
from congvu.national.models.reconciliation import Reconciliation
from congvu.national.models.traffic import OnlineMessage, ReservedCode, SyncedDossier

__all__ = ["NationalLink", "OnlineMessage", "Reconciliation", "ReservedCode", "SyncedDossier"]
