"""What a dossier looks like in one line, wherever something links to it."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier
from congvu.dossiers.states import STATE_NAMES, State

LABEL = "dossiers.dossier"
_COLUMNS = ("id", "code", "owner_name", "procedure_name", "submitted_at", "state")


def dossier_cards(pks: list[int], actor: Actor) -> Mapping[int, SubjectCard]:
    """Return the cards of the dossiers among `pks` that `actor` may see (one statement)."""
    rows = Dossier.objects.visible_to(actor).filter(pk__in=pks).values(*_COLUMNS)
    return {
        row["id"]: SubjectCard(
            subject=Subject(LABEL, row["id"]),
            title=f"{row['owner_name']}: {row['procedure_name']}",
            code=row["code"] or "",
            link=reverse("desk:dossier", args=[row["id"]]),
            on=timezone.localdate(row["submitted_at"]),
            state=STATE_NAMES[State(row["state"])],
            kind=_("Hồ sơ"),
        )
        for row in rows
    }
