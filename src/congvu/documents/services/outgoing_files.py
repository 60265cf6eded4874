"""The files of a draft: an uploaded Word file, the files made of a version, pictures of its pages."""

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.documents.models import DraftVersion, OutgoingDocument
from congvu.documents.queries.outgoing_sheet import sheet_of
from congvu.documents.rules.layout.check import Finding, check_sheet, graded
from congvu.documents.rules.layout.file_check import check_agreement, check_file
from congvu.documents.services.docx_sheet import render_docx
from congvu.documents.services.docx_source import BrokenDocxError
from congvu.documents.services.file_facts import body_of_docx, facts_of_docx
from congvu.documents.services.pdf_sheet import render_sheet_pdf
from congvu.documents.services.reading import MOST_BYTES, read_bytes
from congvu.files.models import StoredFile
from congvu.files.queries import open_blob
from congvu.files.services import store

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def own_docx(file_id: int, actor: Actor) -> tuple[StoredFile, str]:
    """Return a Word file that the actor stored, and its main text in the plain syntax.

    Raises ActionRefused: somebody else's file, no Word file, broken.
    """
    file = (
        StoredFile.objects.select_related("blob").filter(pk=file_id, uploaded_by_id=actor.officer_id).first()
    )
    if file is None:
        raise ActionRefused(_("Tệp không phải do bạn tải lên; hãy tải lại."), code="file-owner", field="file")
    if file.blob.media_type != DOCX:
        raise ActionRefused(
            _("Chỉ nhận tệp Word (.docx); “%(name)s” không phải.") % {"name": file.name},
            code="file-kind",
            field="file",
        )
    try:
        return file, body_of_docx(_bytes(file))
    except BrokenDocxError as error:
        raise ActionRefused(
            _("Tệp Word “%(name)s” bị hỏng, không mở được.") % {"name": file.name},
            code="file-broken",
            field="file",
        ) from error


def findings_of(document: OutgoingDocument, version: DraftVersion) -> list[Finding]:
    """Return the findings of the automatic check of form: on the draft, and on the uploaded file if any."""
    sheet = sheet_of(document, version)
    found = check_sheet(sheet)
    if version.source is not None:
        data = _bytes(version.source)
        found += check_file(facts_of_docx(data))
        found += check_agreement(read_bytes(data, version.source.name).reading, sheet)
    return graded(found)


def pdf_of(document: OutgoingDocument, version: DraftVersion) -> bytes:
    """Return the page of a version as PDF: the file kept at submission, else set anew."""
    if version.pdf is not None and document.number is None:
        return _bytes(version.pdf)
    return render_sheet_pdf(sheet_of(document, version), at=version.written_at)


def freeze(document: OutgoingDocument, version: DraftVersion, *, actor: Actor) -> None:
    """Keep the Word and PDF files of a version, so that all who check it check the same bytes."""
    if version.pdf is not None:
        return
    sheet = sheet_of(document, version)
    name = f"du-thao-{document.pk}-{version.no}"
    pdf = render_sheet_pdf(sheet, at=version.written_at)
    version.pdf = store(ContentFile(pdf, name=f"{name}.pdf"), actor=actor)
    version.docx = store(ContentFile(render_docx(sheet), name=f"{name}.docx"), actor=actor)


def kept(data: bytes, name: str, *, actor: Actor) -> StoredFile:
    """Keep a PDF under a name."""
    return store(ContentFile(data, name=name), actor=actor, allowed={"pdf"})


def bytes_of(file: StoredFile) -> bytes:
    """Return a stored file whole."""
    return _bytes(file)


def _bytes(file: StoredFile) -> bytes:
    with open_blob(file) as stream:
        return stream.read(MOST_BYTES)


def docx_of(document: OutgoingDocument, version: DraftVersion) -> bytes:
    """Return a version as a Word file: the one kept at submission, else made anew."""
    if version.docx is not None and document.number is None:
        return _bytes(version.docx)
    return render_docx(sheet_of(document, version))
