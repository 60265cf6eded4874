"""Keys in a hardware security module or token of the server, through its PKCS#11 library."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pkcs11
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pkcs11 import exceptions
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer

from congvu.common.errors import ActionRefused
from congvu.signing.messages import KeyRef, Secret
from congvu.signing.providers.base import Provider, refused, secret_of, wrong_secret

logger = logging.getLogger(__name__)


class Pkcs11Provider(Provider):
    """Signs with a key of a token; the reference is "label of the token/label of key and certificate"."""

    code = "pkcs11"
    name = gettext_lazy("Thiết bị bảo mật PKCS#11 (HSM, token của máy chủ)")
    asks = gettext_lazy("Mã PIN")

    def configured(self) -> bool:
        """The site names the library in SIGNING_PKCS11_MODULE."""
        return bool(settings.SIGNING_PKCS11_MODULE) and Path(settings.SIGNING_PKCS11_MODULE).is_file()

    @asynccontextmanager
    async def signer(self, key: KeyRef, secret: Secret) -> AsyncIterator[Signer]:
        """Open a session with the PIN and close it after the signature."""
        pin = secret_of(key, secret)
        if not pin.code:
            raise refused(_("Hãy nhập mã PIN."), "wrong-secret", "secret")
        with session(key.reference, pin) as (opened, label), told():
            # Hashed here: every module knows the plain mechanisms, few know those that hash.
            signer = PKCS11Signer(opened, cert_label=label, key_label=label, use_raw_mechanism=True)
            if signer.signing_cert is None:
                raise _absent()
            yield signer


@contextmanager
def session(reference: str, secret: Secret) -> Iterator[tuple[Any, str]]:
    """Open a session with the token that a reference names; yield it and the label of key and certificate."""
    token, _slash, label = reference.partition("/")
    with told():
        opened: Any = open_pkcs11_session(
            settings.SIGNING_PKCS11_MODULE,
            token_criteria=TokenCriteria(label=token),
            user_pin=secret.code or None,
        )
    try:
        yield opened, label
    finally:
        opened.close()


@contextmanager
def told() -> Iterator[None]:
    """Turn what the library raises into sentences."""
    try:
        yield
    except ActionRefused:
        raise
    except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange) as error:
        raise wrong_secret(_("Mã PIN")) from error
    except exceptions.PinLocked as error:
        raise refused(
            _("Thiết bị đã khóa mã PIN do nhập sai nhiều lần; hãy liên hệ quản trị."), "pin-locked", "secret"
        ) from error
    except (exceptions.NoSuchKey, exceptions.NoSuchToken) as error:
        raise _absent() from error
    except pkcs11.PKCS11Error as error:
        logger.warning("the security module refused: %r", error)
        if "matching criteria" in str(error) or "Could not find" in str(error):
            raise _absent() from error
        raise refused(_("Thiết bị bảo mật không trả lời."), "device", status=409) from error


def _absent() -> ActionRefused:
    return refused(_("Không tìm thấy khóa trong thiết bị bảo mật."), "key-missing", status=409)
