"""Telling people of what the national side needs them for."""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse

from congvu.common.subject import Subject
from congvu.directory.queries import officers_with_role
from congvu.notify.services import notify


def link_to(name: str, *args: object) -> str:
    """Return the address of a screen; "" where the face is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def tell_counter(
    agency_ids: Iterable[int], kind: str, said: str, *, link: str = "", subject: Subject | None = None
) -> None:
    """Tell the one-stop clerks of agencies one sentence; where there is none, the agency's administrators."""
    for pk in agency_ids:
        officers = officers_with_role(pk, "clerk") or officers_with_role(pk, "administrator")
        if officers:
            notify(sorted({one.officer_id for one in officers}), kind, said, link, subject)
