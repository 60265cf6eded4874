"""Everything that changes what the national side and we know of each other."""

from congvu.national.services.catalogue import ask_catalogue
from congvu.national.services.connecting import LinkPlan, check_link, save_link, switch_link
from congvu.national.services.deciding import again, set_aside
from congvu.national.services.inbound import poll, take_lease
from congvu.national.services.reconciling import ask_reconciliation
from congvu.national.services.replaying import backfill, replay

__all__ = [
    "LinkPlan",
    "again",
    "ask_catalogue",
    "ask_reconciliation",
    "backfill",
    "check_link",
    "poll",
    "replay",
    "save_link",
    "set_aside",
    "switch_link",
    "take_lease",
]
