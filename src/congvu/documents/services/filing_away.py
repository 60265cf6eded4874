"""Documents as papers of a case file, and filing them by themselves when their work is done.

Legal source: NĐ 30/2020/NĐ-CP Điều 29 khoản 3 (thu thập, cập nhật văn bản vào hồ sơ công việc).
"""

from collections.abc import Iterable

from congvu.casefiles.messages import FileRef, Filing, ItemDraft
from congvu.casefiles.services import file_away
from congvu.common.subject import Subject
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.documents.models import IncomingDocument, Line, OutgoingDocument
from congvu.documents.rules.layout.notation import display_number
from congvu.documents.services.incoming_access import LABEL as INCOMING
from congvu.documents.services.outgoing_access import LABEL as OUTGOING
from congvu.documents.states.incoming import LineRole


def incoming_draft(document: IncomingDocument) -> ItemDraft:
    """Return an incoming document as a paper of a case file, with its files."""
    files = document.files.select_related("file").order_by("role", "position")
    main_first = sorted(files, key=lambda row: (row.role != "main", row.position))
    return ItemDraft(
        summary=one_line(document.subject)[:500] or str(document),
        kind="incoming",
        type_name=document.kind_name,
        number=document.number[:11],
        notation=document.notation,
        dated_on=document.issued_on,
        author=document.issuer_name,
        pages=document.pages or 0,
        signer=document.signer_name[:100],
        signer_position=document.signer_position[:100],
        files=tuple(FileRef(row.file.name, row.file_id) for row in main_first),
    )


def outgoing_draft(document: OutgoingDocument) -> ItemDraft:
    """Return an outgoing document as a paper of a case file: the issued file, else the signed one."""
    file = document.issued_file or document.signed_file
    annexes = [row.file for row in document.annexes.select_related("file").order_by("position")]
    number = display_number(document.number, document.number_suffix) if document.number else ""
    return ItemDraft(
        summary=document.subject,
        kind="outgoing",
        type_name=document.kind_name,
        number=number,
        notation=document.notation,
        dated_on=document.issued_on,
        author=document.agency.name[:200],
        pages=document.pages or 0,
        signer=document.signer_name[:100],
        signer_position=document.signer_position[:100],
        files=tuple(FileRef(one.name, one.pk) for one in (file, *annexes) if one is not None),
    )


def incoming_source(pk: int, actor: Actor) -> ItemDraft:
    """Return an incoming document that `actor` may see; raise IncomingDocument.DoesNotExist else."""
    return incoming_draft(IncomingDocument.objects.visible_to(actor).get(pk=pk))


def outgoing_source(pk: int, actor: Actor) -> ItemDraft:
    """Return an outgoing document that `actor` may see; raise OutgoingDocument.DoesNotExist else."""
    return outgoing_draft(OutgoingDocument.objects.visible_to(actor).get(pk=pk))


def file_outgoing(document: OutgoingDocument, *, actor: Actor) -> None:
    """File a document that is being issued with the matter of its drafters; in the issuing transaction."""
    parents = [Subject(INCOMING, document.reply_to_id)] if document.reply_to_id else []
    parents += [Subject(OUTGOING, document.replaces_id)] if document.replaces_id else []
    if document.source_label and document.source_pk:
        parents.append(Subject(document.source_label, document.source_pk))
    file_away(
        Filing(
            Subject(OUTGOING, document.pk),
            document.agency_id,
            document.unit_id,
            facts={"type": document.kind},
            parents=tuple(parents),
            confidentiality=document.confidentiality,
            officer_ids=(document.author_id,) if document.author_id else (),
        ),
        lambda: outgoing_draft(document),
        actor=actor,
    )


def file_incoming(document: IncomingDocument, lines: Iterable[Line] | None = None, *, actor: Actor) -> None:
    """File a document whose work ended with the matter of those who did it; in the transaction of the act.

    Args:
        lines: whose work ended; all that lead or cooperate unless told, when the whole document ended.
        actor: who ended it.
    """
    done = document.lines.exclude(role=LineRole.INFORM) if lines is None else lines
    rows = [(line.unit_id, line.officer_id) for line in done]
    officers = {officer for _unit, officer in rows if officer} | {actor.officer_id} - {None, 0}
    parents: tuple[Subject, ...] = ()
    if document.source_label and document.source_pk:
        parents = (Subject(document.source_label, document.source_pk),)
    file_away(
        Filing(
            Subject(INCOMING, document.pk),
            document.agency_id,
            rows[0][0] if rows else None,
            facts={"type": document.kind_code, "field": document.field},
            parents=parents,
            confidentiality=document.confidentiality,
            unit_ids=tuple({unit for unit, _officer in rows}),
            officer_ids=tuple(officer for officer in officers if officer),
        ),
        lambda: incoming_draft(document),
        actor=actor,
    )
