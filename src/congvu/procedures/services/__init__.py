"""The only writers of the catalogue."""

from congvu.procedures.services.drafts import discard_draft, draft_from, new_draft, update_draft
from congvu.procedures.services.exchange import export_catalogue, import_catalogue
from congvu.procedures.services.portal import import_portal_rows
from congvu.procedures.services.publishing import publish_version, retire_version
from congvu.procedures.services.routes import set_route
from congvu.procedures.services.samples import load_samples, publish_clean
from congvu.procedures.services.staging import run_staged, stage_import

__all__ = [
    "discard_draft",
    "draft_from",
    "export_catalogue",
    "import_catalogue",
    "import_portal_rows",
    "load_samples",
    "new_draft",
    "publish_clean",
    "publish_version",
    "retire_version",
    "run_staged",
    "set_route",
    "stage_import",
    "update_draft",
]
