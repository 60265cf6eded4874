"""Search over a hundred thousand and a million documents: is the first page there in a tenth of a second?

The documents lie in a hundred communes, each with lines to its units; subjects are put together from the
words of offices, so that some words are in every tenth document and others in a handful. A specialist (who
sees the unit's documents) and a leader (who sees the agency's) ask with marks, without, with the beginning
of a word, and by number; what is timed is the whole search: index, rights, cards, ranking.

    make bench NAME=search ARGS="--sizes 5000,20000 --sqlite 2000 --communes 10"
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from tools.pg import Cluster

from tests.bench import bulk, one_stop
from tests.bench.harness import Bench, environment, migrated, percentile

SIZES = (100_000, 1_000_000)
SQLITE = 100_000
ASKED = 150
PHRASES = 20_000
GOALS = (
    "accented_p95<=100", "unaccented_p95<=100", "prefix_p95<=100", "growth<=3", "sqlite_p95<=100",
)  # fmt: skip


def _words(text: str) -> list[str]:
    """Return the entries of a text that keeps them apart by strokes."""
    return [entry.strip() for entry in text.split("|")]


OPENINGS = _words(
    "Về việc|V/v|Báo cáo|Kế hoạch|Thông báo|Hướng dẫn|Đề nghị|Tờ trình về|Kết luận về|Triển khai"
)
VERBS = _words(
    """thực hiện|tăng cường|rà soát|kiểm tra|đẩy mạnh|tổ chức|phối hợp|điều chỉnh|bổ sung|thẩm định|
    công khai|xử lý|giải quyết|lấy ý kiến|phê duyệt|chấn chỉnh|đôn đốc|sơ kết|tổng kết|thống kê"""
)
OBJECTS = _words(
    """công tác cải cách hành chính|quy hoạch sử dụng đất|phòng chống thiên tai|an toàn thực phẩm|
    chuyển đổi số|giải ngân vốn đầu tư công|xây dựng nông thôn mới|phòng cháy chữa cháy|bảo hiểm y tế|
    trật tự xây dựng|vệ sinh môi trường|giảm nghèo bền vững|tiêm chủng mở rộng|tuyển quân|thủy lợi|
    cấp giấy chứng nhận quyền sử dụng đất|hộ tịch và chứng thực|thi đua khen thưởng|tiếp công dân|
    khiếu nại tố cáo|lưu trữ hồ sơ|phổ biến giáo dục pháp luật|quản lý di tích lịch sử|an toàn giao thông|
    dịch tả lợn châu Phi"""
)
PLACES = _words(
    """trên địa bàn xã|năm 2026|quý IV|6 tháng đầu năm|ấp Trà Cổ|khu phố 3|tuyến đường 30 tháng 4|
    hồ Sông Mây|cụm công nghiệp Hố Nai|trường tiểu học Quang Trung|chợ Trảng Bom|suối Đá|ấp Tân Thành|
    hồ Trị An"""
)


def phrases() -> Iterator[tuple[int, str]]:
    """Yield numbered subjects, always the same ones."""
    chance = random.Random(189)
    for number in range(PHRASES):
        parts = (chance.choice(OPENINGS), chance.choice(VERBS), chance.choice(OBJECTS), chance.choice(PLACES))
        yield number, f"{' '.join(parts)} ({chance.randrange(1, 4000)})"


def questions(kind: str, seed: int) -> list[str]:
    """Return what is asked: two to four words that stand together in some subject."""
    from congvu.common.text import fold

    chance = random.Random(seed)
    asked = []
    for _ in range(ASKED):
        words = f"{chance.choice(VERBS)} {chance.choice(OBJECTS)}".split()
        start = chance.randrange(0, len(words) - 2)
        picked = words[start : start + chance.randrange(2, 5)]
        if kind != "accented":
            picked = [fold(word) for word in picked]
        if kind == "prefix":
            picked[-1] = picked[-1][: max(1, len(picked[-1]) - chance.randrange(1, 3))]
        asked.append(f"{chance.randrange(1, 900)}/UBND-VX" if kind == "number" else " ".join(picked))
    return asked


# -- the documents ------------------------------------------------------------------------------------


def fill(documents: int, communes: int) -> float:
    """Load documents with two lines each; return the seconds it took."""
    from django.db import connection

    from congvu.documents.models import IncomingDocument, Line

    started = time.perf_counter()
    one_stop.lay(communes)
    document = _template(IncomingDocument, _document())
    line = _template(Line, Line(document_id=document["id"], **_line()))
    postgresql = connection.vendor == "postgresql"
    tables = ["documents_incomingdocument", "documents_line"]
    with connection.cursor() as cursor:
        _helpers(cursor, communes)
        with bulk.suspended(tables) if postgresql else nullcontext():
            series = _series(documents, postgresql=postgresql)
            cursor.execute(_insert("documents_incomingdocument", document, _DOCUMENT, series))
            for unit in ("office", "one_stop"):
                columns = _LINE | {"unit_id": f"p.{unit}"}
                source = (
                    "documents_incomingdocument d JOIN bench_place p ON p.agency = d.agency_id WHERE d.id > 1"
                )
                cursor.execute(_insert("documents_line", line, columns, source))
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table}" if postgresql else f"ANALYZE {table}")
    return time.perf_counter() - started


_DOCUMENT = {
    "agency_id": "p.agency",
    "subject": "s.subject",
    "number": "CAST(g.n % 899 + 1 AS varchar(20))",
    "number_int": "g.n % 899 + 1",
    "code": "CAST(g.n % 899 + 1 AS varchar(20)) || '/UBND-VX'",
    "code_key": "CAST(g.n % 899 + 1 AS varchar(20)) || '/ubnd-vx'",
    "search_text": "s.words || ' ' || CAST(g.n % 899 + 1 AS varchar(20)) || ' ubnd vx zag' || p.agency "
    "|| ' zun' || p.office || ' zun' || p.one_stop",
}
_LINE = {"document_id": "d.id", "agency_id": "d.agency_id"}


def _document() -> Any:
    from django.utils import timezone

    from congvu.directory.models import Agency
    from congvu.documents.models import IncomingDocument

    now = timezone.now()
    return IncomingDocument(
        agency=Agency.objects.get(key="bench-0"),
        origin="paper",
        kind_name="Công văn",
        notation="UBND-VX",
        issuer_name="Ủy ban nhân dân thành phố Đồng Nai",
        issued_on=now.date(),
        subject="mẫu",
        arrived_at=now,
        arrived_on=now.date(),
        updated_at=now,
    )


def _line() -> dict[str, Any]:
    from django.utils import timezone

    from congvu.directory.models import Agency, Unit

    agency = Agency.objects.get(key="bench-0")
    unit = Unit.objects.filter(agency=agency).first()
    now = timezone.now()
    return {
        "agency": agency, "unit": unit, "name": "Văn phòng", "role": "lead", "sent_at": now, "order_at": now,
    }  # fmt: skip


def _template(model: Any, row: Any) -> dict[str, Any]:
    """Write one row and return its columns with their values: all others are made like it."""
    row.save()
    return {field.column: field.name for field in model._meta.concrete_fields} | {"id": row.pk}


def _insert(table: str, template: dict[str, Any], own: dict[str, str], source: str) -> str:
    columns = [name for name in template if name != "id"]
    values = [own.get(name, f"t.{name}") for name in columns]
    where = " AND " if " WHERE " in source else " WHERE "
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
        f"FROM {table} t CROSS JOIN {source}{where}t.id = {template['id']}"
    )


def _series(documents: int, *, postgresql: bool) -> str:
    numbers = (
        f"generate_series(1, {documents}) AS g(n)"
        if postgresql
        else "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c "
        f"WHERE n < {documents}) SELECT n FROM c) g"
    )
    return (
        f"{numbers} JOIN bench_place p ON p.no = g.n % (SELECT count(*) FROM bench_place) "
        f"JOIN bench_phrase s ON s.no = (g.n % {PHRASES} * 7919) % {PHRASES}"  # within 32 bits
    )


def _helpers(cursor: Any, communes: int) -> None:
    from congvu.directory.models import Agency, Unit
    from congvu.documents.queries.text_search import indexed

    cursor.execute("CREATE TABLE bench_phrase (no bigint PRIMARY KEY, subject text, words text)")
    rows = [(number, text, indexed(text)) for number, text in phrases()]
    cursor.executemany("INSERT INTO bench_phrase VALUES (%s, %s, %s)", rows)
    cursor.execute(
        "CREATE TABLE bench_place (no bigint PRIMARY KEY, agency bigint, one_stop bigint, office bigint)"
    )
    agencies = {agency.key: agency.pk for agency in Agency.objects.filter(key__startswith="bench-")}
    units = {(unit.agency_id, unit.is_one_stop): unit.pk for unit in Unit.objects.all()}
    for number in range(communes):
        agency = agencies[f"bench-{number}"]
        place = (number, agency, units[agency, True], units[agency, False])
        cursor.execute("INSERT INTO bench_place VALUES (%s, %s, %s, %s)", place)


# -- the questions ------------------------------------------------------------------------------------


def ask() -> dict[str, list[float]]:
    """Return the seconds of every question by its kind, the officers in turns."""
    from congvu.search.queries import find

    officers = [one_stop.actor("specialist", 0), one_stop.actor("leader", 1)]
    found: dict[str, list[float]] = {}
    for kind in ("accented", "unaccented", "prefix", "number"):
        hits = 0
        for number, text in enumerate(questions(kind, 7)):
            started = time.perf_counter()
            hits += len(find(officers[number % 2], text).hits)
            found.setdefault(kind, []).append(time.perf_counter() - started)
        if hits < (ASKED if kind != "number" else 1):
            raise RuntimeError(f"{kind}: only {hits} hits")
    return found


def p95(seconds: dict[str, list[float]], kinds: tuple[str, ...] = ()) -> float:
    """Return the 95th percentile in milliseconds, of some kinds or of all."""
    return percentile([value for kind in kinds or tuple(seconds) for value in seconds[kind]], 95) * 1000


def _asked(url: str, data: str, size: int, communes: int) -> Callable[[], dict[str, list[float]]]:
    """Load a database in this process, and return how to ask it."""
    os.environ.update(environment(url, data))
    migrated()
    print(f"  {size} documents loaded in {fill(size, communes):.0f} s", flush=True)
    ask()
    return ask


@contextmanager
def _apart() -> Iterator[Any]:
    """Run what is given in a process of its own: Django is set up once for one database."""
    import multiprocessing

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        yield lambda *work: pool.apply(_work, work)


def _work(url: str, data: str, size: int, communes: int) -> dict[str, list[float]]:
    return _asked(url, data, size, communes)()


def main() -> int:
    """Load the sizes, ask, and hold the figures against the goals."""
    reading = argparse.ArgumentParser()
    reading.add_argument("--sizes", default=",".join(map(str, SIZES)))
    reading.add_argument("--sqlite", type=int, default=SQLITE)
    reading.add_argument("--communes", type=int, default=100)
    given = reading.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    bench = Bench("search", GOALS)
    seen: dict[int, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as data, Cluster(durable=True) as cluster:
        for size in sizes:
            cluster.sql(f"CREATE DATABASE congvu_{size}", "postgres")
            with _apart() as run:
                seen[size] = run(cluster.url(f"congvu_{size}"), data, size, given.communes)
            bench.note(size=size, p95=p95(seen[size]))
        with _apart() as run:
            small = run(f"sqlite:///{Path(data) / 'search.sqlite3'}", data, given.sqlite, given.communes)
    largest = seen[sizes[-1]]
    bench.note(**{f"{kind}_p95": p95(largest, (kind,)) for kind in largest})
    bench.note(growth=p95(largest) / p95(seen[sizes[0]]), sqlite_p95=p95(small))
    return bench.finish()


if __name__ == "__main__":
    sys.exit(main())
