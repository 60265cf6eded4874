"""Notes, following, and who is looking at a dossier."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Involvement, Note, Presence
from congvu.dossiers.services.access import journal, open_dossier
from congvu.dossiers.states import Action


@transaction.atomic
def add_note(dossier_id: int, *, actor: Actor, text: str) -> Note:
    """Leave a working note; it changes nothing else, and no version."""
    dossier = open_dossier(dossier_id, Action.NOTE, actor=actor)
    if not clean(text):
        raise ActionRefused(_("Ghi chú đang trống."), code="empty", field="text")
    note = Note.objects.create(
        dossier=dossier, officer_id=_person(actor), text=clean(text), at=timezone.now()
    )
    journal(dossier, "dossier.noted", actor=actor, note=note.text[:200])
    return note


@transaction.atomic
def follow_dossier(dossier_id: int, *, actor: Actor, on: bool = True) -> None:
    """Follow a dossier that one may see, or stop following it."""
    dossier = Dossier.objects.visible_to(actor).get(pk=dossier_id)
    mine = Involvement.objects.filter(
        dossier=dossier, officer_id=_person(actor), reason=Involvement.Reason.FOLLOW
    )
    if on:
        Involvement.objects.bulk_create(
            [
                Involvement(
                    dossier=dossier,
                    agency_id=actor.agency_id,
                    unit_id=actor.unit_id or 0,
                    officer_id=actor.officer_id,
                    reason=Involvement.Reason.FOLLOW,
                )
            ],
            ignore_conflicts=True,
        )
    elif dossier.steps.filter(assignee_id=actor.officer_id).exists():
        mine.update(reason=Involvement.Reason.STEP)  # who was given a step goes on seeing it
    else:
        mine.delete()
    journal(dossier, "dossier.followed" if on else "dossier.unfollowed", actor=actor)


@transaction.atomic
def mark_presence(dossier_id: int, *, actor: Actor) -> list[str]:
    """Say that the actor has the dossier open; return who else had it open in the last two minutes.

    A hint on the screen, no lock and no audited fact: the version check decides.
    """
    dossier = Dossier.objects.visible_to(actor).only("pk").get(pk=dossier_id)
    now = timezone.now()
    Presence.objects.update_or_create(dossier=dossier, officer_id=_person(actor), defaults={"seen_at": now})
    since = now - timedelta(minutes=2)
    others = Presence.objects.filter(dossier=dossier, seen_at__gte=since).exclude(officer_id=_person(actor))
    return list(others.order_by("-seen_at").values_list("officer__full_name", flat=True)[:5])


def _person(actor: Actor) -> int:
    """Return the officer behind `actor`: notes and presence are a person's, never the system's."""
    if actor.officer_id is None:
        raise PermissionDenied("dossier.note")
    return actor.officer_id
