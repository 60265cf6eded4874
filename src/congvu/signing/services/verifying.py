"""What is true of a PDF's signatures. Any bytes may come; nobody outside is asked unless told."""

import io
import logging
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import (
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from congvu.signing.messages import (
    Changes,
    Revocation,
    SignatureVerdict,
    Trust,
    Verdict,
)
from congvu.signing.services import sentences
from congvu.signing.services.running import waited

logger = logging.getLogger(__name__)
# A chain that leads nowhere is a verdict here, told to the reader; pyHanko would write a traceback for each.
logging.getLogger("pyhanko.sign.validation.generic_cms").setLevel(logging.ERROR)
MAX_BYTES = 200 * 1024 * 1024
MAX_SIGNATURES = 50
USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
NOTHING = Trust()


def verify_pdf(data: bytes, trust: Trust = NOTHING) -> Verdict:
    """Return what is true of the signatures of a file, in words.

    Args:
        data: any bytes.
        trust: whom to believe (`queries.trust()` for the site's roots); by default nobody, so that signatures
            are checked but no chain is.
    """
    refused = _not_readable(data)
    if refused:
        return sentences.unreadable(refused)
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            return sentences.unreadable("encrypted")
        found = list(reader.embedded_signatures)
        notes = _notes(reader)
    except Exception as error:  # parsers raise whatever they meet in foreign bytes
        logger.info("unreadable PDF: %r", error)
        return sentences.unreadable("broken")
    if not found:
        return sentences.unsigned(notes)
    verdicts = waited(_all(reader, found[:MAX_SIGNATURES], trust))
    return sentences.of_file(verdicts, notes)


def _not_readable(data: bytes) -> str:
    if not data:
        return "empty"
    if len(data) > MAX_BYTES:
        return "large"
    return "" if b"%PDF-" in data[:1024] else "not-pdf"


def _notes(reader: PdfFileReader) -> list[str]:
    root = reader.root
    return ["xfa"] if "/AcroForm" in root and "/XFA" in root["/AcroForm"] else []


async def _all(
    reader: PdfFileReader, found: list[EmbeddedPdfSignature], trust: Trust
) -> list[SignatureVerdict]:
    store = _store(reader)
    verdicts = []
    for number, one in enumerate(found):
        try:
            verdicts.append(await _one(one, found[number + 1 :], trust, store))
        except Exception as error:  # a broken signature is a verdict, not a crash
            logger.info("unreadable signature: %r", error, exc_info=True)
            verdicts.append(sentences.spoken(SignatureVerdict(field_name=_name_of(one))))
    return verdicts


def _store(reader: PdfFileReader) -> DocumentSecurityStore | None:
    """Return the revocation data that the file carries (DSS), if any that can be read."""
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None
    except Exception as error:
        logger.info("unreadable DSS: %r", error)
        return None


def _name_of(one: EmbeddedPdfSignature) -> str:
    try:
        return str(one.field_name)
    except Exception:
        return ""


def _certificates(trusted: tuple[bytes, ...]) -> list[asn1_x509.Certificate]:
    found = []
    for data in trusted:
        der = pem.unarmor(data)[2] if pem.detect(data) else data
        found.append(asn1_x509.Certificate.load(der))
    return found


def context_of(
    trust: Trust, store: DocumentSecurityStore | None, moment: datetime | None, mode: str = "soft-fail"
) -> ValidationContext:
    """Return pyHanko's context: whom it believes, what it knows of revocation, at which moment."""
    known: dict[str, Any] = {
        "trust_roots": _certificates(trust.anchors),
        "other_certs": _certificates(trust.others),
        "crls": list(trust.revocations),
        "allow_fetching": trust.network,
        "revocation_mode": mode,
        "retroactive_revinfo": True,
        "moment": moment,
    }
    if store is None:
        return ValidationContext(**known)
    return store.as_validation_context(known)


async def _one(
    one: EmbeddedPdfSignature,
    later: list[EmbeddedPdfSignature],
    trust: Trust,
    store: DocumentSecurityStore | None,
) -> SignatureVerdict:
    if one.sig_object_type == "/DocTimeStamp":
        return await _timestamp(one, later, trust, store)
    claimed = one.self_reported_timestamp
    now = datetime.now(UTC)
    moment = claimed if claimed is not None and claimed <= now else None
    status = await _checked(one, trust, store, moment)
    stamp = status.timestamp_validity
    stamped = bool(stamp and stamp.intact and stamp.valid and stamp.trusted)
    at = stamp.timestamp if stamp is not None and stamped else (status.signer_reported_dt or claimed)
    if stamped and at != moment:
        status = await _checked(one, trust, store, at)
    signer = status.signing_cert
    verdict = SignatureVerdict(
        field_name=_name_of(one),
        **_of_certificate(signer),
        at=at,
        stamped=stamped,
        reason=_text(one, "/Reason"),
        location=_text(one, "/Location"),
        intact=bool(status.intact and status.valid),
        **_coverage(status, later),
        trusted=bool(status.trusted),
        trust_problem=_problem(status, trust),
        revocation=_revocation(status, trust, store),
    )
    return sentences.spoken(verdict, now=now)


async def _checked(
    one: EmbeddedPdfSignature, trust: Trust, store: DocumentSecurityStore | None, moment: datetime | None
) -> PdfSignatureStatus:
    """Return pyHanko's status of a signature as of a moment; its time stamp is judged as of now."""
    signing, stamping = context_of(trust, store, moment), context_of(trust, store, None)
    async with aclosing(signing), aclosing(stamping):
        return await async_validate_pdf_signature(one, signing, stamping, key_usage_settings=USAGE)


async def _timestamp(
    one: EmbeddedPdfSignature,
    later: list[EmbeddedPdfSignature],
    trust: Trust,
    store: DocumentSecurityStore | None,
) -> SignatureVerdict:
    async with aclosing(context_of(trust, store, None)) as context:
        status: Any = await async_validate_pdf_timestamp(one, context)
    verdict = SignatureVerdict(
        field_name=_name_of(one),
        kind="timestamp",
        **_of_certificate(status.signing_cert),
        at=status.timestamp,
        stamped=True,
        intact=bool(status.intact and status.valid),
        **_coverage(status, later),
        trusted=bool(status.trusted),
        trust_problem=_problem(status, trust),
        revocation=_revocation(status, trust, store),
    )
    return sentences.spoken(verdict, now=datetime.now(UTC))


def _text(one: EmbeddedPdfSignature, key: str) -> str:
    return str(one.sig_object[key]) if key in one.sig_object else ""


def _of_certificate(certificate: asn1_x509.Certificate) -> dict[str, Any]:
    return {
        "signer": _of_name(certificate.subject, "common_name") or certificate.subject.human_friendly,
        "organisation": _of_name(certificate.subject, "organization_name"),
        "issuer": _of_name(certificate.issuer, "common_name") or certificate.issuer.human_friendly,
        "serial": f"{certificate.serial_number:x}",
        "valid_from": certificate.not_valid_before,
        "valid_to": certificate.not_valid_after,
    }


def _of_name(name: asn1_x509.Name, part: str) -> str:
    value = name.native.get(part, "")
    return str(value[0] if isinstance(value, list) else value)


def _coverage(status: Any, later: list[EmbeddedPdfSignature]) -> dict[str, Any]:
    """Return whether the file ends with this signature, and what came after it."""
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    level = status.modification_level
    if status.coverage in (
        None,
        SignatureCoverageLevel.UNCLEAR,
        SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START,
    ):
        changes = Changes.FORBIDDEN
    elif whole:
        changes = Changes.NONE
    elif level is None:
        changes = Changes.UNKNOWN
    elif level == ModificationLevel.OTHER or getattr(status, "docmdp_ok", True) is False:
        changes = Changes.FORBIDDEN
    else:
        changes = Changes.ALLOWED
    return {"whole": whole, "changes": changes, "later": _later(status, later) if not whole else ()}


def _signer_of(one: EmbeddedPdfSignature) -> str:
    """Return who made a later signature, or at least its field."""
    try:
        return str(_of_certificate(one.signer_cert)["signer"])
    except Exception:  # its own verdict says what is wrong with it
        return _name_of(one)


def _later(status: Any, later: list[EmbeddedPdfSignature]) -> tuple[str, ...]:
    """Return words for what came after: other signatures, fields filled in, data for later checks."""
    names = [_name_of(one) for one in later]
    words = [sentences.later_signature(_signer_of(one), one.sig_object_type) for one in later]
    difference = status.diff_result
    if isinstance(difference, DiffResult):
        filled = sorted(str(name) for name in difference.changed_form_fields if name not in names)
        words += [sentences.later_field(name) for name in filled]
        if difference.modification_level == ModificationLevel.LTA_UPDATES and not words:
            words.append(sentences.later_data())
    elif difference is not None:
        words.append(sentences.later_foreign())
    return tuple(words)


def _problem(status: Any, trust: Trust) -> str:
    """Return why the chain is not believed, as a code of `sentences`."""
    if status.trusted:
        return ""
    if status.revoked:
        return "revoked"
    if not trust.anchors:
        return "no-anchors"
    indication = status.trust_problem_indic
    codes: dict[Any, str] = {
        AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: "no-chain",
        AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "expired",
        AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: "expired",
        AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "constraints",
        AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: "weak",
    }
    return codes.get(indication, "no-chain")


def _revocation(status: Any, trust: Trust, store: DocumentSecurityStore | None) -> Revocation:
    if status.revoked:
        return Revocation.REVOKED
    known = trust.revocations or trust.network or (store is not None and (store.crls or store.ocsps))
    return Revocation.GOOD if known and status.trusted and _has_pointers(status) else Revocation.UNKNOWN


def _has_pointers(status: Any) -> bool:
    """Tell whether the certificate says where its revocation is told: else nothing could have been asked."""
    certificate = status.signing_cert
    return bool(certificate.crl_distribution_points or certificate.ocsp_urls)
