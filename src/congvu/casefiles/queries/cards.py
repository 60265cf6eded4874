"""What a case file looks like in one line, wherever something links to it."""

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from congvu.casefiles.models import CaseFile
from congvu.casefiles.states import STATE_NAMES, State
from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard
from congvu.directory.messages import Actor

LABEL = "casefiles.casefile"


def case_file_cards(pks: list[int], actor: Actor) -> Mapping[int, SubjectCard]:
    """Return the cards of the case files among `pks` that `actor` may see (one statement)."""
    rows = CaseFile.objects.visible_to(actor).filter(pk__in=pks)
    return {
        row["id"]: SubjectCard(
            subject=Subject(LABEL, row["id"]),
            title=row["title"],
            code=f"{row['notation']}/{row['year']}",
            link=link_of(row["id"]),
            on=row["started_on"],
            state=STATE_NAMES[State(row["state"])],
            kind=_("Hồ sơ công việc"),
        )
        for row in rows.values("id", "title", "notation", "year", "started_on", "state")
    }


def link_of(pk: int) -> str:
    """Return the address of a case file's page, "" where no face has one."""
    try:
        return reverse("desk:case_file", args=[pk])
    except NoReverseMatch:
        return ""
