"""The tables of the axis."""

from congvu.hub.models.agency import HubAgency, HubCode
from congvu.hub.models.credential import HubCredential, HubSecret
from congvu.hub.models.message import HubDelivery, HubMessage, HubRefusal
from congvu.hub.models.uplink import HubUplink

__all__ = [
    "HubAgency",
    "HubCode",
    "HubCredential",
    "HubDelivery",
    "HubMessage",
    "HubRefusal",
    "HubSecret",
    "HubUplink",
]
