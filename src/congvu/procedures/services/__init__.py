"""The only writers of the catalogue."""

from congvu.procedures.services.drafts import discard_draft, new_draft, update_draft
from congvu.procedures.services.publishing import publish_version, retire_version
from congvu.procedures.services.routes import set_route

__all__ = [
    "discard_draft",
    "new_draft",
    "publish_version",
    "retire_version",
    "set_route",
    "update_draft",
]
