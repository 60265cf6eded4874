"""Archive packages (TT 05/2025/TT-BNV on E-ARK CSIP): how one is made up, and how one is inspected. Pure."""

from congvu.casefiles.rules.packages.fields import TYPE_CODES, document_fields, file_fields, type_code
from congvu.casefiles.rules.packages.inspection import Limits, inspect
from congvu.casefiles.rules.packages.layout import KINDS, folder_of, object_id, plan, zip_name
from congvu.casefiles.rules.packages.zipping import Changed, zipped

__all__ = [
    "KINDS",
    "TYPE_CODES",
    "Changed",
    "Limits",
    "document_fields",
    "file_fields",
    "folder_of",
    "inspect",
    "object_id",
    "plan",
    "type_code",
    "zip_name",
    "zipped",
]
