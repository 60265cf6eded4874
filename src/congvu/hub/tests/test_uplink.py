"""The axis above: up once, states back, down into local inboxes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from congvu.hub.models import HubAgency, HubCredential, HubDelivery, HubMessage
from congvu.hub.services import uplink
from congvu.hub.services.accepting import accept
from congvu.hub.services.guarding import Caller
from congvu.hub.services.purging import purge
from congvu.hub.tests import world
from congvu.hub.tests.world import ACTOR, edoc
from congvu.interchange.tests.axis import SECRET, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(hub_dir):
    world.build()
    with running() as (axis, address):
        uplink.save_uplink(
            "quốc gia", address, system_id="H19", secret=SECRET, agency_code="H19", actor=ACTOR
        )
        axis.systems["H19"] = {"H19", "H19.15", "H19.16"}
        yield axis


def send(to="G09", subject="lên trục"):
    caller = Caller(HubCredential.objects.get(system_id="H19.15"), {"from": "H19.15", "to": f'["{to}"]'})
    return accept(caller, [edoc(to=(to,), subject=subject)])


def due():
    HubDelivery.objects.filter(next_at__isnull=False).update(next_at=timezone.now() - timedelta(seconds=1))


def test_a_package_for_elsewhere_goes_up_once_and_its_state_comes_back(above):
    send()
    for _round in range(3):
        uplink.turn()
    [stored] = above.inbox
    assert (stored.origin, stored.to, stored.body) == ("H19.15", "G09", edoc(to=("G09",), subject="lên trục"))
    assert HubDelivery.objects.get().state == "initial"
    stored.state = "done"
    due()
    uplink.turn()
    assert HubDelivery.objects.get().state == "done"


def test_after_a_cut_the_axis_above_is_asked_before_repeating(above):
    above.faults["sendEdoc"] = ["cut-after"]
    send()
    uplink.turn()
    assert HubDelivery.objects.get().remote_id == ""
    due()
    uplink.turn()
    assert len(above.inbox) == 1
    assert HubDelivery.objects.get().remote_id == above.inbox[0].id


def test_when_it_certainly_did_not_arrive_it_is_sent_again(above):
    above.faults["sendEdoc"] = ["cut-before"]
    send()
    uplink.turn()
    due()
    uplink.turn()
    assert len(above.inbox) == 1


def test_a_refusal_above_is_final_and_says_why(above):
    above.locked.add("G09")
    send()
    uplink.turn()
    row = HubDelivery.objects.get()
    assert row.state == "fail"
    assert "G09" in row.note


def test_what_waits_above_comes_down_once(above):
    above.put("H19.16", edoc("G09", ("H19.16",)), origin="G09")
    for _round in range(2):
        uplink.turn()
    row = HubDelivery.objects.get()
    assert (row.recipient.code, row.message.sender_code) == ("H19.16", "G09")
    assert above.inbox[0].state == "done"


def test_what_is_for_nobody_here_is_told_to_have_failed(above):
    above.put("H19", edoc("G09", ("K99",)), origin="G09")
    HubAgency.objects.filter(code="H19").update(deleted=True)
    uplink.turn()
    assert HubMessage.objects.count() == 0
    assert above.inbox[0].state == "fail"


def test_bytes_go_when_all_have_them_and_time_is_over(above, hub_dir, time_machine):
    send("H19.16")
    send("H19.15", "khác")
    time_machine.move_to(timezone.now() + timedelta(days=100))
    assert purge() == 0
    HubDelivery.objects.update(state="done")
    assert purge() == 2
    assert not [path for path in hub_dir.rglob("*") if path.is_file()]
