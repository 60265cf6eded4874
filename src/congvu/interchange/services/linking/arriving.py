"""A stage that comes here: the copy of the dossier, with its papers and files, in the counter's inbox."""

from collections.abc import Iterable

from django.core.files.base import File as DjangoFile
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.dossiers.messages import Intake, Paper, Person
from congvu.dossiers.models import Applicant, Dossier, DossierComponent
from congvu.dossiers.queries.routing import place_for
from congvu.dossiers.services import receive_dossier
from congvu.dossiers.services.access import journal
from congvu.dossiers.services.linked import add_files
from congvu.files.services import store
from congvu.interchange.envelopes import dossier as wire
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import InboundMessage, LinkedDossier
from congvu.interchange.rules.linking import KIND_NAMES, Kind, Side, Stage
from congvu.interchange.services.linking.clocks import set_clock
from congvu.procedures.messages import FrozenCase
from congvu.procedures.models import ProcedureVersion
from congvu.procedures.queries import frozen, published

type Kept = list[tuple[int, wire.File]]


class Unsuitable(Exception):  # noqa: N818 — a verdict
    """A message about a stage for which nothing can be done here; `told` is the reason in plain words."""

    def __init__(self, told: str, *, code: str) -> None:
        super().__init__(told)
        self.told, self.code = told, code


def check_files(said: wire.Message, content: edxml.Document) -> None:
    """Refuse a message whose files are not all in the package, with the hashes that it names.

    Raises:
        Unsuitable: naming the first that is missing.
    """
    there = {one.blob.sha256 for one in content.attachments if one.blob is not None}
    lost = next((one for one in said.files if one.sha256 not in there), None)
    if lost is not None:
        told = _("Gói không kèm tệp “%(name)s” của hồ sơ, hoặc tệp đã bị thay đổi trên đường.")
        raise Unsuitable(told % {"name": lost.name[:100]}, code="link-files")


def kept_files(said: wire.Message, content: edxml.Document, agency_id: int) -> Kept:
    """Keep the files that a message names, each once; return their keys with what is said of them."""
    actor = Actor.system(agency_id)
    blobs = {one.blob.sha256: one.blob for one in content.attachments if one.blob is not None}
    kept: Kept = []
    for one in said.files:
        with blobs[one.sha256].open() as stream:
            kept.append((store(DjangoFile(stream, name=one.name), actor=actor, name=one.name).pk, one))
    return kept


def begin(
    said: wire.Message, content: edxml.Document, message: InboundMessage, us: Agency
) -> tuple[LinkedDossier, Kept]:
    """Begin a stage that was handed over to an agency of ours: its copy stands in the counter's inbox.

    Raises:
        Unsuitable: the procedure is not in our catalogue.
        ActionRefused: the dossiers room refuses what came, such as a name that belongs to another number.
    """
    facts = said.facts
    assert facts is not None
    version, case = _procedure(facts.procedure, us)
    actor = _counter(us, version, facts.procedure.code)
    files = kept_files(said, content, us.pk)
    dossier = receive_dossier(_intake(said, facts, version.pk, case.no, files), actor=actor)
    numbers = {one.no for one in facts.components}
    add_files(dossier, tuple(pk for pk, one in files if one.component not in numbers))
    link = _opened(said, message, us, dossier)
    set_clock(link, dossier, said.clock or wire.Clock())
    who, what = link.partner_name, KIND_NAMES[Kind.HAND_OVER]
    journal(dossier, "dossier.link_came", actor=actor, reason=said.text, who=who, what=what)
    return link, files


def _opened(said: wire.Message, message: InboundMessage, us: Agency, dossier: Dossier) -> LinkedDossier:
    return LinkedDossier.objects.create(
        stage=said.stage,
        side=Side.RECEIVER,
        agency=us,
        dossier=dossier,
        partner_code=said.sender.code[:60],
        partner_name=(said.sender.name or said.sender.code)[:300],
        dossier_code=said.dossier_code[:60],
        name=(said.stage_name or dossier.procedure_name)[:200],
        task=said.text[:1000],
        state=Stage.OFFERED,
        received=said.sequence,
        source=message,
        opened_at=said.sent_at,
    )


def _intake(said: wire.Message, facts: wire.Facts, version_id: int, case_no: int, files: Kept) -> Intake:
    return Intake(
        request_key=said.stage,
        version_id=version_id,
        case_no=case_no,
        channel=facts.channel if facts.channel in {"1", "2", "3"} else "1",
        owner=_person(facts.owner),
        submitter=_person(facts.submitter) if facts.submitter else None,
        authorisation=facts.authorisation or (_("Theo hồ sơ nơi chuyển") if facts.submitter else ""),
        papers=tuple(_paper(one, files) for one in facts.components),
        data=facts.data,
        summary=facts.summary[:500],
        return_by=facts.return_by if facts.return_by in {"counter", "post", "online"} else "counter",
        submitted_at=min(facts.submitted_at, timezone.now()) if facts.submitted_at else None,
        code=said.dossier_code,
        master=said.sender.name or said.sender.code,
        due_at=said.clock.stage_due_at if said.clock else None,
    )


def _procedure(asked: wire.Procedure, us: Agency) -> tuple[ProcedureVersion, FrozenCase]:
    """Return the version in force here, and the case that is meant: by name, by number, or the first."""
    try:
        version = published(asked.code)
    except ProcedureVersion.DoesNotExist:
        told = _("Thủ tục %(code)s “%(name)s” chưa có trong danh mục ở đây. Hãy công bố, rồi cho xử lý lại.")
        words = {"code": asked.code[:40], "name": asked.name[:200]}
        raise Unsuitable(told % words, code="link-procedure") from None
    cases = frozen(version.pk).cases
    named = [one for one in cases if asked.case_name and one.name.casefold() == asked.case_name.casefold()]
    numbered = [one for one in cases if one.no == asked.case_no]
    return version, (named or numbered or list(cases))[0]


def _counter(us: Agency, version: ProcedureVersion, code: str) -> Actor:
    """Return the system acting at the counter that takes in dossiers of the procedure."""
    place = place_for(us.pk, "clerk", procedure_code=code, field_name=frozen(version.pk).field)
    system = Actor.system(us.pk, us.name)
    return Actor(
        officer_id=None,
        officer_name=system.officer_name,
        agency_id=us.pk,
        agency_name=us.name,
        unit_id=place.unit_id,
        unit_ids=(place.unit_id,),
        agency_wide=True,
        clearance=system.clearance,
    )


def _person(one: wire.Person) -> Person:
    """Return a person as the intake takes one; without e-mail, the applicant hears from the origin alone."""
    return Person(
        name=one.name[:200],
        id_kind=one.id_kind if one.id_kind in Applicant.IdKind.values else Applicant.IdKind.CCCD,
        id_number=one.id_number[:20],
        kind=one.kind if one.kind in Applicant.Kind.values else Applicant.Kind.CITIZEN,
        born_on=one.born_on,
        address=one.address[:300],
        phone=one.phone[:20],
    )


def _paper(one: wire.Component, files: Iterable[tuple[int, wire.File]]) -> Paper:
    return Paper(
        name=one.name,
        kind=one.kind if one.kind in DossierComponent.Kind.values else DossierComponent.Kind.ELECTRONIC,
        quantity=min(max(one.quantity, 1), 999),
        note=one.note[:300],
        file_ids=tuple(pk for pk, file in files if file.component == one.no),
    )
