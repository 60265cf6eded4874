"""What the desk keeps (saved filters), and acts of its forms that join what several rooms do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.assignments import services as assignments
from congvu.assignments.messages import ReportDraft
from congvu.common.errors import ActionRefused
from congvu.common.text import clean
from congvu.desk.models import SavedView
from congvu.directory.messages import Actor
from congvu.dossiers import services as dossiers
from congvu.dossiers.models import Step
from congvu.dossiers.states import StepState
from congvu.files.services import store
from congvu.ui.services import count_within

MOST = 12


def save_view(*, actor: Actor, name: str, query: str) -> SavedView:
    """Keep a filter under a name; the same name again replaces it.

    Args:
        actor: whose filter.
        name: shown on the inbox, at most 60 letters.
        query: the query string, as the inbox wrote it.

    Raises:
        ActionRefused: no name, or a dozen kept already.
    """
    shown, officer = clean(name)[:60], actor.officer_id or 0
    if not shown:
        raise ActionRefused(_("Hãy đặt tên cho bộ lọc."), code="name", field="name")
    kept = SavedView.objects.filter(officer_id=officer).exclude(name=shown).count()
    if kept >= MOST:
        raise ActionRefused(
            _("Đã lưu %(n)s bộ lọc; hãy xóa bớt trước khi lưu thêm.") % {"n": kept}, code="many", field="name"
        )
    view, _new = SavedView.objects.update_or_create(
        officer_id=officer,
        name=shown,
        defaults={"query": query[:600]},
        create_defaults={"query": query[:600], "created_at": timezone.now()},
    )
    return view


def forget_view(view_id: int, *, actor: Actor) -> None:
    """Delete one of the actor's own saved filters; one that is gone already is no error."""
    SavedView.objects.filter(pk=view_id, officer_id=actor.officer_id or 0).delete()


def write_note(dossier_id: int, *, actor: Actor, text: str, seen_version: int | None = None) -> None:
    """Leave a note; what changed meanwhile does not matter to it."""
    dossiers.add_note(dossier_id, actor=actor, text=text)


def follow(dossier_id: int, *, actor: Actor, seen_version: int | None = None) -> None:
    """Follow a dossier."""
    dossiers.follow_dossier(dossier_id, actor=actor, on=True)


def unfollow(dossier_id: int, *, actor: Actor, seen_version: int | None = None) -> None:
    """Stop following a dossier."""
    dossiers.follow_dossier(dossier_id, actor=actor, on=False)


@transaction.atomic
def attach_files(
    dossier_id: int,
    *,
    actor: Actor,
    uploads: "list[File[Any]]",
    component_id: int | None = None,
    seen_version: int | None = None,
) -> None:
    """Keep uploaded files and attach them: all of them, or none.

    Raises ActionRefused when one of them is not welcome; the sentence names it.
    """
    for file in uploads:
        with at_field("uploads"):
            stored = store(file, actor=actor)
        dossiers.attach_file(dossier_id, stored, actor=actor, component_id=component_id)


@transaction.atomic
def propose_with_draft(
    dossier_id: int, key: str, *, actor: Actor, file: "File[Any] | None" = None, **values: Any
) -> None:
    """Keep the drafted document, if any, and propose the result with it."""
    with at_field("file"):
        draft = store(file, actor=actor) if file else None
    dossiers.propose_result(dossier_id, key, actor=actor, file=draft, **values)


def undo_last(dossier_id: int, key: str, *, actor: Actor, seen_version: int | None = None) -> None:
    """Undo the actor's last completion of the step `key`."""
    done = Step.objects.filter(
        dossier_id=dossier_id, key=key, done_by_id=actor.officer_id, state=StepState.DONE
    )
    dossiers.undo_step(
        dossier_id,
        done.order_by("-id").values_list("pk", flat=True).first() or 0,
        actor=actor,
        seen_version=seen_version,
    )


@contextmanager
def at_field(name: str) -> Iterator[None]:
    """Let a refusal inside point to a field of the form."""
    try:
        yield
    except ActionRefused as refusal:
        refusal.field = name
        raise


@transaction.atomic
def _with_files(
    act: Callable[..., Any],
    assignment_id: int,
    *,
    actor: Actor,
    seen_version: int | None,
    uploads: "list[File[Any]] | None" = None,
    **values: Any,
) -> None:
    """Keep the files of a report and send it: all of it, or nothing."""
    with at_field("uploads"):
        files = [store(file, actor=actor) for file in uploads or []]
    draft = ReportDraft(file_ids=tuple(file.pk for file in files), **values)
    act(assignment_id, draft, actor=actor, seen_version=seen_version)


def report_progress(assignment_id: int, **values: Any) -> None:
    """Report how assigned work goes on, with files."""
    _with_files(assignments.report_progress, assignment_id, **values)


def report_done(assignment_id: int, **values: Any) -> None:
    """Report assigned work done, with files."""
    _with_files(assignments.report_done, assignment_id, **values)


def propose_close(assignment_id: int, **values: Any) -> None:
    """Propose to close assigned work, with files."""
    _with_files(assignments.propose_close, assignment_id, **values)


def request_extension(assignment_id: int, **values: Any) -> None:
    """Ask for a later deadline of assigned work, with files."""
    _with_files(assignments.request_extension, assignment_id, **values)


def follow_task(assignment_id: int, *, actor: Actor, seen_version: int | None = None) -> None:
    """Follow an assignment."""
    assignments.follow(assignment_id, actor=actor, on=True)


def unfollow_task(assignment_id: int, *, actor: Actor, seen_version: int | None = None) -> None:
    """Stop following an assignment."""
    assignments.follow(assignment_id, actor=actor, on=False)


MOST_FAILURES, SECONDS = 20, 600
"""So many wrong secret addresses from one network address in so many seconds, then none is answered."""


def feed_refused(where: str) -> bool:
    """Tell whether a network address has guessed at secret addresses too often."""
    return int(cache.get(f"desk.feed:{where}", 0)) >= MOST_FAILURES


def feed_failed(where: str) -> None:
    """Count a wrong secret address; programs that know theirs are never slowed down by it."""
    count_within(f"desk.feed:{where}", SECONDS)
