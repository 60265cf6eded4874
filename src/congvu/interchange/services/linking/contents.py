"""What a message carries of a dossier: its facts, its clock, its files, its result."""

from django.utils import timezone

from congvu.common.text import clean
from congvu.dossiers.models import Applicant, ComponentFile, Dossier, Result, Step
from congvu.dossiers.states import ResultState
from congvu.files.models import StoredFile
from congvu.interchange.envelopes import dossier as wire
from congvu.interchange.models import LinkedDossier
from congvu.procedures.queries import frozen

type Files = list[tuple[StoredFile, int | None]]


def facts_of(dossier: Dossier) -> wire.Facts:
    """Return a dossier as its hand-over carries it."""
    case = frozen(dossier.procedure_version_id).case(dossier.case_id)
    return wire.Facts(
        procedure=wire.Procedure(dossier.procedure_code, dossier.procedure_name, case.no, case.name),
        owner=_person(dossier.owner),
        submitter=_person(dossier.submitter) if dossier.submitter else None,
        authorisation=dossier.authorisation,
        channel=dossier.channel,
        summary=dossier.summary,
        return_by=dossier.return_by,
        submitted_at=dossier.submitted_at,
        accepted_at=dossier.accepted_at,
        data=dossier.data,
        components=tuple(
            wire.Component(row.no, row.name, row.kind, row.quantity, row.note)
            for row in dossier.components.all()
        ),
    )


def _person(row: Applicant) -> wire.Person:
    return wire.Person(
        row.name, row.id_kind, row.id_number, row.kind, row.born_on, row.address, row.phone
    )  # no e-mail: only the one-stop shop that received the dossier writes to the applicant


def files_of(dossier: Dossier, *, known: set[str] | frozenset[str] = frozenset()) -> Files:
    """Return the files of a dossier with the numbers of their papers, and those of its issued results.

    Args:
        known: hashes of what the other side has already.
    """
    rows = ComponentFile.objects.filter(dossier=dossier).select_related("file__blob", "component")
    found: Files = [(row.file, row.component.no if row.component else None) for row in rows]
    issued = dossier.results.filter(state=ResultState.ISSUED, file__isnull=False)
    found += [(row.file, None) for row in issued.select_related("file__blob") if row.file]
    unique = {(file.blob.sha256, no): file for file, no in found}
    return [(file, no) for (sha256, no), file in unique.items() if sha256 not in known]


def hashes_told(link: LinkedDossier) -> set[str]:
    """Return the hashes of all files that went either way in a stage."""
    trees = link.messages.values_list("content", flat=True)
    return {str(one.get("sha256", "")) for tree in trees for one in tree.get("files", [])}


def clock_of(dossier: Dossier, step: Step | None) -> wire.Clock:
    """Return the clock of a dossier of ours, with the deadline of a stage."""
    due = step.due_at if step is not None and dossier.paused_at is None else None
    return wire.Clock(
        stage_due_at=due,
        dossier_due_at=dossier.due_at,
        pauses=tuple(
            wire.Pause(row.starts_at, row.ends_at, row.reason, row.legal_basis, row.kind)
            for row in dossier.pauses.all()
        ),
    )


def outcome_of(dossier: Dossier, said: str) -> tuple[wire.Outcome, Files]:
    """Return what was decided on a copy: its issued result, or in words what its last step found."""
    issued = dossier.results.filter(state=ResultState.ISSUED).select_related("file__blob", "signed_by")
    results = list(issued.order_by("id"))
    if not results:
        done = dossier.steps.exclude(note="").order_by("-id").first()
        text = clean(said) or (done.note if done else "")
        return wire.Outcome(name=dossier.procedure_name[:200], content=text), files_of(dossier)
    last = results[-1]
    files: Files = [(row.file, None) for row in reversed(results) if row.file]
    seen = {file.blob.sha256 for file, _no in files}
    return _outcome(last, said), files + files_of(dossier, known=seen)


def _outcome(row: Result, said: str) -> wire.Outcome:
    return wire.Outcome(
        name=row.name,
        positive=row.positive,
        code=row.code,
        content="\n".join(part for part in (row.content, clean(said)) if part),
        number=row.number,
        notation=row.notation,
        signer=row.signed_by.full_name if row.signed_by else "",
        signed_at=row.signed_at,
        issued_at=row.issued_at or timezone.now(),
    )
