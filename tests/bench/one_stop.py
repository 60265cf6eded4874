"""The world of the one-stop benches: agencies with people, a procedure and its process, on PostgreSQL."""

import random
from collections.abc import Callable
from functools import cache
from typing import Any

from tests.bench.rows import Raw, insert_like, row_of, update_like


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
    about = {"day": Raw("'1999-01-01'"), "seq": Raw(":seq::int"), "subject_pk": Raw(":dossier")}
    return [HEAD.format(day=day), like("audit_event", pk, **about)]


@cache
def places() -> dict[str, tuple[int, int]]:
    """Return the keys that the two clients do not share: agency, its two units, its clerk."""
    first, second = (actor("clerk", number) for number in (0, 1))
    return {
        "agency": (first.agency_id, second.agency_id),
        "one_stop": (first.unit_id, second.unit_id),
        "office": (actor("specialist", 0).unit_id, actor("specialist", 1).unit_id),
        "clerk": (first.officer_id, second.officer_id),
    }


def own(row: dict[str, Any], which: Callable[[str], str] = ":{}".format) -> dict[str, Any]:
    """Return the columns of a row that are another's for another client, as SQL.

    Args:
        row: a row of either client.
        which: turns a name of `places` into SQL; pgbench's variables unless told.
    """
    units = {unit: name for name in ("one_stop", "office") for unit in places()[name]}
    found = {}
    for column, value in row.items():
        if value is not None and column.endswith("agency_id"):
            found[column] = Raw(which("agency"))
        elif value is not None and column == "unit_id":
            found[column] = Raw(which(units[value]))
        elif value is not None and column in {"officer_id", "created_by_id", "done_by_id"}:
            found[column] = Raw(which("clerk"))
        elif column == "holder":
            unit, role = str(value).removeprefix("u").split(":")
            found[column] = Raw(f"'u' || ({which(units[int(unit)])}) || chr(58) || '{role}'")
    return found


def like(table: str, pk: int, *, returning: str = "", **changes: Any) -> str:
    """Return an INSERT that writes the row `pk` once more, as the client's own."""
    return insert_like(table, pk, returning=returning, **(own(row_of(table, pk)) | changes))


def changed_like(table: str, pk: int, columns: list[str], where: str, **changes: Any) -> str:
    """Return an UPDATE that sets `columns` to what the row `pk` holds, as the client's own."""
    mine = {name: value for name, value in own(row_of(table, pk)).items() if name in columns}
    return update_like(table, pk, columns, where, **(mine | changes))


def varied(text: str, number: str, variable: str) -> Raw:
    """Return `text` as SQL with the value of a variable where `number` stands: no two rows are alike."""
    before, after = text.split(number, 1)
    return Raw(f"'{before}' || {variable} || '{after}'")


def clients() -> list[str]:
    """Return the lines that give each of two clients its own agency, units and clerk."""
    numbers = places().items()
    return [
        *(f"\\set {name} :client_id * ({second} - {first}) + {first}" for name, (first, second) in numbers),
        "\\set n random(100000000000, 999999999999)",
    ]


def repeated(job: Callable[[], object], times: int = 20) -> Callable[[], int]:
    """Return a function that does a job some times in this process and tells how often it did."""

    def act() -> int:
        for _ in range(times):
            job()
        return times

    return act
