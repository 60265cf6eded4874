"""The writing door of processes."""

from congvu.workflow.services.drafts import discard_draft, new_draft_from, publish, save_draft, start_process
from congvu.workflow.services.samples import SAMPLES, Loaded, load_samples

__all__ = [
    "SAMPLES",
    "Loaded",
    "discard_draft",
    "load_samples",
    "new_draft_from",
    "publish",
    "save_draft",
    "start_process",
]
