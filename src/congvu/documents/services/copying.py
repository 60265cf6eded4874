"""Copies: sao y, sao lục, trích sao, with numbers of their own (NĐ 30/2020/NĐ-CP Điều 25 to 27)."""

import io
import re
from dataclasses import dataclass

import pypdf
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pypdf.errors import PyPdfError

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import fold, one_line
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.directory.permissions import demand
from congvu.documents.messages import SignOff
from congvu.documents.models import DocumentCopy, IncomingDocument, OutgoingDocument
from congvu.documents.models.copy import FORM_WORDS
from congvu.documents.rules.layout.notation import agency_sign, copy_code
from congvu.documents.services.fitting import fitting
from congvu.documents.services.outgoing_access import LABEL, record_about
from congvu.documents.services.outgoing_files import bytes_of, kept
from congvu.documents.services.outgoing_places import copy_detail
from congvu.documents.states.incoming import MOVES, STATE_NAMES
from congvu.documents.states.incoming import Action as Received
from congvu.documents.states.outgoing import OUT, State
from congvu.files.models import StoredFile
from congvu.registers.services import take_number
from congvu.signing.messages import Secret, SignedPdf
from congvu.signing.rules import copy_lines
from congvu.signing.services import make_signature, record_signature, usable_certificate

_SPAN = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class _Source:
    """What is copied: where it stands and its bytes."""

    outgoing: OutgoingDocument | None
    incoming: IncomingDocument | None
    data: bytes
    secrecy: int

    @property
    def subject(self) -> Subject:
        """The noun that the copy is of."""
        if self.outgoing is not None:
            return Subject(LABEL, self.outgoing.pk)
        return Subject("documents.incomingdocument", self.incoming.pk if self.incoming else 0)


def copy_document(
    source: Subject,
    form: str,
    *,
    actor: Actor,
    pages: str = "",
    purpose: str = "",
    sign_off: SignOff = SignOff(),  # noqa: B008 — frozen and empty
) -> DocumentCopy:
    """Make an electronic copy of an incoming or outgoing document, sealed by the agency at its top right.

    Args:
        source: the document.
        form: "SY" (of an original), "SL" (of a sao y), "TrS" (of some pages).
        pages: of an extract, such as "1, 3-4".
        purpose: for whom or what the copy is made.
        actor: needs document.issue.

    Raises:
        StateRefused: the document has no PDF file, is not in the register, was recalled, or the agency has no
            certificate that can sign (said before a number is taken).
        ActionRefused: an unknown form, pages that are not there, sao lục of what is no sao y.
    """
    demand(actor, "document.issue")
    if form not in FORM_WORDS:
        raise ActionRefused(_("Hãy chọn hình thức sao."), code="form", field="form")
    found = _found(source, form, actor)
    usable_certificate(agency_id=actor.agency_id, provider=sign_off.provider)
    data = _extracted(found.data, pages) if form == DocumentCopy.Form.EXTRACT else found.data
    agency = Agency.objects.get(pk=actor.agency_id)
    copy = _numbered(found, form, agency, pages, purpose, data, actor)
    made = make_signature(
        data,
        role="agency",
        agency_id=agency.pk,
        detail=copy_detail(data, (f"{FORM_WORDS[form]} SỐ {copy.code}", *copy_lines("", agency.name)[1:])),
        actor=actor,
        provider=sign_off.provider,
        secret=Secret(sign_off.code, sign_off.otp),
        secrecy=found.secrecy,
    )
    return _sealed(copy, made, found, actor)


def _found(source: Subject, form: str, actor: Actor) -> _Source:
    if source.label == LABEL:
        outgoing = (
            OutgoingDocument.objects.visible_to(actor).select_related("issued_file__blob").get(pk=source.pk)
        )
        if outgoing.stage not in OUT or outgoing.stage == State.RECALLED:
            raise StateRefused(_("Chỉ sao văn bản đã phát hành và còn hiệu lực lưu hành."), code="not-issued")
        if form == DocumentCopy.Form.OF_COPY:
            raise ActionRefused(
                _("Sao lục từ một bản sao y của nơi khác gửi đến."), code="of-copy", field="form"
            )
        return _Source(outgoing, None, _pdf(outgoing.issued_file), outgoing.confidentiality)
    return _received(IncomingDocument.objects.visible_to(actor).get(pk=source.pk), form)


