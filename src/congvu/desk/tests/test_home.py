"""The start screen: who sees which work, with what to do at once, at a cost that does not grow."""

from datetime import date

import pytest
import time_machine

from congvu.assignments.messages import AssignmentDraft, Performer
from congvu.assignments.services import create_many
from congvu.directory.models import Officer
from congvu.documents.messages import Addressee, Registration
from congvu.documents.services import present, register_incoming
from congvu.documents.tests.paper import equip, office
from congvu.documents.tests.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db, settings, tmp_path):
    settings.CALENDAR_STAMP_SECONDS = 3600
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.SIGNING_KEYS_DIR = settings.SIGNING_DIR / "keys"
    settings.SIGNING_SECRETS_DIR = settings.SIGNING_DIR / "secrets"
    settings.SIGNING_TSA_URL, settings.SIGNING_LTV = "", False
    with time_machine.travel(at("2026-11-25 09:00"), tick=False):
        yield equip(office())


@pytest.fixture
def enter(desk, client_for):
    return lambda name: client_for(Officer.objects.get(pk=getattr(desk, name).officer_id))


def arrive(desk, number):
    return desk.world.arrived(facts={"number": str(number), "subject": f"Việc số {number}"})


def with_leader(desk, number):
    world = desk.world
    document = register_incoming(
        arrive(desk, number).pk, Registration(book_id=world.book.pk), actor=world.registry
    )
    leader = Addressee(world.leader.unit_id, world.leader.officer_id)
    return present(document.pk, [leader], actor=world.registry)


def given(desk, count):
    lead = Performer(desk.world.commune.pk, desk.world.land.pk, desk.author.officer_id)
    drafts = [
        AssignmentDraft(content=f"Báo cáo {n}", lead=lead, due_on=date(2026, 11, 30)) for n in range(count)
    ]
    return create_many(drafts, actor=desk.leader)


def test_each_sees_the_work_of_their_part(page, enter, desk):
    arrive(desk, 1)
    with_leader(desk, 2)
    desk.signed()
    desk.to_sign(subject="tờ trình chờ ký")
    given(desk, 1)
    registry = page("/hom-nay/", enter("registry"))
    assert registry.h1 == "Hôm nay"
    assert "Văn bản đến chờ vào sổ" in registry.text
    assert "chờ cấp số, phát hành" in registry.text
    assert any(link.endswith("/vao-so/") for link in registry.links().values())
    leader = page("/hom-nay/", enter("leader"))
    assert "Văn bản chờ tôi ký" in leader.text
    assert "tờ trình chờ ký" in leader.text
    assert any(link.endswith("/chi-dao/") for link in leader.links().values())
    assert "Văn bản đến chờ vào sổ" not in leader.text
    author = page("/hom-nay/", enter("author"))
    assert "Báo cáo 0" in author.text
    assert "Văn bản chờ tôi ký" not in author.text


@pytest.mark.parametrize("many", [1, 8])
def test_it_costs_the_same_for_many(page, enter, desk, many):
    for number in range(many):
        arrive(desk, number + 1)
        with_leader(desk, number + 100)
        desk.to_sign(subject=f"chờ ký {number}")
    given(desk, many)
    costs = {name: page("/hom-nay/", enter(name)).queries for name in ("registry", "leader", "author")}
    assert all(cost <= 24 for cost in costs.values()), costs


def test_where_the_day_starts(page, client_for, enter, desk):
    assert page("/bat-dau/", enter("leader"), status=302).location == "/hom-nay/"
    assert page("/bat-dau/", enter("registry"), status=302).location == "/hom-nay/"
    clerk = client_for("clerk", unit=desk.world.office)
    assert page("/bat-dau/", clerk, status=302).location == "/"


def test_nothing_waits(page, enter, desk):
    seen = page("/hom-nay/", enter("author"))
    assert "Hôm nay không còn việc nào chờ bạn" in seen.text
