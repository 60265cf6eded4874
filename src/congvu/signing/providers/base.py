"""The shape of a provider, and what all of them share."""

import base64
import os
from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.errors import PathError, ValidationError

from congvu.common.errors import ActionRefused
from congvu.signing.messages import KeyRef, Secret


class Provider(ABC):
    """A place where private keys are, and how one signs there.

    Attributes:
        code: short name, kept with each certificate.
        name: what screens call it.
        asks: what the officer is asked for.
        remote: whether the hash of the document leaves the office.
    """

    code: ClassVar[str]
    name: ClassVar[str | Promise]
    asks: ClassVar[str | Promise]
    remote: ClassVar[bool] = False

    @abstractmethod
    def configured(self) -> bool:
        """Tell whether this site can use the provider at all."""

    @abstractmethod
    def signer(self, key: KeyRef, secret: Secret) -> AbstractAsyncContextManager[Signer]:
        """Open a key for one signature.

        Raises ActionRefused with a sentence: the secret is wrong, the key is not there, the service is away.
        """


def basic(user: str, password: str) -> dict[str, str]:
    """Return the header of HTTP's Basic authentication (RFC 7617, UTF-8)."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def chain_failed(error: BaseException) -> bool:
    """Tell whether pyHanko gave up because certificate or revocation data did not hold, not the key."""
    return isinstance(error.__cause__, PathError | ValidationError)


def refused(message: str, code: str, field: str = "", status: int = 422) -> ActionRefused:
    """Return a refusal of a provider."""
    return ActionRefused(message, code=code, field=field, status=status)


def wrong_secret(what: str) -> ActionRefused:
    """Return the refusal for a wrong passphrase or PIN."""
    return refused(_("%(what)s không đúng.") % {"what": what}, "wrong-secret", "secret")


def secret_of(key: KeyRef, asked: Secret) -> Secret:
    """Return what opens a key: what was typed, else what the site keeps for it outside the database.

    The site keeps it in the environment variable SIGNING_SECRET_<first 16 signs of the certificate's
    SHA-256>, or in a file of SIGNING_SECRETS_DIR called after the whole SHA-256.
    """
    if asked.code or not key.fingerprint:
        return asked
    kept = os.environ.get(f"SIGNING_SECRET_{key.fingerprint[:16].upper()}", "")
    if not kept:
        file = Path(settings.SIGNING_SECRETS_DIR) / key.fingerprint
        kept = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
    return Secret(kept, asked.otp)


def keeps_secret(key: KeyRef) -> bool:
    """Tell whether the site opens the key by itself, so that nobody needs to be asked."""
    return bool(secret_of(key, Secret()).code)
