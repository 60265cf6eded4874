"""Tables of case files and their documents with the field names of NĐ 30/2020/NĐ-CP Phụ lục VI Phần II."""

from collections.abc import Iterator
from typing import Any

from congvu.casefiles.models import CaseFile, CaseItem

FILE_COLUMNS = (
    "FileCode", "OrganId", "FileCatalog", "FileNotation", "Title", "Maintenance", "Rights", "Creator",
    "Language", "StartDate", "EndDate", "DocTotal", "PageTotal", "Description",
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "FileCode", "OrganId", "FileCatalog", "FileNotation", "DocOrdinal", "TypeName", "CodeNumber",
    "CodeNotation", "IssuedDate", "OrganName", "Subject", "Language", "PageAmount", "Description", "Position",
    "FullName",
)  # fmt: skip
LANGUAGES = {
    "01": "Tiếng Việt",
    "02": "Tiếng Anh",
    "03": "Tiếng Pháp",
    "04": "Tiếng Nga",
    "05": "Tiếng Trung",
}


def file_row(case_file: CaseFile) -> list[Any]:
    """Return a case file as a row under FILE_COLUMNS."""
    return [
        case_file.code,
        case_file.organ,
        case_file.year,
        case_file.notation,
        case_file.title,
        case_file.period,
        case_file.get_rights_display(),
        case_file.keeper.full_name,
        LANGUAGES.get(case_file.language, case_file.language),
        case_file.started_on,
        case_file.ended_on,
        case_file.doc_total,
        case_file.page_total,
        case_file.description,
    ]


def document_rows(case_file: CaseFile) -> Iterator[list[Any]]:
    """Yield the documents of a case file as rows under DOCUMENT_COLUMNS."""
    for item in case_file.items.filter(removed_at__isnull=True):
        yield document_row(case_file, item)


def document_row(case_file: CaseFile, item: CaseItem) -> list[Any]:
    """Return a document as a row under DOCUMENT_COLUMNS."""
    return [
        case_file.code,
        case_file.organ,
        case_file.year,
        case_file.notation,
        item.ordinal,
        item.type_name,
        item.number,
        item.notation,
        item.dated_on,
        item.author,
        item.summary,
        LANGUAGES.get(item.language, item.language),
        item.pages,
        item.note,
        item.signer_position,
        item.signer,
    ]
