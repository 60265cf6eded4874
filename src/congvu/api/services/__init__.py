"""What programs and their keepers do: clients and secrets, tokens, kept answers, webhooks."""

from congvu.api.services.clients import create_client, make_secret, revise_client, revoke_client
from congvu.api.services.keeping import once
from congvu.api.services.rate import count_call
from congvu.api.services.tokens import SERVER, purge

__all__ = [
    "SERVER",
    "count_call",
    "create_client",
    "make_secret",
    "once",
    "purge",
    "revise_client",
    "revoke_client",
]
