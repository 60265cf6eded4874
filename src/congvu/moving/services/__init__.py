"""What faces call: take a source in, say what its columns mean, try it, bring it in, reconcile."""

from congvu.moving.services.acting import (
    close_gaps,
    drop_move,
    resume_move,
    start_check,
    start_move,
    stop_move,
)
from congvu.moving.services.staging import Arriving, receive, set_mapping, set_values

__all__ = [
    "Arriving",
    "close_gaps",
    "drop_move",
    "receive",
    "resume_move",
    "set_mapping",
    "set_values",
    "start_check",
    "start_move",
    "stop_move",
]
