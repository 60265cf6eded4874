"""A development authority: root, certificates, key files for a demonstration (only where DEMO is set)."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer, Role
from congvu.directory.queries import in_force, standing
from congvu.signing import queries
from congvu.signing.models import TrustAnchor
from congvu.signing.services import drawings
from congvu.signing.services.certificates import add_anchor
from congvu.signing.services.images import add_image
from congvu.signing.services.keys import add_pkcs12, write_private

ROOT_NAME = "CA thử nghiệm Công Vụ (không có giá trị pháp lý)"
SIGNING = ("document.sign", "dossier.sign")
YEARS = 5
MOST_BYTES = 64


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority of ours.

    Args:
        key: its private key.
        certificate: its certificate.
    """

    key: Any
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """Return the certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM)


def new_key(kind: str = "p256") -> Any:
    """Return a new private key: "p256", or "rsa" with 2048 bits."""
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def _named(common: str, organisation: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, fitted(organisation)))
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, fitted(common))])


def fitted(name: str) -> str:
    """Return a name cut at a word, so that it has at most 64 bytes in UTF-8, as X.520 wants."""
    while len(name.encode()) > MOST_BYTES:
        name = name.rpartition(" ")[0] or name[:-1]
    return name


def _usage(**true: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: true.get(name, False) for name in names})


def new_authority(name: str = ROOT_NAME, *, now: datetime | None = None) -> Authority:
    """Return a new root: key and self-signed certificate for ten years."""
    now, key = now or timezone.now(), new_key()
    subject = _named(name)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Authority(key, made.sign(key, hashes.SHA256()))


def issue(
    authority: Authority,
    name: str,
    organisation: str = "",
    *,
    kind: str = "p256",
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    crl_url: str = "",
    time_stamping: bool = False,
) -> tuple[Any, x509.Certificate]:
    """Return a key and the certificate that the authority gives it.

    Args:
        authority: who issues.
        name: the common name: an officer's, or an agency's.
        organisation: the agency.
        kind: "p256" or "rsa".
        valid_from: first moment; a day ago unless told.
        valid_to: last moment; after five years unless told.
        crl_url: where revocation is told.
        time_stamping: for a time stamping authority instead of a signer.
    """
    now, key = timezone.now(), new_key(kind)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name, organisation))
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from or now - timedelta(days=1))
        .not_valid_after(valid_to or now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
    )
    if crl_url:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(crl_url)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    if time_stamping:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return key, builder.sign(authority.key, hashes.SHA256())


def key_file(key: Any, certificate: x509.Certificate, authority: Authority, passphrase: str) -> bytes:
    """Return a PKCS#12 file with key, certificate and the authority's certificate."""
    lock = BestAvailableEncryption(passphrase.encode())
    return serialize_key_and_certificates(b"congvu", key, certificate, [authority.certificate], lock)


def folder() -> Path:
    """Return where the development authority lives."""
    return Path(settings.SIGNING_DIR) / "dev-ca"


def authority_here() -> Authority:
    """Return the development authority of this data folder, made on first use."""
    key_path, certificate_path = folder() / "root.key", folder() / "root.pem"
    if not certificate_path.is_file():
        made = new_authority()
        write_private(key_path, made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        write_private(certificate_path, made.pem)
    key = load_pem_private_key(key_path.read_bytes(), None)
    return Authority(key, x509.load_pem_x509_certificate(certificate_path.read_bytes()))


def passphrase_here() -> str:
    """Return the passphrase of all key files of the demonstration, made on first use."""
    path = folder() / "passphrase"
    if not path.is_file():
        write_private(path, secrets.token_hex(4).encode())
    return path.read_text(encoding="utf-8").strip()


def signers(realm: str = "") -> QuerySet[Officer]:
    """Return the officers who may sign today."""
    roles = [role.pk for role in Role.objects.all() if set(SIGNING) & set(role.capabilities)]
    found = Officer.objects.filter(in_force(prefix="posts__"), posts__roles__in=roles, is_active=True)
    if realm:
        found = found.filter(posts__agency__realm=realm)
    return found.distinct().order_by("pk")


def sealed(realm: str = "") -> QuerySet[Agency]:
    """Return the open agencies where somebody issues documents today."""
    roles = [role.pk for role in Role.objects.all() if "document.issue" in role.capabilities]
    found = Agency.objects.filter(standing(), posts__roles__in=roles)
    return (found.filter(realm=realm) if realm else found).distinct().order_by("path")


def equip(realm: str = "", agencies: Sequence[int] | None = None) -> Iterator[str]:
    """Give all signers and agencies of a demonstration what they lack; yield whom.

    What stands already stays. The passphrase of agencies' keys is left for the server, so that văn thư is not
    asked; officers type theirs.

    Args:
        realm: only this organisation.
        agencies: only these agencies and their officers.
    """
    if not settings.DEMO:
        raise RuntimeError("a development authority exists only where DEMO is set")
    authority, passphrase = authority_here(), passphrase_here()
    actor = _believed(authority)
    officers, sealing = signers(realm), sealed(realm)
    if agencies is not None:
        officers = officers.filter(posts__agency__in=agencies)
        sealing = sealing.filter(pk__in=agencies)
    for officer in officers:
        post = officer.posts.filter(in_force()).select_related("agency").first()
        organisation = post.agency.name if post else ""
        if _one(authority, passphrase, actor, officer.full_name, organisation, officer_id=officer.pk):
            yield officer.full_name
    for agency in sealing:
        if _one(authority, passphrase, actor, agency.name, agency.name, agency_id=agency.pk):
            yield agency.name


def _believed(authority: Authority) -> Actor:
    first = Agency.objects.order_by("path").values_list("pk", flat=True).first()
    actor = Actor.system(first or 0)
    fingerprint = authority.certificate.fingerprint(hashes.SHA256()).hex()
    if not TrustAnchor.objects.filter(fingerprint=fingerprint, active=True).exists():
        add_anchor(authority.pem, actor=actor, development=True)
    return actor


def _one(
    authority: Authority,
    passphrase: str,
    actor: Actor,
    name: str,
    organisation: str,
    officer_id: int | None = None,
    agency_id: int | None = None,
) -> bool:
    """Give one owner what is missing; return whether anything was."""
    given = False
    if not queries.usable(officer_id=officer_id, agency_id=agency_id).exists():
        key, certificate = issue(authority, name, organisation)
        data = key_file(key, certificate, authority, passphrase)
        row = add_pkcs12(data, passphrase, actor=actor, officer_id=officer_id, agency_id=agency_id)
        if agency_id is not None:
            secret = Path(settings.SIGNING_SECRETS_DIR) / row.fingerprint
            write_private(secret, passphrase.encode())
        given = True
    if not queries.image_of(officer_id=officer_id, agency_id=agency_id):
        draw = drawings.seal if agency_id is not None else drawings.handwriting
        add_image(draw(name), actor=actor, officer_id=officer_id, agency_id=agency_id)
        given = True
    return given
