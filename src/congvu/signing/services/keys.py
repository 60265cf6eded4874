"""Taking in key files: proven with their passphrase, locked anew, kept on the disk."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.signing.models import Certificate
from congvu.signing.providers import pkcs12
from congvu.signing.services.certificates import add_certificate, owner_in_scope


def add_pkcs12(
    data: bytes,
    passphrase: str,
    *,
    actor: Actor,
    officer_id: int | None = None,
    agency_id: int | None = None,
) -> Certificate:
    """Keep a key file and enter its certificate; the passphrase opens it once and is then forgotten.

    The file is locked anew with AES-256 and the same passphrase: what certificate authorities send is often
    locked with ciphers of the last century.

    Raises:
        ActionRefused: not a key file, a wrong passphrase, no key inside, an ended or known certificate.
    """
    owner_in_scope(actor, officer_id, agency_id)
    if not passphrase:
        raise ActionRefused(_("Hãy nhập mật khẩu tệp khóa."), code="wrong-secret", field="secret")
    if len(data) > pkcs12.MAX_BYTES:
        raise ActionRefused(_("Tệp khóa quá lớn."), code="large", field="file")
    locked, certificate = pkcs12.locked_again(data, passphrase)
    name = f"{certificate.fingerprint(hashes.SHA256()).hex()}.p12"
    with transaction.atomic():
        row = add_certificate(
            certificate,
            provider="pkcs12",
            reference=name,
            actor=actor,
            officer_id=officer_id,
            agency_id=agency_id,
        )
        write_private(Path(settings.SIGNING_KEYS_DIR) / name, locked)
    return row


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only this user of the machine may read; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
