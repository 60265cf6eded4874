"""The world of the one-stop benches: agencies with people, a procedure and its process, on PostgreSQL."""

import random
from typing import Any

from tests.bench.rows import Raw, insert_like


def lay(agencies: int) -> None:
    """Make `agencies` communes, each with a clerk, a specialist, a leader and a registry officer."""
    from congvu.directory.models import AgencyCode
    from congvu.directory.tests.factories import AgencyFactory, UnitFactory, make_actor
    from congvu.dossiers.tests.world import bind, build

    build()
    for number in range(agencies):
        agency = AgencyFactory(key=f"bench-{number}", name=f"Ủy ban nhân dân xã Số {number}")
        AgencyCode.objects.create(
            agency=agency, scheme="qd20", code=f"H19.99.{number:05d}", valid_from="2025-07-01"
        )
        one_stop = UnitFactory(agency=agency, one_stop=True)
        office = UnitFactory(agency=agency, name="Văn phòng HĐND và UBND")
        bind(agency, clerk=one_stop, specialist=office, leader=office, registry=office)
        make_actor("clerk", unit=one_stop, username=f"bench-clerk-{number}")
        for role in ("specialist", "leader", "registry"):
            make_actor(role, unit=office, username=f"bench-{role}-{number}")


def actor(role: str, number: int) -> Any:
    """Return the officer with `role` of the commune `number`."""
    from congvu.directory.models import Officer
    from congvu.directory.queries import actor_for

    return actor_for(Officer.objects.get(username=f"bench-{role}-{number}"))


def intake() -> Any:
    """Return an intake of a new applicant with two papers and a fee."""
    from uuid import uuid4

    from congvu.dossiers.messages import Charge, Intake, Paper, Person
    from congvu.procedures.models import ProcedureVersion

    if not _version:
        _version.append(ProcedureVersion.objects.get(procedure__code="1.001193").pk)
    number = f"0751{random.randrange(10**8):08d}"
    return Intake(
        request_key=uuid4(),
        version_id=_version[0],
        case_no=1,
        channel="1",
        owner=Person("Trần Thị Bưởi", "cccd", number, address="12 đường 30/4, Trảng Bom", phone="0912345678"),
        papers=(Paper("Giấy chứng sinh"), Paper("Giấy đăng ký kết hôn", "copy")),
        charges=(Charge("Lệ phí", 8000, 2, paid=True, receipt_no="BL-1"),),
    )


_version: list[int] = []

COUNTER = """
INSERT INTO registers_counter (agency_id, register, period, kind, value)
VALUES (:agency, 'pgbench', '1', '', 1)
ON CONFLICT (agency_id, register, period, kind) DO UPDATE SET value = registers_counter.value + EXCLUDED.value
RETURNING value AS taken \\gset
"""
HEAD = """
UPDATE audit_chainhead SET seq = seq + 1, before = hash,
hash = encode(sha256(convert_to(hash || 'x', 'UTF8')), 'hex')
WHERE agency_id = :agency AND day = '{day}' RETURNING seq AS seq \\gset
"""


def event(pk: int, day: str) -> list[str]:
    """Return the statements that append an event like `pk` to the chain of the client's agency."""
    return [
        HEAD.format(day=day),
        insert_like(
            "audit_event", pk, agency_id=Raw(":agency"), day=Raw("'1999-01-01'"), seq=Raw(":seq::int")
        ),
    ]


def clients(first: int, second: int) -> list[str]:
    """Return the lines that give client 0 the agency `first` and client 1 the agency `second`."""
    return [
        f"\\set agency :client_id * ({second} - {first}) + {first}",
        "\\set n random(1, 1000000000000)",
    ]
