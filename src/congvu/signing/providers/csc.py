"""Remote signing by the API of the Cloud Signature Consortium, versions 1 and 2.

Only the hash of what is signed goes to the service. Each service of SIGNING_CSC has a name; a certificate's
reference is "name of the service/identifier of the credential".
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from asn1crypto import algos
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)

from congvu.common.errors import ActionRefused
from congvu.signing.messages import KeyRef, Secret
from congvu.signing.providers.base import Provider, basic, chain_failed, refused, secret_of, wrong_secret

logger = logging.getLogger(__name__)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SECRETS_WRONG = {"invalid_pin", "invalid_otp"}


class CscProvider(Provider):
    """Signs with a credential of a remote service."""

    code = "csc"
    name = gettext_lazy("Ký số từ xa (CSC)")
    asks = gettext_lazy("Mã PIN ký số từ xa")
    remote = True

    def configured(self) -> bool:
        """At least one service stands in SIGNING_CSC."""
        return bool(settings.SIGNING_CSC)

    @asynccontextmanager
    async def signer(self, key: KeyRef, secret: Secret) -> AsyncIterator[Signer]:
        """Sign in, look the credential up; the hash is authorised and signed when the document is ready."""
        service, credential = located(key.reference)
        timeout = aiohttp.ClientTimeout(total=settings.SIGNING_CSC_TIMEOUT)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
            try:
                info, found = await looked_up(session, service, credential)
                manager = _Manager(session, info, found, secret_of(key, secret))
                yield (_SignerV2 if service["version"] == "v2" else CSCSigner)(session, manager)
            except (aiohttp.ClientError, TimeoutError, SigningError) as error:
                if chain_failed(error):
                    raise
                logger.warning("remote signing service %s: %r", service["url"], error)
                raise _away() from error


def located(reference: str) -> tuple[dict[str, str], str]:
    """Return the service and the credential that a reference names; an address must be HTTPS or loopback."""
    name, _slash, credential = reference.partition("/")
    service = settings.SIGNING_CSC.get(name)
    if service is None or not credential:
        words = _("Chưa cấu hình dịch vụ ký số từ xa “%(name)s”.") % {"name": name}
        raise refused(words, "provider", status=409)
    address = urlsplit(service["url"])
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise refused(_("Địa chỉ dịch vụ ký số từ xa phải là HTTPS."), "insecure", status=409)
    return service, credential


async def looked_up(
    session: aiohttp.ClientSession, service: dict[str, str], credential: str
) -> tuple[CSCServiceSessionInfo, CSCCredentialInfo]:
    """Sign in, see that the credential is ours, and fetch its certificates."""
    info = CSCServiceSessionInfo(
        service["url"].rstrip("/"),
        credential,
        oauth_token=await _token(session, service),
        api_ver=service["version"],
    )
    listed = await _call(session, info, "credentials/list", {"maxResults": 100})
    if credential not in listed.get("credentialIDs", []):
        raise refused(_("Tài khoản ký số từ xa không có khóa này."), "key-missing", status=409)
    found = await fetch_certs_in_csc_credential(session, info)
    if found.response_data.get("key", {}).get("status") != "enabled":
        raise refused(_("Khóa ký số từ xa đang bị khóa."), "key-disabled", status=409)
    return info, found


async def _token(session: aiohttp.ClientSession, service: dict[str, str]) -> str:
    """Return the access token: kept by the site, or asked for with Basic or OAuth2 client credentials."""
    base = service["url"].rstrip("/")
    way, user, password = service["auth"], service.get("user", ""), service.get("secret", "")
    if way == "token":
        return password
    if way == "basic":
        sent: dict[str, Any] = {
            "url": f"{base}/csc/{service['version']}/auth/login",
            "json": {"rememberMe": False},
            "headers": basic(user, password),
        }
    else:
        grant = {"grant_type": "client_credentials", "client_id": user, "client_secret": password}
        sent = {"url": service.get("token_url") or f"{base}/oauth2/token", "data": grant}
    async with session.post(**sent) as response:
        answer = await _json(response)
        if response.status != 200 or not answer.get("access_token"):
            raise refused(_("Dịch vụ ký số từ xa không nhận tài khoản của hệ thống."), "account", status=409)
        return str(answer["access_token"])


async def _json(response: aiohttp.ClientResponse) -> dict[str, Any]:
    try:
        answer = await response.json(content_type=None)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _address(info: CSCServiceSessionInfo, name: str) -> str:
    return f"{info.service_url}/csc/{info.api_ver}/{name}"


async def _call(
    session: aiohttp.ClientSession, info: CSCServiceSessionInfo, name: str, body: dict[str, Any]
) -> dict[str, Any]:
    async with session.post(_address(info, name), json=body, headers=info.auth_headers) as response:
        answer = await _json(response)
        if response.status != 200:
            raise _said(str(answer.get("error", "")), str(answer.get("error_description", "")))
        return answer


def _said(error: str, description: str) -> ActionRefused:
    """Return the refusal for an error of the API (CSC API 1.0.4, section 10.1)."""
    if error in SECRETS_WRONG or "PIN" in description or "OTP" in description:
        return wrong_secret(_("Mã OTP") if "otp" in f"{error} {description}".lower() else _("Mã PIN"))
    logger.warning("remote signing service said %s: %s", error, description)
    return _away()


def _away() -> ActionRefused:
    words = _("Dịch vụ ký số từ xa không trả lời hoặc từ chối. Văn bản chưa được ký; hãy thử lại sau.")
    return refused(words, "remote", status=409)


class _Manager(CSCAuthorizationManager):
    """Authorises exactly the hash that is about to be signed, with PIN and one-time code."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        info: CSCServiceSessionInfo,
        credential: CSCCredentialInfo,
        secret: Secret,
    ) -> None:
        super().__init__(info, credential)
        self.session = session
        self.secret = secret

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        body: dict[str, Any] = self.format_csc_auth_request(
            pin=self.secret.code or None, otp=self.secret.otp or None, hash_b64s=hash_b64s
        )
        if self.csc_session_info.api_ver == "v2":
            body["hashes"] = body.pop("hash")
            body["hashAlgorithmOID"] = algos.DigestAlgorithmId("sha256").dotted
            known = {"PIN": body.pop("PIN", None), "OTP": body.pop("OTP", None)}
            body["authData"] = [{"id": name, "value": value} for name, value in known.items() if value]
        answer = await _call(self.session, self.csc_session_info, "credentials/authorize", body)
        return self.parse_csc_auth_response(answer)


class _SignerV2(CSCSigner):
    """Version 2 calls two things by other names."""

    async def format_csc_signing_req(self, tbs_hashes: list[str], digest_algorithm: str) -> dict[str, Any]:
        body: dict[str, Any] = await super().format_csc_signing_req(tbs_hashes, digest_algorithm)
        body["hashes"] = body.pop("hash")
        body["hashAlgorithmOID"] = body.pop("hashAlgo")
        return body
