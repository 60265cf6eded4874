"""Tables of the interface: clients with secrets and tokens, kept answers, webhooks."""

from congvu.api.models.answer import KeptAnswer
from congvu.api.models.client import AccessToken, ApiClient, ClientSecret
from congvu.api.models.webhook import WebhookCall, WebhookSubscription

__all__ = ["AccessToken", "ApiClient", "ClientSecret", "KeptAnswer", "WebhookCall", "WebhookSubscription"]
