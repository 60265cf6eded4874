"""Stages of dossiers when packages come twice, in disorder, changed or too early, and when processes die."""

import io
import os
from dataclasses import replace
from unittest.mock import patch

import pytest

from congvu.common.errors import ActionRefused
from congvu.dossiers import services
from congvu.dossiers.models import Dossier
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import InboundMessage, LinkedDossier, LinkMessage, OutboundMessage
from congvu.interchange.services import linking
from congvu.interchange.tests import linked_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(db, clock, tmp_path, settings):
    settings.INTERCHANGE_FOLDERS = [str(tmp_path)]
    return linked_world.build(tmp_path, settings)


@pytest.mark.parametrize("again", [False, True])
def test_packages_that_come_twice_or_the_wrong_way_round_have_their_effect_once(linked, again):
    world = linked.world
    dossier = linked.received()
    linked.work()
    services.extend_dossier(
        dossier.pk,
        actor=world.clerk,
        reason="Chờ sở",
        new_due_at=linked_world.dossiers.at("2026-12-20 17:00"),
    )
    linked.up(order=lambda paths: paths[::-1])  # the news of the deadline overtakes the hand-over
    first, second = InboundMessage.objects.order_by("pk")
    assert (first.state, first.tries, second.state, second.tries) == ("ingested", 2, "ingested", 1)
    linked.look(linked.department)
    assert set(InboundMessage.objects.values_list("state", flat=True)) == {"ingested"}
    origin, receiver = linked.sides()
    assert (receiver.received, origin.sent) == (2, 2)
    assert receiver.dossier_due_at == linked.now(dossier).due_at
    if again:
        linked.up(keep=True)
        states = list(InboundMessage.objects.order_by("pk").values_list("state", flat=True))
        assert states == ["ingested", "ingested", "duplicate", "duplicate"]
        assert Dossier.objects.filter(master_system__gt="").count() == 1
        assert LinkedDossier.objects.filter(side="receiver").count() == 1
        assert LinkMessage.objects.filter(link=receiver, way="in").count() == 2


def test_a_gap_is_held_for_a_day_and_then_a_persons_task(linked, clock, django_capture_on_commit_callbacks):
    dossier = linked.received()
    linked.work()
    services.extend_dossier(
        dossier.pk,
        actor=linked.world.clerk,
        reason="Chờ sở",
        new_due_at=linked_world.dossiers.at("2026-12-20 17:00"),
    )
    linked.work()
    linked.courier("xa", "so", order=lambda paths: paths[1:])
    linked.look(linked.department)
    held = InboundMessage.objects.get()
    assert (held.state, held.reason_code) == ("stored", "link-early")
    assert "được giữ lại" in held.reason
    clock.shift(31 * 3600)
    linked.look(linked.department)
    held.refresh_from_db()
    assert (held.state, held.reason_code) == ("quarantined", "link-early")
    linked.courier("xa", "so", keep=True, order=lambda paths: paths[:1])
    with django_capture_on_commit_callbacks(execute=True):
        linked.look(linked.department)
    held.refresh_from_db()
    assert held.state == "ingested"
    assert linked.sides()[1].received == 2


def test_a_death_between_storing_and_applying_loses_and_doubles_nothing(linked):
    linked.received()
    linked.work()
    linked.courier("xa", "so")
    dies = "congvu.interchange.services.linking.arriving.receive_dossier"
    with patch(dies, side_effect=SystemExit), pytest.raises(SystemExit):
        linked.look(linked.department)
    assert InboundMessage.objects.get().state == "stored"
    assert Dossier.objects.filter(master_system__gt="").count() == 0
    linked.department.refresh_from_db()
    type(linked.department).objects.update(poll_until=None, poll_token="")
    linked.look(linked.department)
    assert InboundMessage.objects.get().state == "ingested"
    assert Dossier.objects.filter(master_system__gt="").count() == 1


def changed(linked, **changes):
    """Put the hand-over of the commune into the department's folder with other words in ho-so.json."""
    linked.work()
    [path] = (linked.base / "xa" / "gui").glob("*.edxml")
    with path.open("rb") as stream:
        document = edxml.read_package(stream, linked.base).message
    data = document.attachments[1].blob.open().read()
    for old, new in changes.pop("replace", {}).items():
        data = data.replace(old.encode(), new.encode())
    own = linked.base / "ho-so-khac.json"
    own.write_bytes(data)
    parts = list(document.attachments)
    parts[1] = edxml.Attachment(
        "x1", "ho-so.json", "application/json", blob=edxml.Blob(len(data), "0" * 64, own)
    )
    goal = linked.base / "so" / "nhan" / "sua.edxml"
    goal.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    edxml.write_package(replace(document, attachments=tuple(parts), **changes), out)
    goal.write_bytes(out.getvalue())
    os.utime(goal, (1_700_000_000, 1_700_000_000))
    linked.look(linked.department)
    return InboundMessage.objects.get()


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("1.001193", "9.999999", "link-procedure", "chưa có trong danh mục"),
        ('"code": "H19.75.26248"', '"code": "H19.99"', "link-sender", "ghi nơi gửi khác"),
        ('"sha256": "', '"sha256": "0000', "link-sha256", "sha256"),
        ('"kind": "hand-over"', '"kind": "la"', "link-kind", "không rõ"),
        ('"sequence": 1', '"sequence": 2', "link-order", "thứ nhất"),
    ],
)
def test_what_cannot_be_meant_is_quarantined_with_the_reason(linked, old, new, code, words):
    linked.received()
    came = changed(linked, replace={old: new})
    assert (came.state, came.reason_code) == ("quarantined", code)
    assert words in came.reason
    assert Dossier.objects.filter(master_system__gt="").count() == 0


def test_a_version_to_come_is_an_ordinary_document(linked):
    linked.received()
    came = changed(linked, replace={'"version": "1.0"': '"version": "2.0"'})
    assert came.state == "ingested", came.reason
    assert came.document.subject.startswith("Phiếu chuyển hồ sơ")
    assert "ho-so.json" not in [one.file.name for one in came.document.files.all()]


def test_restricted_dossiers_never_travel(linked):
    clerk = replace(linked.world.clerk, clearance=1)
    dossier = services.receive_dossier(linked.world.intake(confidentiality=1), actor=clerk)
    with pytest.raises(ActionRefused, match="độ mật"):
        services.complete_step(dossier.pk, "b1", actor=clerk)
    assert LinkedDossier.objects.count() == OutboundMessage.objects.count() == 0
    assert linked.now(dossier).steps.get(state="open").key == "b1"


def test_others_neither_see_nor_move_a_stage(linked):
    linked.received()
    linked.up()
    origin, receiver = linked.sides()
    with pytest.raises(LinkedDossier.DoesNotExist):
        linking.accept_stage(receiver.pk, actor=linked.world.clerk)
    with pytest.raises(LinkedDossier.DoesNotExist):
        linking.ask_back(origin.pk, actor=linked.world.upper_clerk, reason="x")
    with pytest.raises(LinkedDossier.DoesNotExist):
        linking.refuse_stage(origin.pk, actor=linked.world.upper_clerk, reason="x")
