"""What things of other rooms look like as documents of a case file: each room tells it of its own nouns."""

from collections.abc import Callable

from congvu.casefiles.messages import ItemDraft
from congvu.casefiles.models import CaseItem
from congvu.casefiles.services.filing import file_item
from congvu.common import subjects
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor

type Builder = Callable[[int, Actor], ItemDraft]

_BUILDERS: dict[str, Builder] = {}


def register_source(label: str, builder: Builder) -> None:
    """Say how things of `label` are filed: type, number, date, files; called by each room's AppConfig.ready.

    Args:
        label: such as "dossiers.dossier".
        builder: takes key and actor; raises ObjectDoesNotExist for what the actor may not see.
    """
    _BUILDERS[label] = builder


def draft_of(subject: Subject, actor: Actor) -> ItemDraft:
    """Return `subject` as a document; with its card alone where its room told nothing more.

    Raises:
        ActionRefused: the subject is not there, or not visible to `actor`.
    """
    if (builder := _BUILDERS.get(subject.label)) is not None:
        return builder(subject.pk, actor)
    card = subjects.cards([subject], actor).get(subject)
    if card is None:
        raise ActionRefused("Không tìm thấy nội dung cần đưa vào hồ sơ.", code="subject", status=422)
    number, slash, rest = card.code.partition("/")
    split = bool(slash) and number.isdecimal()
    return ItemDraft(
        card.title[:500],
        dated_on=card.on,
        type_name=card.kind,
        number=number if split else "",
        notation=rest if split else card.code,
    )


def file_subject(case_file_id: int, subject: Subject, *, actor: Actor) -> CaseItem:
    """Put a thing of another room into a case file; once, however often it is asked for."""
    draft = draft_of(subject, actor)
    fields = (
        "type_name",
        "number",
        "notation",
        "author",
        "pages",
        "signer",
        "signer_position",
        "note",
        "language",
    )
    return file_item(
        case_file_id=case_file_id,
        subject=subject,
        title=draft.summary,
        on=draft.dated_on,
        kind=draft.kind,
        files=[(one.name, one.stored_id, one.sha256) for one in draft.files],
        actor=actor,
        **{name: getattr(draft, name) for name in fields},
    )
