"""Keeping certificates, pictures and trusted roots."""

from dataclasses import asdict
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import fold, one_line
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer
from congvu.directory.permissions import demand
from congvu.directory.queries import managed_agencies, managed_officers
from congvu.signing.messages import CertificateFacts
from congvu.signing.models import Certificate, TrustAnchor

LABEL = "signing.certificate"
MIN_RSA_BITS = 2048


def facts_of(certificate: x509.Certificate) -> CertificateFacts:
    """Return what a certificate says of itself; raise ActionRefused when it cannot sign documents."""
    return CertificateFacts(
        subject=_name(certificate.subject),
        organisation=_part(certificate.subject, NameOID.ORGANIZATION_NAME)[:200],
        issuer=_name(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        key_kind=key_kind(certificate),
        pem=certificate.public_bytes(Encoding.PEM).decode(),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
    )


def _part(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _name(name: x509.Name) -> str:
    return (_part(name, NameOID.COMMON_NAME) or name.rfc4514_string())[:300]


def key_kind(certificate: x509.Certificate) -> str:
    """Return the kind of key, such as "RSA 2048" or "ECDSA secp256r1"; refuse weak and unusual ones."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= MIN_RSA_BITS:
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= 256:
        return f"ECDSA {key.curve.name}"
    raise ActionRefused(
        _("Khóa của chứng thư số quá yếu hoặc không dùng được cho PDF (cần RSA 2048, hoặc ECDSA P-256)."),
        code="weak-key",
        field="file",
    )


def require_for_signing(certificate: x509.Certificate) -> None:
    """Refuse a certificate of an authority, or one whose key is not meant for signatures."""
    extensions = certificate.extensions
    try:
        authority = extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        authority = False
    try:
        usage: Any = extensions.get_extension_for_class(x509.KeyUsage).value
        signs = usage.digital_signature or usage.content_commitment
    except x509.ExtensionNotFound:
        signs = True
    if authority or not signs:
        words = _("Chứng thư số này không dùng để ký văn bản.")
        raise ActionRefused(words, code="usage", field="file")


def owner_in_scope(actor: Actor, officer_id: int | None, agency_id: int | None) -> Officer | Agency:
    """Return whom a certificate or picture is for: oneself, or whom the administrator manages.

    Raises Http404 for anybody else.
    """
    owner: Officer | Agency | None
    if officer_id is not None and officer_id == actor.officer_id and agency_id is None:
        return Officer.objects.get(pk=officer_id)
    demand(actor, "people.manage")
    if officer_id is not None:
        owner = managed_officers(actor).filter(pk=officer_id).first()
    else:
        owner = managed_agencies(actor).filter(pk=agency_id or 0).first()
    if owner is None or (officer_id is not None and agency_id is not None):
        raise Http404
    return owner


@transaction.atomic
def add_certificate(
    certificate: x509.Certificate,
    *,
    provider: str,
    reference: str,
    actor: Actor,
    officer_id: int | None = None,
    agency_id: int | None = None,
) -> Certificate:
    """Enter a certificate whose key is at a provider already.

    Args:
        certificate: as the provider gave it.
        provider: the provider's code.
        reference: what the provider finds the key by.
        actor: an administrator of the owner.
        officer_id: the officer it is for, or None.
        agency_id: the agency it is for, or None.

    Raises:
        ActionRefused: it is not for signing, it has ended, or it is known already.
    """
    owner = owner_in_scope(actor, officer_id, agency_id)
    require_for_signing(certificate)
    facts = facts_of(certificate)
    if isinstance(owner, Officer) and fold(owner.full_name) not in fold(facts.subject):
        words = _("Chứng thư số ghi tên “%(name)s”, không phải %(owner)s.")
        words %= {"name": facts.subject, "owner": owner.full_name}
        raise ActionRefused(words, code="other-person", field="file")
    if facts.valid_to <= timezone.now():
        words = _("Chứng thư số đã hết hạn ngày %(day)s.")
        raise ActionRefused(words % {"day": f"{facts.valid_to:%d/%m/%Y}"}, code="expired", field="file")
    known = Certificate.objects.filter(fingerprint=facts.fingerprint).first()
    if known is not None:
        words = _("Chứng thư số này đã có trong hệ thống.")
        raise ActionRefused(words, code="known", field="file")
    row = Certificate.objects.create(
        officer_id=officer_id,
        agency_id=agency_id,
        provider=provider,
        reference=reference,
        added_at=timezone.now(),
        **asdict(facts),
    )
    _journal("certificate.added", row, actor, owner=str(owner))
    return row


def add_certificate_file(
    data: bytes,
    *,
    provider: str,
    reference: str,
    actor: Actor,
    officer_id: int | None = None,
    agency_id: int | None = None,
) -> Certificate:
    """Enter a certificate from a file (PEM or DER) whose key is at a provider, as `add_certificate` does."""
    return add_certificate(
        loaded(data),
        provider=provider,
        reference=one_line(reference),
        actor=actor,
        officer_id=officer_id,
        agency_id=agency_id,
    )


def _journal(kind: str, row: Certificate, actor: Actor, reason: str = "", **data: Any) -> None:
    record(kind, Subject(LABEL, row.pk), actor=actor, reason=reason, serial=row.serial, **data)


def managed_certificate(pk: int, actor: Actor) -> Certificate:
    """Lock a certificate of somebody that the administrator manages; raise Http404 for any other."""
    row = Certificate.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Http404
    owner_in_scope(actor, row.officer_id, row.agency_id)
    return row


@transaction.atomic
def retire_certificate(pk: int, *, actor: Actor, reason: str) -> Certificate:
    """Take a certificate out of use; what it signed stays as it is. An officer may retire their own."""
    own = (
        Certificate.objects.select_for_update(of=("self",))
        .filter(pk=pk, officer_id=actor.officer_id or 0)
        .first()
    )
    row = own or managed_certificate(pk, actor)
    if not row.active:
        raise StateRefused(_("Chứng thư số này đã ngừng dùng."))
    row.active = False
    row.save(update_fields=["active"])
    _journal("certificate.retired", row, actor, reason, owner=str(row.officer or row.agency))
    return row


@transaction.atomic
def revoke_certificate(pk: int, *, actor: Actor, reason: str) -> Certificate:
    """Write down that the authority revoked a certificate: from now on it signs nothing."""
    row = managed_certificate(pk, actor)
    if row.revoked_at is not None:
        raise StateRefused(_("Chứng thư số này đã được ghi nhận là bị thu hồi."))
    row.revoked_at, row.active = timezone.now(), False
    row.save(update_fields=["revoked_at", "active"])
    _journal("certificate.revoked", row, actor, reason)
    return row


@transaction.atomic
def add_anchor(data: bytes, *, name: str = "", actor: Actor, development: bool = False) -> TrustAnchor:
    """Believe a root certificate (PEM or DER) from now on; whoever it issued is believed too.

    Raises:
        ActionRefused: it is no certificate, not an authority's, or known already.
    """
    demand(actor, "people.manage")
    if (
        actor.officer_id is not None
        and not Officer.objects.filter(pk=actor.officer_id, is_staff=True).exists()
    ):
        raise PermissionDenied("trust anchors are the whole site's")
    certificate = read_certificate(data)
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
    if TrustAnchor.objects.filter(fingerprint=fingerprint, active=True).exists():
        raise ActionRefused(_("Chứng thư gốc này đã được tin cậy."), code="known", field="file")
    values = {
        "name": (name or _name(certificate.subject))[:200],
        "pem": certificate.public_bytes(Encoding.PEM).decode(),
        "valid_from": certificate.not_valid_before_utc,
        "valid_to": certificate.not_valid_after_utc,
        "is_development": development,
        "active": True,
        "added_at": timezone.now(),
    }
    row, _made = TrustAnchor.objects.update_or_create(fingerprint=fingerprint, defaults=values)
    record("trust_anchor.added", Subject("signing.trustanchor", row.pk), actor=actor, name=row.name)
    return row


def read_certificate(data: bytes) -> x509.Certificate:
    """Return the certificate of an authority in PEM or DER; raise ActionRefused for anything else."""
    certificate = loaded(data)
    try:
        authority = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        authority = False
    if not authority:
        words = _("Chứng thư này không phải của tổ chức cấp chứng thư, không thể làm gốc tin cậy.")
        raise ActionRefused(words, code="not-authority", field="file")
    return certificate


def loaded(data: bytes) -> x509.Certificate:
    """Return the certificate in PEM or DER; raise ActionRefused for anything else."""
    load = x509.load_pem_x509_certificate if b"-----BEGIN" in data else x509.load_der_x509_certificate
    try:
        return load(data)
    except ValueError as error:
        words = _("Tệp này không phải chứng thư số (PEM hoặc DER).")
        raise ActionRefused(words, code="not-certificate", field="file") from error
