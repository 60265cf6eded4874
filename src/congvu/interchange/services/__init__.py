"""Sending and receiving between agencies, and what people do about what stands still."""

from congvu.interchange.services.connecting import Plan, check_connection, save_connection, switch_connection
from congvu.interchange.services.handling import give_up, replay, send_again, skip
from congvu.interchange.services.inbound import poll, poll_due, take_lease
from congvu.interchange.services.sealing import renew_keys
from congvu.interchange.services.syncing import sync_directory

__all__ = [
    "Plan",
    "check_connection",
    "give_up",
    "poll",
    "poll_due",
    "renew_keys",
    "replay",
    "save_connection",
    "send_again",
    "skip",
    "switch_connection",
    "sync_directory",
    "take_lease",
]
