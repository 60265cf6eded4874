"""Two clerks in two processes register the same documents at once: one number each, and the other is told."""

import json

import pytest
from django.utils import timezone

from congvu.audit.tests.processes import Outside
from congvu.documents.services import open_year
from congvu.documents.tests.world import build


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_document_gets_one_number_and_the_slower_clerk_is_told(tmp_path):
    world = build()
    today = timezone.localdate()
    book = next(
        one for one in open_year(today.year, actor=world.registry) if one.direction == "in" and one.is_default
    )
    facts = {"issued_on": today}
    same = [world.arrived(facts={**facts, "number": str(no)}).pk for no in range(1, 13)]
    # Two papers of one document, one on each clerk's desk.
    one, other = (world.arrived(facts={**facts, "number": "99"}).pk for _ in range(2))
    outside = Outside(tmp_path)
    go = tmp_path / "go"
    clerk_of = ("-m", "congvu.documents.tests.clerks", go)
    first = outside.start(*clerk_of, world.registry.officer_id, book.pk, one, *same)
    second = outside.start(*clerk_of, world.second_registry.officer_id, book.pk, other, *reversed(same))
    for clerk in (first, second):
        assert clerk.stdout.readline() == "ready\n", clerk.stderr.read()
    go.touch()
    said = [json.loads(outside.finish(clerk)) for clerk in (first, second)]
    for document_id in map(str, same):
        found = [answers[document_id] for answers in said]
        numbers = [answer for answer in found if isinstance(answer, int)]
        told = [answer for answer in found if isinstance(answer, str)]
        assert len(numbers) == 1
        assert told[0].startswith("already-registered: Văn bản đã được ")
        assert f"số đến {numbers[0]}" in told[0]
    twins = [said[0][str(one)], said[1][str(other)]]
    assert [isinstance(answer, int) for answer in twins].count(True) == 1
    assert any(str(answer).startswith("duplicate: ") for answer in twins)
    rows = outside.rows(
        "SELECT arrival_number FROM documents_incomingdocument WHERE arrival_number IS NOT NULL"
    )
    assert sorted(row[0] for row in rows) == list(range(1, 14))
