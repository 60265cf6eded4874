"""What faces call: read a document for the clerk, take it in, register it, direct it, work on it."""

from congvu.documents.services.annexes import add_annex, remove_annex
from congvu.documents.services.answering import answer_incoming
from congvu.documents.services.arrival import arrive
from congvu.documents.services.books import close_book, open_book, open_year
from congvu.documents.services.clerk_reading import assignment_drafts, read_for_clerk
from congvu.documents.services.copying import copy_document
from congvu.documents.services.correction_answers import receiver_answered
from congvu.documents.services.corrections import correct, recall, replace
from congvu.documents.services.counter import send_to_group, take_in
from congvu.documents.services.directing import (
    bulk_direct,
    direct,
    finish_incoming,
    link_incoming,
    opinion,
    present,
    reopen_incoming,
)
from congvu.documents.services.drafting import draft_document, drop_draft, save_version
from congvu.documents.services.favourites import forget_group, save_group
from congvu.documents.services.issuing import issue_document
from congvu.documents.services.lines import (
    attach_reply,
    complete_line,
    document_of_line,
    forward,
    receive_line,
    return_line,
    withdraw_line,
)
from congvu.documents.services.numbering import number_document, refuse_number
from congvu.documents.services.passing import agree, send_back, submit, take_back
from congvu.documents.services.pdf_sheet import page_image
from congvu.documents.services.previewing import preview
from congvu.documents.services.readiness import obstacles
from congvu.documents.services.reading import Read, layout_of, read_bytes, read_file
from congvu.documents.services.registering import (
    correct_incoming,
    enter_incoming,
    register_incoming,
    register_many,
)
from congvu.documents.services.sender_notices import answer_notice, sender_asks
from congvu.documents.services.settling import cancel_reception, mark_duplicate, refuse_incoming
from congvu.documents.services.signing_off import sign_document, sign_many
from congvu.documents.services.viewing import mark_read

__all__ = [
    "Read",
    "add_annex",
    "agree",
    "answer_incoming",
    "answer_notice",
    "arrive",
    "assignment_drafts",
    "attach_reply",
    "bulk_direct",
    "cancel_reception",
    "close_book",
    "complete_line",
    "copy_document",
    "correct",
    "correct_incoming",
    "direct",
    "document_of_line",
    "draft_document",
    "drop_draft",
    "enter_incoming",
    "finish_incoming",
    "forget_group",
    "forward",
    "issue_document",
    "layout_of",
    "link_incoming",
    "mark_duplicate",
    "mark_read",
    "number_document",
    "obstacles",
    "open_book",
    "open_year",
    "opinion",
    "page_image",
    "present",
    "preview",
    "read_bytes",
    "read_file",
    "read_for_clerk",
    "recall",
    "receive_line",
    "receiver_answered",
    "refuse_incoming",
    "refuse_number",
    "register_incoming",
    "register_many",
    "remove_annex",
    "reopen_incoming",
    "replace",
    "return_line",
    "save_group",
    "save_version",
    "send_back",
    "send_to_group",
    "sender_asks",
    "sign_document",
    "sign_many",
    "submit",
    "take_back",
    "take_in",
    "withdraw_line",
]
