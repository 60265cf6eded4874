"""Signing a PDF for the record: one row for each signature, in the caller's transaction."""

from dataclasses import replace

from django.db import transaction

from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.signing import queries
from congvu.signing.messages import Secret, SignatureDetail, SignedPdf
from congvu.signing.models import SignatureRecord
from congvu.signing.services.certificates import LABEL
from congvu.signing.services.making import make_signature
from congvu.statements.services import insert_new


@transaction.atomic
def sign_pdf(
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
    subject: Subject | None = None,
) -> SignedPdf:
    """Sign a file (PAdES, an incremental update) and record it in this transaction.

    With a remote provider this takes seconds in which rows stay locked: call `make_signature` before the
    transaction and `record_signature` in it instead.

    Args:
        pdf: the file; signatures in it stay valid.
        role: "signer" (an officer) or "agency" (after the signer; NĐ 30/2020/NĐ-CP, Phụ lục I).
        detail: where and how it is shown.
        actor: who signs; an officer signs with their own certificate, văn thư with that of the agency.
        officer_id: the signer, when the role is "signer".
        agency_id: the agency, when the role is "agency".
        provider: where the key is; wherever there is a usable one unless told.
        secret: passphrase or PIN that was typed; what the site keeps outside the database unless given.
        secrecy: the document's confidentiality rank; above 0 no remote key is used.
        subject: what the file is about, for the record.

    Raises:
        PermissionDenied: the capability is missing.
        ActionRefused: another person's certificate; none, or one that has ended, not begun or been revoked; a
            wrong passphrase; a file that cannot be signed; the wrong order; the document changed since it was
            signed; a service that does not answer.
    """
    made = make_signature(
        pdf,
        role=role,
        detail=detail,
        actor=actor,
        officer_id=officer_id,
        agency_id=agency_id,
        provider=provider,
        secret=secret,
        secrecy=secrecy,
    )
    return record_signature(made, actor=actor, subject=subject)


@transaction.atomic(savepoint=False)
def record_signature(made: SignedPdf, *, actor: Actor, subject: Subject | None = None) -> SignedPdf:
    """Write down a signature that was made; the same file is written down once. Return it with its row."""
    row = SignatureRecord(
        certificate_id=made.certificate_id,
        role=made.role,
        officer_id=actor.officer_id,
        agency_id=actor.agency_id,
        field_name=made.field_name,
        level=made.level,
        signed_at=made.signed_at,
        sha256_before=made.sha256_before,
        sha256_after=made.sha256,
        subject_label=subject.label if subject else "",
        subject_pk=subject.pk if subject else None,
    )
    if not insert_new(row):
        return replace(made, record_id=SignatureRecord.objects.get(sha256_after=made.sha256).pk)
    record(
        "signature.made",
        subject or Subject(LABEL, made.certificate_id),
        actor=actor,
        role=row.get_role_display(),
        serial=queries.serial_of(made.certificate_id),
        sha256=made.sha256,
        level=made.level,
    )
    return replace(made, record_id=row.pk)
