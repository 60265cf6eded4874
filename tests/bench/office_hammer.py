"""An office that never rests: registers, drafts, signs and issues documents until it is killed.

Every fifth act is done within one transaction that may be undone after everything in it was done.
"""

import random
import sys
import time
from typing import Any

from tests.bench import offices

UNDONE = 0.25
MOST_LOOKED_AT = 20


class Undo(Exception):  # noqa: N818
    """Rolls a transaction back after everything in it was done."""


def main(index: int, seconds: float, seed: int, done: Any, place: int) -> None:
    """Work at the commune `index` for some seconds; Django is set up, no connection is open.

    Args:
        index: the commune.
        seconds: how long at most.
        seed: of chance.
        done: acts of each process, in memory that all share.
        place: this process's one.
    """
    from django.db import transaction

    from congvu.common.errors import ActionRefused
    from congvu.documents.models import OutgoingDocument

    chance = random.Random(seed)
    office = offices.people(index)
    book_id = offices.book(index, "in").pk
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if chance.random() < UNDONE:
                with transaction.atomic():
                    _act(office, book_id, chance)
                    raise Undo
            _act(office, book_id, chance)
        except (Undo, ActionRefused, OutgoingDocument.DoesNotExist):
            pass
        done[place] += 1


def _act(office: dict[str, Any], book_id: int, chance: random.Random) -> None:
    """Register a letter, or bring a document one step further: colleagues may be at the same one."""
    from congvu.documents import services

    what = chance.random()
    if what < 0.3:
        arrival, registration = offices.arrived(chance.randrange(10**8), book_id)
        services.enter_incoming(arrival, registration, actor=office["registry"])
    elif what < 0.5:
        offices.to_sign(office)
    elif what < 0.75:
        _with_one(office, ("signing",), chance, lambda pk: sign(office, pk))
    elif what < 0.97:
        _with_one(office, ("signed", "numbered"), chance, lambda pk: issue(office, pk))
    else:
        _with_one(office, ("signed", "numbered"), chance, lambda pk: refuse(office, pk))


def _with_one(office: dict[str, Any], states: tuple[str, ...], chance: random.Random, act: Any) -> None:
    from congvu.documents.models import OutgoingDocument

    agency_id = office["registry"].agency_id
    waiting = OutgoingDocument.objects.filter(agency_id=agency_id, state__in=states).order_by("pk")
    found = list(waiting.values_list("pk", flat=True)[:MOST_LOOKED_AT])
    if found:
        act(chance.choice(found))


def sign(office: dict[str, Any], pk: int) -> None:
    """Sign as the leader."""
    from congvu.documents.services import sign_document

    sign_document(pk, actor=office["leader"], sign_off=offices.key())


def issue(office: dict[str, Any], pk: int) -> None:
    """Seal and issue as văn thư."""
    from congvu.documents.services import issue_document

    issue_document(pk, actor=office["registry"], sign_off=offices.key())


def refuse(office: dict[str, Any], pk: int) -> None:
    """Refuse to issue: the number becomes a void one with its reason."""
    from congvu.documents.services import refuse_number

    refuse_number(pk, actor=office["registry"], reason="Sai thẩm quyền ký")


def stock(communes: int, count: int) -> None:
    """Draft letters at each commune that wait to be signed."""
    import django

    django.setup()
    for number in range(communes):
        office = offices.people(number)
        for _ in range(count):
            offices.to_sign(office)


if __name__ == "__main__":
    stock(*map(int, sys.argv[1:]))
