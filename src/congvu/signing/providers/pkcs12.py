"""Keys in PKCS#12 files (.p12, .pfx): kept on the server's disk, each locked by its own passphrase."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from asn1crypto import pkcs12 as structure
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    load_pkcs12,
    serialize_key_and_certificates,
)
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as as_asn1_certificate
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from congvu.signing.messages import KeyRef, Secret
from congvu.signing.providers.base import Provider, refused, secret_of, wrong_secret

MAX_BYTES = 200_000
_stores: Any = SimpleCertificateStore  # untyped in pyHanko


class Pkcs12Provider(Provider):
    """Signs with a key file of the folder SIGNING_KEYS_DIR; the reference is the file's name."""

    code = "pkcs12"
    name = gettext_lazy("Tệp khóa PKCS#12")
    asks = gettext_lazy("Mật khẩu tệp khóa")

    def configured(self) -> bool:
        """Files can be used everywhere."""
        return True

    @asynccontextmanager
    async def signer(self, key: KeyRef, secret: Secret) -> AsyncIterator[Signer]:
        """Open the file with the passphrase typed or kept; the key stays open for one signature."""
        passphrase = secret_of(key, secret).code
        held = opened(read(key.reference), passphrase)
        chain = [as_asn1_certificate(one.certificate) for one in held.additional_certs]
        yield HeldKey(held.key, as_asn1_certificate(held.cert.certificate), _stores.from_certs(chain))


class HeldKey(Signer):
    """Signs with a key that is open; pyHanko's own reads it anew, which costs RSA keys most of the time."""

    def __init__(self, key: Any, certificate: Any, store: SimpleCertificateStore) -> None:
        super().__init__(signing_cert=certificate, cert_registry=store)
        self.key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Return the signature: PKCS#1 v1.5 of an RSA key, ECDSA of another."""
        digest = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(data, PKCS1v15(), digest)
        return bytes(self.key.sign(data, ECDSA(digest)))


def read(name: str) -> bytes:
    """Return a key file's bytes; a name that points elsewhere does not exist."""
    path = Path(settings.SIGNING_KEYS_DIR) / name
    if path.name != name or not path.is_file():
        raise refused(_("Không tìm thấy tệp khóa trên máy chủ."), "key-missing", status=409)
    return path.read_bytes()


def opened(data: bytes, passphrase: str) -> Any:
    """Return what a PKCS#12 file holds (`key`, `cert`, `additional_certs`).

    Raises ActionRefused: it is no PKCS#12 file, the passphrase is wrong, it holds no key with a certificate.
    """
    try:
        held = load_pkcs12(data, passphrase.encode())
    except Exception as error:  # the library raises whatever its parser meets in foreign bytes
        if _is_pkcs12(data):
            raise wrong_secret(_("Mật khẩu tệp khóa")) from error
        raise refused(_("Tệp này không phải tệp khóa PKCS#12 (.p12, .pfx)."), "not-pkcs12", "file") from error
    if held.key is None or held.cert is None:
        raise refused(_("Tệp khóa không có khóa bí mật kèm chứng thư số."), "no-key", "file")
    return held


def _is_pkcs12(data: bytes) -> bool:
    try:
        found = structure.Pfx.load(data, strict=True)
        return found["version"].native == "v3" and bool(found["auth_safe"]["content_type"].native)
    except (ValueError, TypeError, KeyError):
        return False


def locked_again(data: bytes, passphrase: str) -> tuple[bytes, x509.Certificate]:
    """Return the file's key and certificates locked anew with a strong cipher and the same passphrase."""
    held = opened(data, passphrase)
    others = [one.certificate for one in held.additional_certs]
    lock = BestAvailableEncryption(passphrase.encode())
    fresh = serialize_key_and_certificates(b"congvu", held.key, held.cert.certificate, others, lock)
    return fresh, held.cert.certificate
