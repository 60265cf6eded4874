"""Making a signature: guards first, then the key, then a look at what came out. Nothing is written here."""

import hashlib
import io
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cryptography import x509
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import RevokedError

from congvu.common.errors import StateRefused
from congvu.directory.messages import Actor
from congvu.signing import queries, rules
from congvu.signing.messages import KeyRef, Secret, SignatureDetail, SignedPdf, Trust
from congvu.signing.models import Certificate
from congvu.signing.providers.base import basic, chain_failed
from congvu.signing.providers.registry import provider_of
from congvu.signing.services import appearance, guards
from congvu.signing.services.running import waited
from congvu.signing.services.verifying import context_of, verify_pdf

logger = logging.getLogger(__name__)
DIGEST = "sha256"
# pyHanko writes the metadata anew with each signature; PDF/A's own names must keep their usual prefixes.
for prefix, address in (
    ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
    ("xmpTPg", "http://ns.adobe.com/xap/1.0/t/pg/"),
    ("stEvt", "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"),
):
    etree.register_namespace(prefix, address)


class _TimedSigner(PdfSigner):
    """States a given time, so that the page, the signature and the record all say the same."""

    moment: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment
        return session


@dataclass(frozen=True, slots=True)
class _Order:
    """All that one signature needs."""

    pdf: bytes
    paper: guards.Paper
    detail: SignatureDetail
    certificate: Certificate
    key: KeyRef
    secret: Secret
    moment: datetime
    level: str
    role: str
    trust: Trust


def make_signature(
    pdf: bytes,
    *,
    role: str,
    detail: SignatureDetail,
    actor: Actor,
    officer_id: int | None = None,
    agency_id: int | None = None,
    provider: str = "",
    secret: Secret = Secret(),  # noqa: B008 — frozen and empty
    secrecy: int = 0,
) -> SignedPdf:
    """Sign a file and return it; nothing is recorded, so that a slow service holds no rows.

    Arguments and refusals are those of `sign_pdf`. Whoever keeps the file calls `record_signature` in the
    transaction that keeps it.
    """
    guards.require_place(role, actor, officer_id, agency_id)
    certificate = guards.usable_certificate(officer_id=officer_id, agency_id=agency_id, provider=provider)
    place = provider_of(certificate.provider)
    guards.require_secrecy(secrecy, place)
    paper = guards.opened(pdf)
    guards.require_order(pdf, paper, role, detail)
    guards.require_place_on_page(paper, detail)
    name = detail.field_name or rules.new_field_name(role, {*paper.signed, *paper.empty})
    order = _ordered(pdf, paper, replace(detail, field_name=name), certificate, secret, role)
    data, level = waited(_signed(order))
    _require_sound(data, name, certificate)
    return SignedPdf(
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        sha256_before=hashlib.sha256(pdf).hexdigest(),
        field_name=name,
        signed_at=order.moment,
        level=level,
        certificate_id=certificate.pk,
        role=role,
    )


def _ordered(
    pdf: bytes,
    paper: guards.Paper,
    detail: SignatureDetail,
    certificate: Certificate,
    secret: Secret,
    role: str,
) -> _Order:
    """Return the order with what this site wishes for; the database is not read after it."""
    level = "B-LT" if settings.SIGNING_LTV else "B-T" if settings.SIGNING_TSA_URL else "B-B"
    return _Order(
        pdf=pdf,
        paper=paper,
        detail=detail,
        certificate=certificate,
        key=KeyRef(certificate.provider, certificate.reference, certificate.fingerprint),
        secret=secret,
        moment=timezone.now().astimezone(rules.HANOI).replace(microsecond=0),
        level=level,
        role=role,
        trust=queries.trust(network=True) if settings.SIGNING_LTV else Trust(),
    )


async def _signed(order: _Order) -> tuple[bytes, str]:
    """Sign at the level wished for, or at the best one below it that can be had now."""
    provider = provider_of(order.key.provider)
    levels = ["B-LT", "B-T", "B-B"]
    for level in levels[levels.index(order.level) :]:
        if level == "B-T" and not settings.SIGNING_TSA_URL:
            continue
        try:
            async with provider.signer(order.key, order.secret) as signer:
                _require_same(signer, order.certificate)
                return await _written(order, signer, level), level
        except TimestampRequestError as error:
            logger.warning("time stamping service: %r", error)
            if settings.SIGNING_TSA_REQUIRED:
                words = _("Dịch vụ cấp dấu thời gian không trả lời. Văn bản chưa được ký; hãy thử lại sau.")
                raise StateRefused(words, code="timestamp") from error
        except SigningError as error:
            _weighed(error)
    raise StateRefused(_("Không ký được tệp này."), code="sign-failed")


