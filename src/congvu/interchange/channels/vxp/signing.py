"""Signing of requests: parameters travel as headers, an HMAC over a literal JSON string proves them.

The SDK lists its parameters in the arbitrary order of a hash map. So a verifier must take the received string
as it is, and only then compare each header with what the string says.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime

from congvu.interchange.envelopes.edxml.values import ZONE

PREFIX = "XroadVnpt-"
SIGN_KEY = f"{PREFIX}sign-header-key"
SIGN = f"{PREFIX}sign-header"
HASH = f"{PREFIX}hash-header"
VERSION = f"{PREFIX}version"
CONSTANT = {"User-Agent": "JAVASDKAgent/1.0.0 XRoad/VPCP", VERSION: "3.0.201608"}
OCTETS = "application/octet-stream"
# Gson escapes what could end a script; the string is signed as it is sent, so both sides would differ.
_GSON = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&='"})


class BadSignature(Exception):  # noqa: N818 — a refusal, not a fault
    """Headers that do not prove what they say; `code` says which way: missing, hash, mismatch, malformed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def timestamp(moment: datetime) -> str:
    """Return a time in the SDK's pattern: ddMMyyyy'T'HHmmss+SSSS, in Asia/Ho_Chi_Minh."""
    local = moment.astimezone(ZONE)
    return f"{local:%d%m%YT%H%M%S}+{local.microsecond // 1000:04d}"


def sign(parameters: Mapping[str, str], secret: str) -> dict[str, str]:
    """Return the headers of a request.

    Args:
        parameters: unprefixed names with their values, such as "systemid" and "timestamp".
        secret: the system's secret.
    """
    prefixed = {f"{PREFIX}{name}": value for name, value in parameters.items()}
    text = json.dumps(prefixed, ensure_ascii=False, separators=(",", ":")).translate(_GSON)
    return {
        **CONSTANT,
        **{name: _header(value) for name, value in prefixed.items()},
        SIGN_KEY: ";".join(parameters),
        SIGN: _header(text),
        HASH: _mac(text, secret),
    }


def verify(headers: Mapping[str, str], secret: str) -> dict[str, str]:
    """Return the parameters that the headers prove.

    Args:
        headers: of the request, their names in any case, values as WSGI gives them.
        secret: of the system that the headers name.

    Raises BadSignature.
    """
    given = {name.casefold(): _value(value) for name, value in headers.items()}
    text, mac = given.get(SIGN.casefold(), ""), given.get(HASH.casefold(), "")
    if not text or not mac:
        raise BadSignature("missing")
    if not hmac.compare_digest(_mac(text, secret).encode(), mac.strip().casefold().encode()):
        raise BadSignature("hash")
    try:
        signed = json.loads(text)
    except ValueError as error:
        raise BadSignature("malformed") from error
    if not isinstance(signed, dict) or not all(isinstance(value, str) for value in signed.values()):
        raise BadSignature("malformed")
    found = {}
    for name, value in signed.items():
        if not name.casefold().startswith(PREFIX.casefold()) or given.get(name.casefold()) != value:
            raise BadSignature("mismatch")
        found[name[len(PREFIX) :]] = value
    return found


def unproved(headers: Mapping[str, str], name: str) -> str:
    """Return a parameter that nothing proves yet: who says they are calling."""
    wanted = f"{PREFIX}{name}".casefold()
    return next((_value(value) for key, value in headers.items() if key.casefold() == wanted), "")


def sdk_hash(sha256: bytes) -> str:
    """Return a SHA-256 as the SDK writes it: bytes in hexadecimal without leading zeros."""
    return "".join(f"{byte:x}" for byte in sha256)


def same_hash(given: str, sha256: bytes) -> bool:
    """Tell whether a given hash is that of the bytes, in the SDK's writing or the usual one."""
    told = given.strip().casefold().encode()
    usual, quirk = sha256.hex().encode(), sdk_hash(sha256).encode()
    return hmac.compare_digest(told, usual) | hmac.compare_digest(told, quirk)


def _mac(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _header(value: str) -> str:
    """Return a value as it goes into a header: UTF-8 bytes in the letters that HTTP libraries let through."""
    return value.encode("utf-8").decode("latin-1")


def _value(raw: str) -> str:
    """Return a header's value as it was meant: UTF-8 bytes that came as Latin-1."""
    try:
        return raw.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return raw


def sha256_of(data: bytes) -> bytes:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).digest()
