"""Everything that changes catalogues, case files and hand-overs: one function, one use case."""

from congvu.casefiles.services.automatic import file_automatically, remove_rule, write_rule
from congvu.casefiles.services.catalogue import (
    approve_catalogue,
    close_catalogue,
    draft_catalogue,
    remove_entry,
    write_entry,
)
from congvu.casefiles.services.closing import (
    amend_case_file,
    checklist,
    close_case_file,
    count_pages,
    keep_back,
    reopen_case_file,
)
from congvu.casefiles.services.filing import describe_item, file_item, move_item, remove_item
from congvu.casefiles.services.handover import (
    accept_handover,
    check_handover,
    propose_handover,
    return_handover,
)
from congvu.casefiles.services.opening import edit_case_file, open_case_file
from congvu.casefiles.services.packaging import check_again, inspect_file, make_package
from congvu.casefiles.services.retention import seed_retention
from congvu.casefiles.services.sources import draft_of, file_subject, register_source
from congvu.casefiles.services.threads import file_away
from congvu.casefiles.services.uploads import file_uploads

__all__ = [
    "accept_handover",
    "amend_case_file",
    "approve_catalogue",
    "check_again",
    "check_handover",
    "checklist",
    "close_case_file",
    "close_catalogue",
    "count_pages",
    "describe_item",
    "draft_catalogue",
    "draft_of",
    "edit_case_file",
    "file_automatically",
    "file_away",
    "file_item",
    "file_subject",
    "file_uploads",
    "inspect_file",
    "keep_back",
    "make_package",
    "move_item",
    "open_case_file",
    "propose_handover",
    "register_source",
    "remove_entry",
    "remove_item",
    "remove_rule",
    "reopen_case_file",
    "return_handover",
    "seed_retention",
    "write_entry",
    "write_rule",
]
