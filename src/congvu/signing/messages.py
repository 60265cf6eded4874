"""Typed values of signing that cross into other rooms."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Return the width in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the height in points."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is shown: the page (from 0) and the box on it."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class SignatureDetail:
    """How and where a signature is shown (NĐ 30/2020/NĐ-CP, Phụ lục I).

    Args:
        page: the page, from 0; -1 is the last one.
        box: the box on it; None for a signature that is not shown.
        image: the picture (PNG): handwriting, or the seal; b"" for none.
        lines: text; "{time}" in it becomes the signing time as the law writes it.
        reason: why, as the PDF keeps it.
        location: where, as the PDF keeps it.
        field_name: name of the signature field; made from the role when empty.
        alone: an agency's signature that needs no signer's before it: an annex, a copy (sao y).
    """

    page: int = 0
    box: Box | None = None
    image: bytes = b""
    lines: tuple[str, ...] = ()
    reason: str = ""
    location: str = ""
    field_name: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class ReservedField:
    """A place for number or date that is filled in after the signer signed.

    Args:
        name: its name, such as "So" or "Ngay".
        page: the page, from 0.
        box: the box on it; text that is too long for it becomes smaller.
        size: the type's size in points.
        align: "left", "centre" or "right".
    """

    name: str
    page: int
    box: Box
    size: float = 13
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Secret:
    """What the officer typed to open the key; shown nowhere, kept nowhere.

    Args:
        code: passphrase of the file, PIN of the token or of the remote key.
        otp: one-time code of a remote service that asks for one.
    """

    code: str = field(default="", repr=False)
    otp: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class KeyRef:
    """Where a private key is.

    Args:
        provider: code of the provider.
        reference: what the provider finds it by.
        fingerprint: SHA-256 of the certificate, in hexadecimal.
    """

    provider: str
    reference: str
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says of itself."""

    subject: str
    organisation: str
    issuer: str
    serial: str
    fingerprint: str
    key_kind: str
    pem: str
    valid_from: datetime
    valid_to: datetime


@dataclass(frozen=True, slots=True)
class ShownCertificate:
    """A certificate as lists show it.

    Args:
        row: the certificate.
        owner: whose it is.
        owner_id: their primary key.
        kind: "can-bo" or "co-quan".
        place: where the key is, in words.
        words: its state.
        tone: how the state looks.
        icon: and its icon.
    """

    row: Any
    owner: str
    owner_id: int
    kind: str
    place: str
    words: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with the days it holds; `source` can stand in an `img`."""

    source: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A signed file.

    Args:
        data: the bytes.
        sha256: their hash, by which the file store knows them.
        sha256_before: the hash of what was signed.
        field_name: the signature's field.
        signed_at: the time that the signature states.
        level: "B-B", "B-T" (with a time stamp) or "B-LT" (with revocation data).
        certificate_id: the certificate used.
        role: "signer" or "agency".
        record_id: the row that says so; None until it is recorded.
    """

    data: bytes = field(repr=False)
    sha256: str
    sha256_before: str
    field_name: str
    signed_at: datetime
    level: str
    certificate_id: int
    role: str
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a verification believes.

    Args:
        anchors: root certificates (PEM or DER).
        others: certificates between, when files do not carry them.
        revocations: revocation lists (DER) known already.
        network: ask the addresses that certificates name for revocation data.
    """

    anchors: tuple[bytes, ...] = ()
    others: tuple[bytes, ...] = ()
    revocations: tuple[bytes, ...] = ()
    network: bool = False


class Standing(StrEnum):
    """What a verdict comes to, from good to bad."""

    GOOD = "good"
    DOUBT = "doubt"
    BAD = "bad"
    NONE = "none"


class Changes(StrEnum):
    """What happened to the file after a signature."""

    NONE = "none"
    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"


class Revocation(StrEnum):
    """What is known of a certificate's revocation."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """What is true of one signature.

    Args:
        field_name: its field.
        kind: "signature", or "timestamp" for a time stamp over the whole document.
        signer: the name on the certificate.
        organisation: the organisation on it, or "".
        issuer: who issued the certificate.
        serial: its number in hexadecimal.
        valid_from: first moment of the certificate.
        valid_to: last moment of it.
        at: when it was signed; None when the file does not say.
        stamped: whether a time stamp that is believed proves that time (else the signer's machine says so).
        reason: the reason given.
        location: the place given.
        intact: the signed bytes are what was signed, and the signature is of the certificate's key.
        whole: nothing was added to the file after this signature.
        changes: what was added later, if anything.
        later: words for what was added later.
        trusted: the chain leads to a root that is believed, at the time of signing.
        trust_problem: why not, in words.
        revocation: what is known of revocation.
        standing: good, doubt or bad.
        sentence: all of that in one sentence.
    """

    field_name: str
    kind: str = "signature"
    signer: str = ""
    organisation: str = ""
    issuer: str = ""
    serial: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    at: datetime | None = None
    stamped: bool = False
    reason: str = ""
    location: str = ""
    intact: bool = False
    whole: bool = False
    changes: Changes = Changes.UNKNOWN
    later: tuple[str, ...] = ()
    trusted: bool = False
    trust_problem: str = ""
    revocation: Revocation = Revocation.UNKNOWN
    standing: Standing = Standing.BAD
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is true of a file.

    Args:
        standing: the worst of its signatures; NONE when it has none or cannot be read.
        sentence: that in one sentence.
        signatures: one verdict for each, in the order of signing.
        code: "signed", "unsigned", "encrypted", "broken", "not-pdf", "empty" or "large".
        notes: more that a reader should know, such as a form that other programs fill (XFA).
    """

    standing: Standing
    sentence: str
    signatures: Sequence[SignatureVerdict] = ()
    code: str = "signed"
    notes: tuple[str, ...] = ()
