"""What the page of one outgoing document shows: the document, its chain, versions, recipients, moves."""

from collections.abc import Sequence
from dataclasses import dataclass

from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard, cards
from congvu.directory.messages import Actor, OfficerRef
from congvu.directory.models import Post
from congvu.directory.queries import in_force, officers_with_role
from congvu.documents.models import (
    Approval,
    Correction,
    DocumentCopy,
    DocumentLink,
    DraftVersion,
    OutgoingAnnex,
    OutgoingDocument,
    OutgoingRecipient,
)
from congvu.documents.queries.outgoing import place_of
from congvu.documents.states.outgoing import CheckState, Move, moves_from


@dataclass(frozen=True, slots=True)
class Stage:
    """All that the page of a document needs.

    Args:
        document: with agency, unit, author, signer and what it answers.
        versions: latest first.
        approvals: the chain of the current turn, in order.
        earlier: checks of earlier turns, latest first.
        recipients: in order, with the incoming documents made of them.
        moves: what the officer may do now.
        corrections: with the recipients' answers.
        copies: copies made of it.
        answers: cards of the incoming documents that it answers, as far as the officer may see them.
        annexes: files that go with it.
    """

    document: OutgoingDocument
    versions: Sequence[DraftVersion]
    approvals: Sequence[Approval]
    earlier: Sequence[Approval]
    recipients: Sequence[OutgoingRecipient]
    moves: Sequence[Move]
    corrections: Sequence[Correction]
    copies: Sequence[DocumentCopy]
    annexes: Sequence[OutgoingAnnex]
    answers: Sequence[SubjectCard]

    @property
    def version(self) -> DraftVersion:
        """The latest version."""
        return self.versions[0]

    @property
    def turn(self) -> Approval | None:
        """The check whose turn it is."""
        return next((one for one in self.approvals if one.state == CheckState.OPEN), None)


def stage(document_id: int, actor: Actor) -> Stage:
    """Return a document's page (at most nine statements).

    Raises OutgoingDocument.DoesNotExist when it is not there, or not visible to the actor.
    """
    related = (
        "agency",
        "unit",
        "author",
        "signer",
        "reply_to",
        "book",
        "issued_file",
        "signed_file",
        "replaces",
        "correcting",
    )
    document = OutgoingDocument.objects.visible_to(actor).select_related(*related).get(pk=document_id)
    versions = document.versions.select_related("author", "source", "docx", "pdf").order_by("-no")
    checks = list(document.approvals.select_related("officer", "unit", "done_by").order_by("turn", "order"))
    last = checks[-1].turn if checks else 0
    capabilities = actor.capabilities
    return Stage(
        document=document,
        versions=list(versions),
        approvals=[one for one in checks if one.turn == last],
        earlier=[one for one in reversed(checks) if one.turn != last],
        recipients=list(document.recipients.select_related("agency", "unit", "officer", "incoming")),
        moves=moves_from(document.stage, capabilities, place_of(document, actor)),
        corrections=list(
            document.corrections.select_related("made_by", "by_document").prefetch_related(
                "answers__recipient"
            )
        ),
        copies=list(document.document_copies.select_related("file", "made_by")),
        answers=_answers(document, actor),
        annexes=list(document.annexes.select_related("file__blob", "added_by")),
    )


def _answers(document: OutgoingDocument, actor: Actor) -> list[SubjectCard]:
    """Return the incoming documents that a document answers, or will answer (at most three statements)."""
    ties = DocumentLink.objects.filter(
        subject_label="documents.outgoingdocument", subject_pk=document.pk, kind=DocumentLink.Kind.RELATED
    )
    pks = [*filter(None, [document.reply_to_id]), *ties.values_list("document_id", flat=True)]
    return list(cards([Subject("documents.incomingdocument", pk) for pk in pks], actor).values())


def signers(actor: Actor) -> list[tuple[Post, str]]:
    """Return who may sign documents of the actor's agency: their posts, by rank, with position and name."""
    posts = (
        Post.objects.filter(in_force(), agency_id=actor.agency_id, officer__is_active=True)
        .filter(roles__code__in=["leader", "unit-head"])
        .select_related("officer", "position", "unit")
        .order_by("position__rank", "officer__full_name", "id")
        .distinct()
    )
    return [(post, f"{post.officer.full_name} – {post.position.name}") for post in posts]


def head_title(agency_id: int) -> str:
    """Return the title of the agency's head: the highest position that somebody holds there today."""
    found = (
        Post.objects.filter(in_force(), agency_id=agency_id)
        .order_by("position__rank", "id")
        .values_list("position__name", flat=True)
        .first()
    )
    return found or ""


def position_of(officer_id: int, agency_id: int) -> tuple[str, str]:
    """Return an officer's position in an agency today and its signing form; "" when there is none."""
    found = (
        Post.objects.filter(in_force(), officer_id=officer_id, agency_id=agency_id)
        .order_by("-is_primary", "position__rank", "id")
        .values_list("position__name", "position__signing_form")
        .first()
    )
    return found or ("", "")


def content_checkers(agency_id: int, unit_id: int) -> list[OfficerRef]:
    """Return the heads of a unit, who check the content of what it drafts."""
    return [one for one in officers_with_role(agency_id, "unit-head") if one.unit_id == unit_id]
