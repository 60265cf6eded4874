"""Reads of signing: usable certificates, pictures of a day, roots that are trusted, what was signed."""

from base64 import b64encode
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.subject import Subject
from congvu.common.text import fold
from congvu.directory.messages import Actor
from congvu.directory.queries import in_force, managed_agencies, managed_officers
from congvu.signing.messages import Picture, ShownCertificate, Trust
from congvu.signing.models import Certificate, SignatureImage, SignatureRecord, TrustAnchor
from congvu.signing.providers.registry import all_providers
from congvu.signing.rules import EXPIRY_WARNING_DAYS, expiry_words
from congvu.statements.queries import Compiled


def owned_by(officer_id: int | None, agency_id: int | None) -> Q:
    """Return the condition for what belongs to an officer, or to an agency."""
    return Q(officer_id=officer_id, agency_id=agency_id)


def certificates_of(*, officer_id: int | None = None, agency_id: int | None = None) -> QuerySet[Certificate]:
    """Return the certificates of an officer or of an agency, those in use first."""
    return Certificate.objects.filter(owned_by(officer_id, agency_id))


def usable(
    *,
    officer_id: int | None = None,
    agency_id: int | None = None,
    provider: str = "",
    now: datetime | None = None,
) -> QuerySet[Certificate]:
    """Return the certificates that can sign now; the one that lasts longest first."""
    now = now or timezone.now()
    found = certificates_of(officer_id=officer_id, agency_id=agency_id).filter(
        active=True, revoked_at__isnull=True, valid_from__lte=now, valid_to__gt=now
    )
    return (found.filter(provider=provider) if provider else found).order_by("-valid_to", "id")


def serial_of(certificate_id: int) -> str:
    """Return the serial number of a certificate on record."""
    [(serial,)] = _SERIAL.rows({}, pk=certificate_id)
    return serial


def _serial(*, pk: int) -> QuerySet[Certificate, tuple[str]]:
    return Certificate.objects.filter(pk=pk).values_list("serial")


_SERIAL: Compiled[tuple[str]] = Compiled(_serial, "pk")


def managed_certificates(actor: Actor) -> QuerySet[Certificate]:
    """Return the certificates of agencies and officers that an administrator manages."""
    found = Certificate.objects.filter(
        Q(agency__in=managed_agencies(actor)) | Q(officer__in=managed_officers(actor))
    )
    return found.select_related("officer", "agency")


def found_certificates(actor: Actor, words: str = "") -> QuerySet[Certificate]:
    """Return managed certificates whose owner, subject or number has every word, with and without marks."""
    found = managed_certificates(actor)
    for word in words.split():
        names = Q(subject__icontains=word) | Q(serial__istartswith=word) | Q(agency__name__icontains=word)
        found = found.filter(names | Q(officer__search_text__contains=fold(word)))
    return found


def shown(row: Certificate, now: datetime | None = None) -> ShownCertificate:
    """Return a certificate as lists show it."""
    words, tone, icon = _state(row, now or timezone.now())
    owner = row.officer or row.agency
    provider = all_providers().get(row.provider)
    return ShownCertificate(
        row=row,
        owner=str(owner),
        owner_id=row.officer_id or row.agency_id or 0,
        kind="can-bo" if row.officer_id else "co-quan",
        place=str(provider.name) if provider else row.provider,
        words=words,
        tone=tone,
        icon=icon,
    )


def _state(row: Certificate, now: datetime) -> tuple[str, str, str]:
    if row.revoked_at is not None:
        return _("Bị thu hồi"), "bad", "ban"
    if row.valid_to <= now:
        return _("Đã hết hạn"), "bad", "circle-x"
    if not row.active:
        return _("Ngừng dùng"), "neutral", "circle-minus"
    if row.valid_from > now:
        return _("Chưa có hiệu lực"), "wait", "clock"
    left = expiry_words(row.valid_to, now)
    return (left.capitalize(), "soon", "alert-triangle") if left else (_("Đang dùng"), "good", "circle-check")


def pictures_of(*, officer_id: int | None = None, agency_id: int | None = None) -> list[Picture]:
    """Return the last pictures of an officer or an agency, the latest first."""
    rows = SignatureImage.objects.filter(owned_by(officer_id, agency_id))[:4]
    return [
        Picture("data:image/png;base64," + b64encode(bytes(row.png)).decode(), row.valid_from, row.valid_to)
        for row in rows
    ]


def own_images(officer_id: int) -> QuerySet[SignatureImage]:
    """Return an officer's own pictures, the latest first."""
    return SignatureImage.objects.filter(officer_id=officer_id).defer("png")


def expiring(actor: Actor, now: datetime | None = None) -> QuerySet[Certificate]:
    """Return managed certificates in use that end within 30 days, or have ended."""
    now = now or timezone.now()
    soon = now + timedelta(days=EXPIRY_WARNING_DAYS)
    return managed_certificates(actor).filter(active=True, valid_to__lte=soon).order_by("valid_to", "id")


def image_of(*, officer_id: int | None = None, agency_id: int | None = None, on: date | None = None) -> bytes:
    """Return the picture (PNG) of an officer's handwriting or an agency's seal on a day; b"" for none."""
    on = on or timezone.localdate()
    row = (
        SignatureImage.objects.filter(owned_by(officer_id, agency_id), valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .order_by("-valid_from", "-id")
        .first()
    )
    return bytes(row.png) if row else b""


def trust(*, network: bool = False) -> Trust:
    """Return whom this site believes: its trusted roots; without `network` nobody outside is asked."""
    anchors = TrustAnchor.objects.filter(active=True).values_list("pem", flat=True)
    return Trust(anchors=tuple(pem.encode() for pem in anchors), network=network)


def records_of(subject: Subject) -> QuerySet[SignatureRecord]:
    """Return what was signed about a subject, the latest first."""
    found = SignatureRecord.objects.filter(subject_label=subject.label, subject_pk=subject.pk)
    return found.select_related("certificate", "officer")


def record_of_file(sha256: str) -> SignatureRecord | None:
    """Return the signature that made the file with these bytes, if one of ours did."""
    return SignatureRecord.objects.filter(sha256_after=sha256).select_related("certificate").first()


def signers_without_certificate(actor: Actor, capability: str = "document.sign") -> int:
    """Return how many managed officers may sign but have no usable certificate."""
    now = timezone.now()
    own = Certificate.objects.filter(
        officer=OuterRef("pk"), active=True, revoked_at__isnull=True, valid_to__gt=now
    )
    signing = managed_officers(actor).filter(
        in_force(prefix="posts__"), is_active=True, posts__roles__capabilities__icontains=capability
    )
    return signing.filter(~Exists(own)).distinct().count()