def _weighed(error: SigningError) -> None:
    """Refuse what cannot be signed; a chain that cannot be proven now only lowers the level."""
    logger.warning("signing failed: %r (%r)", error, error.__cause__)
    if isinstance(error.__cause__, RevokedError):
        words = _("Nơi cấp báo chứng thư số đã bị thu hồi, không được ký.")
        raise StateRefused(words, code="revoked") from error
    if not chain_failed(error):
        raise StateRefused(_("Không ký được tệp này."), code="sign-failed") from error


def _require_same(signer: Signer, certificate: Certificate) -> None:
    """Refuse a key that is no longer that of the certificate on record."""
    held = signer.signing_cert
    if held is None or held.sha256.hex() != certificate.fingerprint:
        words = _("Khóa đang dùng không còn khớp với chứng thư số đã đăng ký; hãy liên hệ quản trị.")
        raise StateRefused(words, code="other-key")


async def _written(order: _Order, signer: Signer, level: str) -> bytes:
    """Return the file with the signature appended as an incremental update."""
    detail = order.detail
    at = rules.signing_time(order.moment)
    lines = tuple(line.replace("{time}", at) for line in detail.lines)
    box = detail.box
    spec = None
    if detail.field_name not in order.paper.empty:
        corners = (box.left, box.bottom, box.right, box.top) if box else None
        spec = SigFieldSpec(
            detail.field_name,
            on_page=detail.page,
            box=corners,  # type: ignore[arg-type]
            field_mdp_spec=_locked(order),
        )
    style = (
        appearance.style(box.width, box.height, detail.image, lines)
        if box
        else appearance.style(1, 1, b"", ())
    )
    metadata = _metadata(order, level)
    worker = _TimedSigner(
        metadata, signer, timestamper=_timestamper(level), stamp_style=style, new_field_spec=spec
    )
    worker.moment = order.moment
    writer = IncrementalPdfFileWriter(io.BytesIO(order.pdf), strict=False)
    try:
        out = await worker.async_sign_pdf(writer)
    finally:
        context: Any = metadata.validation_context
        if context is not None:
            await context.aclose()
    return bytes(out.getvalue())


def _locked(order: _Order) -> FieldMDPSpec | None:
    """Return the text fields (number, date) that the agency's signature closes for good."""
    if order.role != "agency" or not order.paper.texts:
        return None
    return FieldMDPSpec(FieldMDPAction.INCLUDE, fields=list(order.paper.texts))


def _metadata(order: _Order, level: str) -> PdfSignatureMetadata:
    detail = order.detail
    context: ValidationContext | None = None
    if level == "B-LT":
        context = context_of(order.trust, None, None, mode="hard-fail")
    return PdfSignatureMetadata(
        field_name=detail.field_name,
        md_algorithm=DIGEST,
        location=detail.location or None,
        reason=detail.reason or None,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=context is not None,
        validation_context=context,
        signer_key_usage={"digital_signature"},
    )


def _timestamper(level: str) -> TimeStamper | None:
    if level == "B-B" or not settings.SIGNING_TSA_URL:
        return None
    user = settings.SIGNING_TSA_USER
    headers = basic(user, settings.SIGNING_TSA_SECRET) if user else None
    return HTTPTimeStamper(settings.SIGNING_TSA_URL, timeout=20, headers=headers)


def _require_sound(data: bytes, name: str, certificate: Certificate) -> None:
    """Look at the result before anybody relies on it: a service may answer with anything."""
    found = next((one for one in verify_pdf(data).signatures if one.field_name == name), None)
    public = x509.load_pem_x509_certificate(certificate.pem.encode())
    if found is None or not found.intact or found.serial != f"{public.serial_number:x}":
        logger.error("the signature made with certificate %s does not hold: %s", certificate.pk, found)
        words = _("Chữ ký nhận về không đúng; văn bản chưa được ký. Hãy liên hệ quản trị.")
        raise StateRefused(words, code="unsound")
