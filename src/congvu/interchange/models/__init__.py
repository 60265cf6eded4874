"""Tables of the interchange: connections, the far side's directory, messages, shared stages."""

from congvu.interchange.models.connection import Connection, Partner
from congvu.interchange.models.linking import LinkedDossier, LinkMessage
from congvu.interchange.models.traffic import InboundMessage, OutboundMessage, StatusEvent

__all__ = [
    "Connection",
    "InboundMessage",
    "LinkMessage",
    "LinkedDossier",
    "OutboundMessage",
    "Partner",
    "StatusEvent",
]