def _received(incoming: IncomingDocument, form: str) -> _Source:
    """Return a received document that stands in the register; only a sao y of another agency is copied on."""
    move = MOVES[Received.COPY]
    if incoming.stage not in move.sources:
        raise StateRefused(
            _("Chỉ sao văn bản đến đã vào sổ; văn bản này đang ở trạng thái “%(state)s”.")
            % {"state": STATE_NAMES[incoming.stage]},
            code="not-registered",
        )
    row = incoming.files.select_related("file__blob").filter(role="main").order_by("position").first()
    data = _pdf(row.file if row else None)
    if form == DocumentCopy.Form.OF_COPY and not _is_true_copy(incoming, data):
        raise ActionRefused(
            _("Sao lục chỉ từ một bản sao y; văn bản này là bản gốc, hãy chọn “Sao y”."),
            code="of-original",
            field="form",
        )
    return _Source(None, incoming, data, incoming.confidentiality)


def _is_true_copy(incoming: IncomingDocument, data: bytes) -> bool:
    """Tell whether a received file is a sao y: notation or first page say so, or nobody can read it."""
    if incoming.notation.upper().startswith("SY") or "sao y" in fold(incoming.kind_name):
        return True
    try:
        text = fold(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text())
    except (PyPdfError, IndexError):
        return True
    return "sao y" in text or not text.strip()


def _pdf(file: StoredFile | None) -> bytes:
    if file is None or file.blob.media_type != "application/pdf":
        raise StateRefused(_("Văn bản không có tệp PDF để sao; hãy quét bản giấy trước."), code="no-pdf")
    return bytes_of(file)


def _extracted(data: bytes, pages: str) -> bytes:
    """Return the chosen pages as a file of their own; signatures do not go with an extract."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    chosen: list[int] = []
    for first, last in _SPAN.findall(pages):
        chosen += range(int(first), int(last or first) + 1)
    if not chosen or any(not 1 <= number <= len(reader.pages) for number in chosen):
        raise ActionRefused(
            _("Hãy ghi số trang cần trích, từ 1 đến %(last)s.") % {"last": len(reader.pages)},
            code="pages",
            field="pages",
        )
    writer = pypdf.PdfWriter()
    for number in dict.fromkeys(chosen):
        page = reader.pages[number - 1]
        page.pop("/Annots", None)
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@transaction.atomic
def _numbered(
    found: _Source, form: str, agency: Agency, pages: str, purpose: str, data: bytes, actor: Actor
) -> DocumentCopy:
    """Take the copy's number and keep it unsealed: a process that dies here leaves a copy that says so."""
    year = timezone.localdate().year
    number = take_number(agency_id=agency.pk, register="doc-copy", period=str(year), kind=form)
    sign = agency_sign(agency.name, agency.short_name, agency.kind)
    code = copy_code(number, form, sign)
    copy = DocumentCopy(
        agency=agency,
        outgoing=found.outgoing,
        incoming=found.incoming,
        form=form,
        year=year,
        number=number,
        code=code,
        pages=one_line(pages)[:60] if form == DocumentCopy.Form.EXTRACT else "",
        purpose=one_line(purpose),
        file=kept(data, f"{code.replace('/', '-')}.pdf", actor=actor),
        made_at=timezone.now(),
        made_by_id=actor.officer_id,
    )
    fitting(copy).save(force_insert=True)
    record_about(found.subject, "document.copied", actor=actor, number=code, form=FORM_WORDS[form])
    return copy


@transaction.atomic
def _sealed(copy: DocumentCopy, made: SignedPdf, found: _Source, actor: Actor) -> DocumentCopy:
    copy.file = kept(made.data, f"{copy.code.replace('/', '-')}.pdf", actor=actor)
    copy.sealed = True
    copy.save(update_fields=["file", "sealed"])
    record_signature(made, actor=actor, subject=found.subject)
    return copy
