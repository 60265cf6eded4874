"""Dossiers and assigned work over the interface."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.api.tests.world import Program
from congvu.assignments.models import Assignment
from congvu.assignments.tests import world as tasks
from congvu.dossiers import services
from congvu.dossiers.models import Dossier
from congvu.dossiers.tests import world as shop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning() -> Any:
    cache.clear()
    with time_machine.travel(shop.at("2026-11-26 09:00"), tick=True):
        yield


@pytest.fixture
def world() -> shop.World:
    return shop.build()


@pytest.fixture
def program(world: shop.World) -> Program:
    return Program(world.one_stop, per_minute=10_000)


def body(world: shop.World, **changes: Any) -> dict[str, Any]:
    owner = {"name": "Trần Thị Bưởi", "id_kind": "cccd", "id_number": "075190012345", "born_on": "1990-05-01"}
    code = world.version.procedure.code
    return {"procedure_code": code, "owner": owner, "papers": [{"name": "Giấy chứng sinh"}], **changes}


def test_a_dossier_is_handed_in_and_accepted_once(world: shop.World, program: Program) -> None:
    file = program.upload().json()
    said = body(world, accept=True, papers=[{"name": "Giấy chứng sinh", "files": [file["id"]]}])
    made = program.post("/dossiers", said, "ho-so-0001")
    assert made.status_code == 201, made.content
    assert made.json()["code"]
    assert made.json()["state"]["code"] in {"received", "processing"}
    assert [step["name"] for step in made.json()["steps"]][:1] == ["Tiếp nhận hồ sơ"]
    assert {reason["code"] for reason in made.json()["deadline"]} >= {"received", "due"}
    assert made.json()["timeline"]
    assert program.post("/dossiers", said, "ho-so-0001").json() == made.json()
    assert Dossier.objects.count() == 1


def test_a_draft_waits_for_the_one_stop_shop(world: shop.World, program: Program) -> None:
    made = program.post("/dossiers", body(world))
    assert made.status_code == 201
    assert (made.json()["code"], made.json()["state"]["code"], made.json()["deadline"]) == ("", "draft", [])


def test_an_unknown_procedure_is_not_there(world: shop.World, program: Program) -> None:
    answer = program.post("/dossiers", body(world, procedure_code="9.999999"))
    assert answer.status_code == 404
    assert not Dossier.objects.exists()


def test_a_dossier_of_another_agency_is_not_there(world: shop.World, program: Program) -> None:
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    assert program.get(f"/dossiers/{dossier.pk}").status_code == 200
    other = Program(world.upper_one_stop)
    assert other.get(f"/dossiers/{dossier.pk}").status_code == 404
    assert other.get(f"/dossiers/{dossier.pk}/results/1").status_code == 404
    assert other.get("/dossiers").json()["items"] == []


def test_a_supplement_lets_the_dossier_go_on(world: shop.World, program: Program) -> None:
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    step = dossier.steps.get(state="open")
    services.complete_step(dossier.pk, step.key, actor=world.clerk)
    services.request_supplement(
        dossier.pk, actor=world.specialist, items=["Bản sao CCCD"], reason="Thiếu giấy tờ"
    )
    seen = program.get(f"/dossiers/{dossier.pk}")
    assert seen.json()["state"]["code"] == "supplement"
    file = program.upload().json()["id"]
    path = f"/dossiers/{dossier.pk}/supplement"
    stale = program.post(path, {"files": [file]}, **{"If-Match": '"v1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    foreign = program.post(path, {"files": [file, 999_999]})
    assert (foreign.status_code, foreign.json()["code"]) == (422, "file")
    assert program.get(f"/dossiers/{dossier.pk}").json()["state"]["code"] == "supplement"
    done = program.post(path, {"files": [file]}, **{"If-Match": seen.headers["ETag"]})
    assert done.status_code == 200, done.content
    assert done.json()["state"]["code"] == "processing"
    assert program.post(path, {"files": [file]}).status_code == 409


def test_dossier_lists_cost_the_same(world: shop.World, program: Program) -> None:
    services.receive_dossier(world.intake(), actor=world.clerk)
    program.get("/dossiers")
    with CaptureQueriesContext(connection) as one:
        assert len(program.get("/dossiers").json()["items"]) == 1
    for _ in range(29):
        services.receive_dossier(world.intake(), actor=world.clerk)
    with CaptureQueriesContext(connection) as thirty:
        assert len(program.get("/dossiers").json()["items"]) == 30
    assert len(one) == len(thirty)


def test_dossier_pages_follow_each_other(world: shop.World, program: Program) -> None:
    made = [services.receive_dossier(world.intake(), actor=world.clerk).pk for _ in range(5)]
    first = program.get("/dossiers", {"limit": 3}).json()
    second = program.get("/dossiers", {"limit": 3, "cursor": first["next"]}).json()
    assert [row["id"] for row in first["items"] + second["items"]] == sorted(made, reverse=True)
    assert second["next"] is None


@pytest.fixture
def work() -> tasks.World:
    return tasks.build()


def test_work_is_given_once_and_reported(work: tasks.World) -> None:
    program = Program(work.office)
    said = {
        "content": "Rà soát",
        "agency_id": work.commune.pk,
        "unit_id": work.office.pk,
        "due_on": "2026-12-10",
    }
    made = program.post("/assignments", said, "viec-0001")
    assert made.status_code == 201, made.content
    assert program.post("/assignments", said, "viec-0001").json() == made.json()
    assignment = Assignment.objects.get()
    assert (assignment.lead_unit, assignment.due_on) == (work.office, date(2026, 12, 10))
    report = {"content": "Đã xong một nửa", "percent": 50}
    stale = program.post(f"/assignments/{assignment.pk}/reports", report, **{"If-Match": '"v99"'})
    assert stale.status_code == 412
    done = program.post(f"/assignments/{assignment.pk}/reports", report)
    assert done.status_code == 201, done.content
    assert [one["percent"] for one in done.json()["reports"]] == [50]
    read = program.get(f"/assignments/{assignment.pk}")
    assert read.headers["ETag"] == f'"v{read.json()["version"]}"'


def test_work_of_another_agency_is_not_there(work: tasks.World) -> None:
    assignment = work.give(due_on=date(2026, 12, 10))
    other = Program(work.school_unit)
    assert other.get(f"/assignments/{assignment.pk}").status_code == 404
    answer = other.post(f"/assignments/{assignment.pk}/reports", {"content": "Chen vào"})
    assert answer.status_code == 404
    assert other.get("/assignments").json()["items"] == []


def test_assignment_lists_cost_the_same(work: tasks.World) -> None:
    program = Program(work.office, per_minute=10_000)
    work.give(due_on=date(2026, 12, 10))
    program.get("/assignments")
    with CaptureQueriesContext(connection) as one:
        assert len(program.get("/assignments", {"q": "giai ngan"}).json()["items"]) == 1
    for _ in range(29):
        work.give(due_on=date(2026, 12, 10))
    with CaptureQueriesContext(connection) as thirty:
        assert len(program.get("/assignments", {"q": "giai ngan"}).json()["items"]) == 30
    assert len(one) == len(thirty)
