"""The dossier and what hangs on it."""

from congvu.dossiers.models.applicant import Applicant
from congvu.dossiers.models.binding import LocalBinding
from congvu.dossiers.models.clock import ClockRun, Extension, Pause, SupplementRequest
from congvu.dossiers.models.dossier import (
    ComponentFile,
    Dossier,
    DossierComponent,
    FeeLine,
    Involvement,
)
from congvu.dossiers.models.progress import HandOver, Note, Opinion, Presence, Step
from congvu.dossiers.models.result import IssuedForm, Result

__all__ = [
    "Applicant",
    "ClockRun",
    "ComponentFile",
    "Dossier",
    "DossierComponent",
    "Extension",
    "FeeLine",
    "HandOver",
    "Involvement",
    "IssuedForm",
    "LocalBinding",
    "Note",
    "Opinion",
    "Pause",
    "Presence",
    "Result",
    "Step",
    "SupplementRequest",
]
