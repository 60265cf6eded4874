"""Tables of the interchange: connections, the far side's directory, what was sent and what came."""

from congvu.interchange.models.connection import Connection, Partner
from congvu.interchange.models.traffic import InboundMessage, OutboundMessage, StatusEvent

__all__ = ["Connection", "InboundMessage", "OutboundMessage", "Partner", "StatusEvent"]
