"""Reads of signing: usable certificates, pictures of a day, roots that are trusted, what was signed."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.queries import in_force, managed_agencies, managed_officers
from congvu.signing.messages import Trust
from congvu.signing.models import Certificate, SignatureImage, SignatureRecord, TrustAnchor
from congvu.signing.rules import EXPIRY_WARNING_DAYS


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


def managed_certificates(actor: Actor) -> QuerySet[Certificate]:
    """Return the certificates of agencies and officers that an administrator manages."""
    found = Certificate.objects.filter(
        Q(agency__in=managed_agencies(actor)) | Q(officer__in=managed_officers(actor))
    )
    return found.select_related("officer", "agency")


def managed_images(actor: Actor) -> QuerySet[SignatureImage]:
    """Return the pictures of agencies and officers that an administrator manages."""
    found = SignatureImage.objects.filter(
        Q(agency__in=managed_agencies(actor)) | Q(officer__in=managed_officers(actor))
    )
    return found.select_related("officer", "agency").defer("png")


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
