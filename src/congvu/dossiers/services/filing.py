"""Filing a dossier that has ended into a case file, where a rule of its agency says so."""

from django.utils import timezone

from congvu.casefiles.messages import FileRef, Filing, ItemDraft
from congvu.casefiles.services import file_automatically
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier
from congvu.dossiers.states import ResultState
from congvu.procedures.queries import frozen

LABEL = "dossiers.dossier"


def file_away(dossier: Dossier, *, actor: Actor) -> None:
    """File a dossier that has ended; called in its transaction, without a statement where no rule matches.

    The agency that decides keeps the file; rules may name the procedure's code or its field's.

    Legal source: NĐ 30/2020/NĐ-CP Điều 29 khoản 3 (all papers of a matter go into its file).
    """
    if not dossier.code:
        return
    procedure = frozen(dossier.procedure_version_id)
    file_automatically(
        Filing(
            Subject(LABEL, dossier.pk),
            dossier.competent_agency_id,
            actor.unit_id if actor.agency_id == dossier.competent_agency_id else None,
            facts={"procedure": dossier.procedure_code, "field": procedure.field_code or procedure.field},
            confidentiality=dossier.confidentiality,
        ),
        lambda: item_draft(dossier),
        actor=actor,
    )


def item_draft(dossier: Dossier) -> ItemDraft:
    """Return a dossier as a document of a case file: its result first, then what was handed in."""
    results = list(dossier.results.filter(state=ResultState.ISSUED).select_related("file", "signed_by"))
    issued = results[-1] if results else None
    files = [row.file for row in results if row.file is not None]
    files += [row.file for row in dossier.files.select_related("file")]
    signer = issued.signed_by if issued else None
    return ItemDraft(
        summary=f"{dossier.procedure_name[:360]} – {dossier.owner_name[:130]}",
        kind="dossier",
        type_name=issued.name[:100] if issued else "Hồ sơ thủ tục hành chính",
        number=str(issued.number or "") if issued else "",
        notation=_notation(issued.notation if issued else dossier.code or ""),
        dated_on=timezone.localdate(dossier.returned_at or dossier.finished_at or dossier.updated_at),
        author=dossier.competent_agency.name[:200],
        signer=signer.full_name[:100] if signer else "",
        files=tuple(FileRef(file.name, file.pk) for file in files),
    )


def source(pk: int, actor: Actor) -> ItemDraft:
    """Return a dossier that `actor` may see as a document of a case file; raise Dossier.DoesNotExist else."""
    return item_draft(Dossier.objects.visible_to(actor).get(pk=pk))


def _notation(text: str) -> str:
    """Return the part of "12/QĐ-UBND" after the number; a dossier's code stays whole."""
    number, slash, rest = text.partition("/")
    return rest[:60] if slash and number.isdecimal() else text[:60]
