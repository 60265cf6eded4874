"""Everything that changes a dossier: one function, one use case, one transaction, at least one event."""

from congvu.dossiers.services.bulk import apply_bulk, preview_bulk
from congvu.dossiers.services.clock import change_rules, extend_dossier
from congvu.dossiers.services.decide import (
    check_result,
    issue_result,
    propose_result,
    refuse_dossier,
    reject_dossier,
    reject_result,
    sign_result,
)
from congvu.dossiers.services.forms import issue_form, live_form, register_form
from congvu.dossiers.services.hand_over import hand_over_dossier, receive_hand_over
from congvu.dossiers.services.intake import accept_dossier, receive_dossier, save_draft
from congvu.dossiers.services.notes import add_note, follow_dossier, mark_presence
from congvu.dossiers.services.opinions import ask_opinion, give_opinion, settle_silence
from congvu.dossiers.services.papers import attach_file
from congvu.dossiers.services.progress import (
    assign_step,
    complete_step,
    send_back,
    take_over,
    undo_step,
)
from congvu.dossiers.services.reading import look_up_applicant, record_export
from congvu.dossiers.services.renaming import rename_owner
from congvu.dossiers.services.returning import collect_fees, return_result
from congvu.dossiers.services.stopping import stop_dossier, withdraw_dossier
from congvu.dossiers.services.supplement import (
    close_unanswered,
    confirm_payment,
    guide_applicant,
    request_supplement,
    resume_dossier,
    undo_supplement,
)

__all__ = [
    "accept_dossier",
    "add_note",
    "apply_bulk",
    "ask_opinion",
    "assign_step",
    "attach_file",
    "change_rules",
    "check_result",
    "close_unanswered",
    "collect_fees",
    "complete_step",
    "confirm_payment",
    "extend_dossier",
    "follow_dossier",
    "give_opinion",
    "guide_applicant",
    "hand_over_dossier",
    "issue_form",
    "issue_result",
    "live_form",
    "look_up_applicant",
    "mark_presence",
    "preview_bulk",
    "propose_result",
    "receive_dossier",
    "receive_hand_over",
    "record_export",
    "refuse_dossier",
    "register_form",
    "reject_dossier",
    "reject_result",
    "rename_owner",
    "request_supplement",
    "resume_dossier",
    "return_result",
    "save_draft",
    "send_back",
    "settle_silence",
    "sign_result",
    "stop_dossier",
    "take_over",
    "undo_step",
    "undo_supplement",
    "withdraw_dossier",
]
