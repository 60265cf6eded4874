"""Documents and the directory over the interface."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.api.models import KeptAnswer
from congvu.api.tests.world import Program
from congvu.directory.models import AgencyCode
from congvu.directory.tests.factories import AgencyFactory, UnitFactory
from congvu.documents.models import IncomingDocument
from congvu.documents.tests.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    cache.clear()
    return build()


@pytest.fixture
def program(world: World) -> Program:
    return Program(world.office, per_minute=10_000)


def body(program: Program, **changes: Any) -> dict[str, Any]:
    file = program.upload().json()
    return {"subject": "Báo cáo quý IV", "kind_name": "Công văn", "files": [{"id": file["id"]}], **changes}


def test_pages_follow_each_other_without_gap(world: World, program: Program) -> None:
    made = [world.arrived().pk for _ in range(5)]
    seen, cursor = [], ""
    while True:
        page = program.get("/documents/incoming", {"limit": 2, "cursor": cursor}).json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == sorted(made, reverse=True)


def test_a_list_says_what_is_known(world: World, program: Program) -> None:
    world.arrived()
    [row] = program.get("/documents/incoming", {"q": "trat tu", "state": "arrived"}).json()["items"]
    assert row["subject"].startswith("Báo cáo tình hình")
    assert row["state"] == {"code": "arrived", "name": "Chờ tiếp nhận"}
    assert row["code"] == "1254/SXD-QLXD"
    assert program.get("/documents/incoming", {"state": "done"}).json()["items"] == []


@pytest.mark.parametrize("path", ["/documents/incoming", "/documents/outgoing", "/directory/agencies"])
def test_thirty_rows_cost_what_one_costs(world: World, program: Program, path: str) -> None:
    world.arrived()
    program.get(path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert program.get(path).status_code == 200
    for _ in range(29):
        world.arrived()
        AgencyFactory()
    with CaptureQueriesContext(connection) as thirty:
        assert program.get(path).status_code == 200
    assert len(one) == len(thirty) <= 4


def test_another_agency_s_document_is_not_there(world: World, program: Program) -> None:
    document = world.arrived()
    other = Program(world.upper_office)
    assert other.get("/documents/incoming").json()["items"] == []
    assert other.get(f"/documents/incoming/{document.pk}").status_code == 404
    assert program.get(f"/documents/incoming/{document.pk}").status_code == 200


def test_a_secret_document_is_above_the_clearance(world: World, program: Program) -> None:
    document = world.arrived(facts={"confidentiality": 1})
    assert program.get(f"/documents/incoming/{document.pk}").status_code == 404
    assert program.get("/documents/incoming").json()["items"] == []


def test_a_version_is_an_etag(world: World, program: Program) -> None:
    document = world.arrived()
    first = program.get(f"/documents/incoming/{document.pk}")
    assert first.headers["ETag"] == f'"v{document.version}"'
    assert (
        program.get(f"/documents/incoming/{document.pk}", **{"If-None-Match": first["ETag"]}).status_code
        == 304
    )


def test_a_document_is_received_with_its_file(world: World, program: Program) -> None:
    made = program.post("/documents/incoming", body(program, urgency=1))
    assert made.status_code == 201, made.content
    document = IncomingDocument.objects.get(pk=made.json()["id"])
    assert (document.state, document.origin, document.urgency) == ("arrived", "file", 1)
    assert document.agency == world.commune
    [file] = made.json()["files"]
    got = program.http.get(file["href"], headers=program.headers())
    assert b"".join(got.streaming_content) == b"Van ban thu nghiem"
    assert got.headers["Content-Disposition"].startswith("attachment")


def test_the_same_request_again_has_no_second_effect(program: Program) -> None:
    said = body(program)
    first = program.post("/documents/incoming", said, "khoa-0001")
    again = program.post("/documents/incoming", said, "khoa-0001")
    assert first.json() == again.json()
    assert again.status_code == 201
    assert IncomingDocument.objects.count() == KeptAnswer.objects.count() == 1


def test_the_same_key_for_something_else_is_refused(program: Program) -> None:
    program.post("/documents/incoming", body(program), "khoa-0001")
    other = program.post("/documents/incoming", body(program, subject="Khác"), "khoa-0001")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key")
    assert IncomingDocument.objects.count() == 1


def test_a_refused_request_keeps_no_answer(program: Program) -> None:
    said = {"subject": "Không có tệp này", "files": [{"id": 999_999}]}
    assert program.post("/documents/incoming", said, "khoa-0001").status_code == 422
    assert not KeptAnswer.objects.exists()
    assert program.post("/documents/incoming", body(program), "khoa-0001").status_code == 201


def test_somebody_else_s_file_cannot_be_sent_along(world: World, program: Program) -> None:
    foreign = world.file()
    answer = program.post("/documents/incoming", {"subject": "Lấy trộm", "files": [{"id": foreign.pk}]})
    assert answer.status_code == 422
    assert not IncomingDocument.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": ""}, "body.subject"),
        ({"subject": "a\x00b"}, "body.subject"),
        ({"urgency": 9}, "body.urgency"),
        ({"files": []}, "body.files"),
        ({"unknown": 1}, "body.unknown"),
        ({"issued_on": "hôm qua"}, "body.issued_on"),
    ],
)
def test_what_is_wrong_is_named(program: Program, change: dict[str, Any], field: str) -> None:
    answer = program.post("/documents/incoming", body(program, **change))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith(field), answer.json()


def test_a_dangerous_or_empty_file_is_refused(program: Program) -> None:
    assert program.upload(b"").status_code == 422
    answer = program.upload(b"MZ\x90\x00" + b"\x00" * 200, "hoa-don.pdf")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_body_that_is_too_large_is_not_read(program: Program, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = program.post("/documents/incoming", {"subject": "a" * 2000, "files": [{"id": 1}]})
    assert (answer.status_code, answer.json()["code"]) == (413, "large")


def test_an_agency_is_found_by_name_and_by_either_code(world: World, program: Program) -> None:
    for scheme, code in (("qd20", "H19.10.5"), ("qcvn102", "000.10.05.H19")):
        AgencyCode.objects.create(agency=world.department, scheme=scheme, code=code, valid_from="2025-07-01")
    for q in ("Sở Xây", "SXD", "h19.10", "000.10"):
        [row] = program.get("/directory/agencies", {"q": q}).json()["items"]
        assert row["id"] == world.department.pk
        assert {one["code"] for one in row["codes"]} == {"H19.10.5", "000.10.05.H19"}
    meaning = program.get("/directory/codes/H19.10.5").json()
    assert [one["id"] for one in meaning["current"]] == [world.department.pk]
    assert program.get("/directory/codes/X1").status_code == 404
    assert program.get(f"/directory/agencies/{world.department.pk}").status_code == 200


def test_health_needs_no_token(client: Any) -> None:
    assert client.get("/api/v1/health").json()["status"] == "ok"


def test_outgoing_documents_are_listed(world: World, program: Program) -> None:
    assert program.get("/documents/outgoing").json() == {"items": [], "next": None}
    assert program.get("/documents/outgoing/1").status_code == 404
    assert UnitFactory()
