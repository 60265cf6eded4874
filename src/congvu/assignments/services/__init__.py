"""Every use case of assigned work and of the weekly schedule."""

from congvu.assignments.services.amending import correct_assignment, edit_assignment
from congvu.assignments.services.deciding import (
    approve,
    cancel,
    close,
    pass_unit,
    refuse,
    refuse_unit,
)
from congvu.assignments.services.giving import (
    activate,
    activate_one,
    create_assignment,
    create_many,
    sub_assign,
)
from congvu.assignments.services.reporting import (
    cooperate,
    propose_close,
    report_done,
    report_progress,
    request_extension,
    settle_difficulty,
    start,
)
from congvu.assignments.services.scheduling import (
    cancel_item,
    make_feed,
    note_use,
    publish_week,
    revoke_feed,
    save_item,
)
from congvu.assignments.services.steering import (
    follow,
    insist,
    return_assignment,
    set_deadline,
    stop_series,
    transfer,
    urge,
)
from congvu.assignments.services.taking_out import record_export

__all__ = [
    "activate",
    "activate_one",
    "approve",
    "cancel",
    "cancel_item",
    "close",
    "cooperate",
    "correct_assignment",
    "create_assignment",
    "create_many",
    "edit_assignment",
    "follow",
    "insist",
    "make_feed",
    "note_use",
    "pass_unit",
    "propose_close",
    "publish_week",
    "record_export",
    "refuse",
    "refuse_unit",
    "report_done",
    "report_progress",
    "request_extension",
    "return_assignment",
    "revoke_feed",
    "save_item",
    "set_deadline",
    "settle_difficulty",
    "start",
    "stop_series",
    "sub_assign",
    "transfer",
    "urge",
]
