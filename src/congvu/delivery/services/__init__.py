"""Sending things out of the house, surely and in order, and running periodic jobs."""

from congvu.delivery.services.operating import purge, retry, skip, wake
from congvu.delivery.services.outbox import Order, enqueue, enqueue_many
from congvu.delivery.services.registry import register_handler, register_periodic

__all__ = [
    "Order",
    "enqueue",
    "enqueue_many",
    "purge",
    "register_handler",
    "register_periodic",
    "retry",
    "skip",
    "wake",
]
