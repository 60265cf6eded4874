"""Giving out tokens: OAuth2 client credentials (RFC 6749 section 4.4), with Authlib."""

import secrets
from datetime import timedelta
from typing import Any

from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.integrations.django_oauth2.requests import DjangoOAuth2Payload, DjangoOAuth2Request
from authlib.oauth2.rfc6749 import ClientCredentialsGrant, ClientMixin, OAuth2Request
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from congvu.api.models import AccessToken, ApiClient, KeptAnswer
from congvu.api.queries.clients import digest_of, secret_fits

LIFETIME = 3600
KEPT = timedelta(hours=72)
"""So long an answer is kept under the caller's key."""


class OAuthClient(ClientMixin):  # type: ignore[misc]
    """A program as the library asks about it."""

    def __init__(self, client: ApiClient) -> None:
        self.client = client

    def get_client_id(self) -> str:
        """Return its public name."""
        return self.client.client_id

    def get_allowed_scope(self, scope: str) -> str:
        """Return what it may have of what it asks for; all that it holds when it asks for nothing."""
        asked = (scope or "").split()
        return " ".join(one for one in self.client.scopes if not asked or one in asked)

    def check_client_secret(self, client_secret: str) -> bool:
        """Tell whether a secret is one of its own, in constant time."""
        return secret_fits(self.client, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Tell whether it may prove itself this way."""
        return method in ClientCredentials.TOKEN_ENDPOINT_AUTH_METHODS

    def check_grant_type(self, grant_type: str) -> bool:
        """Tell whether it may ask for a token this way."""
        return grant_type == "client_credentials"


class ClientCredentials(ClientCredentialsGrant):  # type: ignore[misc]
    """The one grant: a program proves itself with its secret, in the header or in the body."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]


class TokenRequest(DjangoOAuth2Request):  # type: ignore[misc]
    """A request for a token. TLS ends at the reverse proxy and production redirects to it, so that the
    library's own look at the scheme, which would stop a trial on this machine, is not asked."""

    def __init__(self, request: HttpRequest) -> None:
        OAuth2Request.__init__(
            self, method=request.method, uri=f"https://api{request.path}", headers=request.headers
        )
        self.payload = DjangoOAuth2Payload(request)
        self._request = request


class Server(AuthorizationServer):  # type: ignore[misc]
    """The token endpoint over our own tables."""

    def __init__(self) -> None:
        super().__init__(ApiClient, AccessToken)
        self.register_grant(ClientCredentials)

    def create_oauth2_request(self, request: HttpRequest) -> "TokenRequest":
        """Return a request as the library reads it."""
        return TokenRequest(request)

    def query_client(self, client_id: str) -> OAuthClient | None:
        """Return a program by its public name."""
        found = ApiClient.objects.filter(client_id=client_id, active=True).first()
        return OAuthClient(found) if found else None

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        """Keep the digest of a token that is given out."""
        client, now = request.client.client, timezone.now()
        scopes = token.get("scope", "").split() or request.client.get_allowed_scope("").split()
        token["scope"] = " ".join(scopes)
        AccessToken.objects.create(
            client=client,
            digest=digest_of(token["access_token"]),
            scopes=scopes,
            issued_at=now,
            ends_at=now + timedelta(seconds=int(token["expires_in"])),
        )

    def create_bearer_token_generator(self) -> Any:
        """Make tokens of 256 random bits that live an hour."""
        return _bearer

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Send none: nothing in this house listens to signals."""


def _bearer(
    grant_type: str, client: OAuthClient, user: Any = None, scope: str | None = None, **more: Any
) -> dict[str, Any]:
    allowed = client.get_allowed_scope(scope or "")
    return {
        "token_type": "Bearer",
        "access_token": secrets.token_urlsafe(32),
        "expires_in": LIFETIME,
        "scope": allowed,
    }


SERVER = Server()


@transaction.atomic
def purge() -> int:
    """Delete tokens that ended and answers kept long enough; return how many."""
    now = timezone.now()
    gone, _kinds = AccessToken.objects.filter(ends_at__lt=now).delete()
    old, _kinds = KeptAnswer.objects.filter(created_at__lt=now - KEPT).delete()
    return gone + old
