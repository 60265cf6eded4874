"""Making a package of a case file, checking it, keeping it.

Legal source: TT 05/2025/TT-BNV Điều 17, 28, Phụ lục I and III; Luật Lưu trữ 33/2024/QH15.
"""

from contextlib import suppress
from importlib import metadata
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.casefiles.messages.packages import Inspection, PackageFacts
from congvu.casefiles.models import ArchivePackage, CaseFile
from congvu.casefiles.queries.packages import (
    archive_code_of,
    compiled_schemas,
    fixed_schemas,
    package_facts,
)
from congvu.casefiles.queries.prints import document_list
from congvu.casefiles.rules import packages
from congvu.casefiles.services.access import journal, open_for, store
from congvu.casefiles.states import MOVES, Action, State
from congvu.common.errors import ActionRefused, StateRefused
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.files.models import StoredFile
from congvu.files.queries import open_blob
from congvu.files.services import discard, keep_made
from congvu.files.services.disk import open_bytes
from congvu.printing.services import render_pdf

PROGRAM = "Công Vụ"
MOST_FINDINGS = 50


def make_package(
    case_file_id: int, kind: str, *, actor: Actor, seen_version: int | None = None
) -> ArchivePackage:
    """Make a package of a closed case file, check it, and keep it; an AIP moves the case file to the archive.

    Bytes are written before the transaction begins, so that nobody waits for a gigabyte: the case file's
    version is compared when the rows are written.

    Args:
        kind: "SIP_hoso" (to hand on) or "AIP_hoso" (to keep; the case file must have been accepted).

    Raises:
        ActionRefused: an unknown kind, or the package would not be valid; the sentence says why.
        StateRefused: the state does not allow it, or a file is no longer what was filed.
        StaleVersion: somebody changed the case file meanwhile.
    """
    if kind not in packages.KINDS:
        raise ActionRefused(_("Loại gói không có trong danh mục."), code="kind", field="kind")
    action = Action.ARCHIVE if kind.startswith("AIP") else Action.PACKAGE
    case_file = _readable(case_file_id, action, actor)
    version = case_file.version if seen_version is None else seen_version
    at, uuid = timezone.now(), uuid4()
    facts = package_facts(case_file, kind, uuid=uuid, at=at, actor=actor, software=software())
    stored = _written(case_file, facts, actor)
    try:
        found = inspect_stored(stored)
        if not found.valid:
            raise ActionRefused(
                _("Gói không đạt kiểm tra: %(problems)s") % {"problems": _problems(found)}, code="invalid"
            )
        return _kept(case_file_id, action, facts, stored, found, actor, version)
    except BaseException:
        with suppress(StateRefused):
            discard(stored)
        raise


def _readable(case_file_id: int, action: Action, actor: Actor) -> CaseFile:
    """Return the case file without a lock, when the table would allow `action` now."""
    demand(actor, MOVES[action].capability)
    case_file = CaseFile.objects.visible_to(actor).select_related("agency").get(pk=case_file_id)
    if State(case_file.state) not in MOVES[action].sources:
        with transaction.atomic():
            open_for(case_file_id, action, actor=actor)
    return case_file


def software() -> tuple[str, str]:
    """Return the name and version that packages are signed with."""
    try:
        return PROGRAM, metadata.version("congvu")
    except metadata.PackageNotFoundError:
        return PROGRAM, "0.1.0"


def _written(case_file: CaseFile, facts: PackageFacts, actor: Actor) -> StoredFile:
    listing = render_pdf("case-documents", document_list(case_file))
    documentation = {"muc-luc-van-ban.pdf": (listing, "application/pdf")}
    name = packages.object_id(facts.kind, facts.uuid, facts.organ)
    parts = packages.plan(facts, fixed_schemas(), documentation)
    chunks = packages.zipped(packages.folder_of(name), parts, facts.made_at, open_bytes)
    try:
        return keep_made(chunks, packages.zip_name(name), "application/zip", actor=actor)
    except packages.Changed as changed:
        raise StateRefused(
            _("Tệp %(path)s trong kho đã mất hoặc không còn đúng nội dung lúc đưa vào hồ sơ.")
            % {"path": changed.part.path.rsplit("/", 1)[-1]},
            code="file-changed",
        ) from changed


@transaction.atomic
def _kept(
    case_file_id: int,
    action: Action,
    facts: PackageFacts,
    stored: StoredFile,
    found: Inspection,
    actor: Actor,
    version: int,
) -> ArchivePackage:
    case_file = open_for(case_file_id, action, actor=actor, seen_version=version)
    package = ArchivePackage.objects.create(
        case_file=case_file,
        kind=facts.kind,
        uuid=facts.uuid,
        object_id=found.object_id,
        stored=stored,
        sha256=stored.blob.sha256,
        size=stored.blob.size,
        files=found.files,
        valid=found.valid,
        findings=as_rows(found),
        checked_at=timezone.now(),
        made_by_id=actor.officer_id,
        made_at=facts.made_at,
    )
    if action == Action.ARCHIVE:
        case_file.state, case_file.archive_code = State.ARCHIVED, archive_code_of(case_file)
    store(case_file, "state", "archive_code")
    journal(
        case_file,
        "casefile.packaged",
        actor=actor,
        kind_of_package=facts.kind,
        object_id=found.object_id,
        files=found.files,
        sha256=package.sha256,
    )
    if action == Action.ARCHIVE:
        journal(case_file, "casefile.archived", actor=actor, archive_code=case_file.archive_code)
    return package


def inspect_stored(stored: StoredFile) -> Inspection:
    """Return what a stored package is and what is wrong with it."""
    with open_blob(stored) as stream:
        return packages.inspect(stream, stored.blob.size, compiled_schemas())


def inspect_file(path: Path) -> Inspection:
    """Return what the package at `path` is and what is wrong with it; OSError when it cannot be read."""
    with path.open("rb") as stream:
        return packages.inspect(stream, path.stat().st_size, compiled_schemas())


def check_again(package_id: int, *, actor: Actor) -> Inspection:
    """Read a kept package anew, every byte of it; nothing is written.

    Raises:
        ArchivePackage.DoesNotExist: not there, or its case file is not visible.
    """
    demand(actor, "casefile.archive")
    package = ArchivePackage.objects.select_related("stored__blob").get(
        pk=package_id, case_file__in=CaseFile.objects.visible_to(actor)
    )
    return inspect_stored(package.stored)


def as_rows(found: Inspection) -> list[dict[str, str]]:
    """Return findings as they are kept with the package."""
    return [
        {"level": one.level, "code": one.code, "path": one.path, "sentence": one.sentence}
        for one in found.findings[:MOST_FINDINGS]
    ]


def _problems(found: Inspection) -> str:
    errors = [one for one in found.findings if one.level == "error"]
    return " ".join(f"{one.sentence} ({one.path})" if one.path else one.sentence for one in errors[:5])
