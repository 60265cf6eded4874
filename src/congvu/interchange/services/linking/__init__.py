"""Dossiers between systems: hand a stage over, work on one that came, and tell each other what happened."""

from congvu.interchange.services.linking.acts import (
    accept_stage,
    answer_supplement,
    ask_back,
    ask_supplement,
    hand_over,
    refuse_stage,
    relay_supplement,
    report_progress,
    send_result,
    settle_by_hand,
)

__all__ = [
    "accept_stage",
    "answer_supplement",
    "ask_back",
    "ask_supplement",
    "hand_over",
    "refuse_stage",
    "relay_supplement",
    "report_progress",
    "send_result",
    "settle_by_hand",
]
