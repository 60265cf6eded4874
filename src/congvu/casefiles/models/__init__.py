"""Case files (hồ sơ công việc), the year's catalogue, hand-overs and archive packages."""

from congvu.casefiles.models.casefile import CaseFile, CaseItem, CaseItemFile, Confidence, Rights
from congvu.casefiles.models.catalogue import Catalogue, CatalogueEntry, FilingRule
from congvu.casefiles.models.handover import ArchivePackage, Handover, HandoverLine
from congvu.casefiles.models.retention import RetentionRule

__all__ = [
    "ArchivePackage",
    "CaseFile",
    "CaseItem",
    "CaseItemFile",
    "Catalogue",
    "CatalogueEntry",
    "Confidence",
    "FilingRule",
    "Handover",
    "HandoverLine",
    "RetentionRule",
    "Rights",
]
