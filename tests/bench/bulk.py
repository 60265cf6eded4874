"""Many dossiers at once: believable rows straight into PostgreSQL, a million in a few minutes.

What is believable: three years of work days; names by their frequency; about 5 % of the dossiers are open,
nearly all of them recent, spread over steps, officers, queues and urgency groups; finished ones have all
their steps, papers, fees, participants and events; the search text is what the services write. Measured
officers (those of the first communes) have as much waiting at every size, because what one person can do in
a week does not grow with the archive. The journal's rows have their size, not a chain that verifies.

Indexes and foreign keys are taken away while rows are written and made anew (and thereby checked) after.
"""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.bench import one_stop
from tests.bench.bulk_sql import EVENTS, FUNCTIONS, LOADED, ROWS, TABLES

COMMUNES = 100
MEASURED = 8
WAITING = 60
DATA = Path(__file__).resolve().parents[2] / "src" / "congvu"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was loaded: how many dossiers, the first key, seconds taken."""

    dossiers: int
    first: int
    seconds: float


def fill(
    dossiers: int, *, communes: int = COMMUNES, measured: int = MEASURED, waiting: int = WAITING
) -> Filled:
    """Load `dossiers` dossiers over `communes` communes; each size needs a database of its own.

    Args:
        dossiers: how many; at least `communes * waiting`, so that every commune has enough of its own.
        communes: agencies with a clerk, a specialist, a leader, a registry officer and a colleague each.
        measured: in the first so many communes the specialist has exactly `waiting` open steps, and all
            other open ones are the colleague's.
        waiting: open steps of a measured specialist.
    """
    from django.db import connection

    if dossiers < communes * waiting:
        raise ValueError(f"{dossiers} dossiers are too few for {communes} communes")
    started = time.perf_counter()
    one_stop.lay(communes)
    _lay_places(communes)
    _lay_kinds()
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        cursor.execute(_names_sql())
        cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM dossiers_dossier")
        first = cursor.fetchone()[0]
    values: dict[str, Any] = {
        "n": dossiers,
        "first": first,
        "communes": communes,
        "measured": measured,
        "waiting": waiting,
    }
    values |= _letters()
    with suspended(LOADED):
        for together in ROWS:
            _at_once([text.format(**values, **part) for text in together for part in _halves(dossiers)])
        _at_once([text.format(**values, **part) for text in EVENTS for part in _halves(dossiers)])
    _run([f"DROP TABLE {', '.join(TABLES)}", "DROP FUNCTION bench_pick", *_sequences()])
    _run([f"VACUUM (ANALYZE) {table}" for table in LOADED])
    return Filled(dossiers, first, time.perf_counter() - started)


def _halves(dossiers: int) -> list[dict[str, int]]:
    return [{"low": 0, "high": dossiers // 2}, {"low": dossiers // 2, "high": dossiers}]


def _lay_places(communes: int) -> None:
    """Write where dossiers are received and who works there, and a colleague in every office."""
    from django.db import connection

    from congvu.directory.models import Agency, AgencyCode, Officer, Post, Unit
    from congvu.directory.tests.factories import PostFactory

    agencies = {a.key: a for a in Agency.objects.filter(key__startswith="bench-")}
    codes = dict(AgencyCode.objects.filter(scheme="qd20").values_list("agency_id", "code"))
    units = {(u.agency_id, u.is_one_stop): u for u in Unit.objects.filter(agency__in=agencies.values())}
    posts = dict(
        Post.objects.filter(agency__in=agencies.values()).values_list("officer__username", "officer_id")
    )
    rows = []
    for number in range(communes):
        agency = agencies[f"bench-{number}"]
        office = units[agency.pk, False]
        colleague = PostFactory(
            unit=office, officer__username=f"bench-colleague-{number}", roles=["specialist"]
        ).officer_id
        own = [posts[f"bench-{role}-{number}"] for role in ("clerk", "specialist", "leader", "registry")]
        units_ = [units[agency.pk, True].pk, office.pk]
        rows.append((number, agency.pk, codes[agency.pk], *units_, *own, colleague))
    names = dict(Officer.objects.filter(username__startswith="bench-").values_list("pk", "full_name"))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_place (no int PRIMARY KEY, agency bigint, code text, "
            "one_stop bigint, office bigint, clerk bigint, specialist bigint, leader bigint, "
            "registry bigint, colleague bigint, "
            "clerk_name text, specialist_name text, leader_name text)"
        )
        for row in rows:
            said = [names[row[5]], names[row[6]], names[row[7]]]
            cursor.execute(f"INSERT INTO bench_place VALUES ({', '.join(['%s'] * 13)})", [*row, *said])


def _lay_kinds() -> None:
    """Publish a score of real procedures, and write by what share they are asked for."""
    from django.db import connection

    from congvu.common.text import fold
    from congvu.procedures.models import Case, Procedure
    from congvu.procedures.tests.factories import FieldFactory, ProcedureFactory, VersionFactory
    from congvu.workflow.models import ProcessVersion

    known = set(Procedure.objects.values_list("code", flat=True))
    for path in sorted((DATA / "procedures" / "data" / "sample").glob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))["procedure"]
        if said["code"] not in known:
            field = FieldFactory(name=said["field"])
            VersionFactory(procedure=ProcedureFactory(code=said["code"], name=said["name"], field=field))
    process = ProcessVersion.objects.get(process__code="1.001193").pk
    cases = Case.objects.select_related("version__procedure").order_by("version__procedure__code")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_kind (no int PRIMARY KEY, version bigint, kase bigint, process bigint, "
            "code text, name text, folded text)"
        )
        no = 0
        for rank, case in enumerate(cases, start=1):
            procedure = case.version.procedure
            folded = fold(f"{procedure.code} {procedure.name[:200]}").replace(".", " ")
            for _ in range(max(1, 60 // rank)):  # a few procedures are most of the work
                row = [no, case.version_id, case.pk, process, procedure.code, procedure.name, folded]
                cursor.execute("INSERT INTO bench_kind VALUES (%s, %s, %s, %s, %s, %s, %s)", row)
                no += 1


def _letters() -> dict[str, str]:
    """Return the accented letters of names, and the plain ones they are searched by."""
    from congvu.common.text import fold

    text = (DATA / "directory" / "data" / "names.json").read_text(encoding="utf-8")
    accented = sorted({letter for letter in text if not letter.isascii()})
    return {"accents": "".join(accented), "plain": "".join(map(fold, accented))}


def _names_sql() -> str:
    """Return the table of name parts, as written and as folded for search."""
    from congvu.common.text import fold

    parts = json.loads((DATA / "directory" / "data" / "names.json").read_text(encoding="utf-8"))
    rows = []
    for kind, names in (
        ("s", parts["surnames"]),
        ("wm", parts["women"]["middle"]), ("wg", parts["women"]["given"]),
        ("mm", parts["men"]["middle"]), ("mg", parts["men"]["given"]),
    ):  # fmt: skip
        written, folded = (", ".join(f"'{name}'" for name in some) for some in (names, map(fold, names)))
        rows.append(f"('{kind}', ARRAY[{written}], ARRAY[{folded}], {len(names)})")
    table = "CREATE TABLE bench_name (kind text PRIMARY KEY, written text[], folded text[], many int)"
    return f"{table}; INSERT INTO bench_name VALUES {', '.join(rows)}"


# -- running ------------------------------------------------------------------------------------------


def _connect() -> "psycopg.Connection[Any]":
    from django.db import connection

    wanted = ("host", "port", "user", "password", "dbname")
    given = connection.get_connection_params()
    return psycopg.connect(**{name: given[name] for name in wanted if given.get(name)}, autocommit=True)


def _run(statements: Sequence[str]) -> None:
    with _connect() as connection:
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute("SET work_mem = '128MB'")
        connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def _at_once(statements: Sequence[str], hands: int = 2) -> None:
    """Run statements that need not wait for each other over `hands` connections."""
    waiting, errors = list(reversed(statements)), []

    def work() -> None:
        try:
            while waiting and not errors:
                _run([waiting.pop()])
        except (psycopg.Error, IndexError) as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


@contextmanager
def suspended(tables: Sequence[str]) -> Iterator[None]:
    """Take indexes and foreign keys of `tables` away, and make them anew afterwards (which checks them)."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        cursor.execute(_KEYS, [list(tables)])
        keys = cursor.fetchall()
        for table, name, _made in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for table, name, _made, constraint in indexes:
            gone = f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' if constraint else f'DROP INDEX "{name}"'
            cursor.execute(gone)
    yield
    # The words of a million dossiers take longest: they are sorted first.
    indexes.sort(key=lambda row: ("USING gin" not in row[2], row[0]))
    _at_once(
        [
            f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {constraint}' if constraint else made
            for table, name, made, constraint in indexes
        ]
    )
    _run([f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}' for table, name, made in keys])


_INDEXES = """
SELECT t.relname, i.relname, pg_get_indexdef(i.oid), pg_get_constraintdef(c.oid)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.contype = 'u'
WHERE t.relname = ANY(%s) AND NOT x.indisprimary
"""
_KEYS = """
SELECT t.relname, c.conname, pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
WHERE t.relname = ANY(%s) AND c.contype = 'f'
"""


def _sequences() -> list[str]:
    """Return the statements that let keys go on after those that were given by hand."""
    tables = ("dossiers_dossier", "dossiers_applicant")
    return [f"SELECT setval(pg_get_serial_sequence('{t}', 'id'), (SELECT max(id) FROM {t}))" for t in tables]
