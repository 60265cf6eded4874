"""What a drafter hands in, and how a chain of checks is asked for."""

from dataclasses import dataclass, field

from congvu.common.subject import Subject


@dataclass(frozen=True, slots=True)
class Receiver:
    """To whom a draft is to go: somebody of the directory, or a name outside.

    Args:
        name: as it stands under “Nơi nhận”.
        agency_id, unit_id, officer_id: where the receiver is in the directory; none for somebody outside.
        agency_code: identifier of an outside agency that the interchange reaches.
        role: "act", "report" or "know".
        paper: whether it gets a paper copy instead.
    """

    name: str
    agency_id: int | None = None
    unit_id: int | None = None
    officer_id: int | None = None
    agency_code: str = ""
    role: str = "know"
    paper: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its author wrote it.

    Args:
        kind: key of the type, such as "TB" or "CV".
        subject: trích yếu.
        body: main text in the plain syntax (see `rules.layout.body`).
        bases: legal bases, one a line.
        to: lines of “Kính gửi”; those who are to act, unless told.
        receivers: to whom it goes.
        recipients_text: lines of “Nơi nhận”; made from the receivers unless told.
        deciding: who decides, above the legal bases of decisions; made from the signer unless told.
        signer_id: who is to sign.
        signing_form: "head", "TM", "KT", "TM-KT", "TL", "TL-KT", "TUQ" or "Q".
        authority: lines above the signature; made from form and position unless told.
        cosigners: further signatures, a line each: "POSITION | Name".
        urgency, confidentiality: ranks.
        medium: "electronic" or "paper".
        field_sign: sign of the field in the notation of a công văn; the drafting unit's unless told.
        scope: box 11, such as "LƯU HÀNH NỘI BỘ".
        drafter: box 12.
        copies: how many are printed.
        reply_to_id: the incoming document that it answers.
        replaces_id: the outgoing document that it replaces.
        corrects_id: the outgoing document whose form or procedure it corrects; a công văn.
        source: what it comes from: an assignment, a dossier.
        unit_id: the drafting unit; the actor's unless told.
    """

    kind: str
    subject: str
    body: str = ""
    bases: str = ""
    to: str = ""
    receivers: tuple[Receiver, ...] = ()
    recipients_text: str = ""
    deciding: str = ""
    signer_id: int | None = None
    signing_form: str = ""
    authority: str = ""
    cosigners: str = ""
    urgency: int = 0
    confidentiality: int = 0
    medium: str = "electronic"
    field_sign: str = ""
    scope: str = ""
    drafter: str = ""
    copies: int = 1
    reply_to_id: int | None = None
    replaces_id: int | None = None
    corrects_id: int | None = None
    source: Subject | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One check that is asked for: of an officer, of anybody who may do it in a unit, or in the agency."""

    kind: str
    officer_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """What an officer typed to open the key of a signature; kept nowhere."""

    provider: str = ""
    code: str = field(default="", repr=False)
    otp: str = field(default="", repr=False)
