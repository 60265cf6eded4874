"""Looking for an agency among 120,000 in the far side's directory: is it there in a twentieth of a second?

The directory is taken over by the real synchronisation, in portions, from a far side that tells believable
names: thirty-six offices of every commune. Then it is asked by code, by beginnings of codes, by names
with marks and without, by beginnings of words, by expired codes; the whole answer is timed, with its rank
and its heirs. A second synchronisation of 200 changes shows that only they are written.

    make bench NAME=partners ARGS="--size 5000"
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.pg import Cluster

from tests.bench.harness import Bench, environment, migrated, percentile

SIZE = 120_000
ASKED = 200
CHANGES = 200
GOALS = ("pg_p95<=50", "sqlite_p95<=50", "pg_changed<=200", "sqlite_changed<=200")
OFFICES = [
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
    "Ban Chỉ huy Quân sự",
    "Công an",
    "Trạm Y tế",
    "Trường Mầm non",
    "Trường Tiểu học",
    "Trường Trung học cơ sở",
    "Trường Trung học phổ thông",
    "Đảng ủy",
    "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Hội Nông dân",
    "Hội Liên hiệp Phụ nữ",
    "Đoàn TNCS Hồ Chí Minh",
    "Hội Cựu chiến binh",
    "Ban Quản lý dự án",
    "Chi cục Thuế khu vực",
    "Thi hành án dân sự khu vực",
    "Kho bạc Nhà nước khu vực",
    "Bảo hiểm xã hội khu vực",
    "Đội Quản lý thị trường",
    "Hạt Kiểm lâm",
    "Trạm Thú y",
    "Trạm Khuyến nông",
    "Hợp tác xã Nông nghiệp",
    "Ban Tiếp công dân",
    "Nhà văn hóa",
    "Thư viện",
    "Trung tâm Dịch vụ tổng hợp",
    "Quỹ Tín dụng nhân dân",
    "Công ty Cấp nước",
]
PROVINCES = [
    "tỉnh An Giang",
    "tỉnh Bắc Ninh",
    "tỉnh Cà Mau",
    "thành phố Cần Thơ",
    "tỉnh Cao Bằng",
    "thành phố Đà Nẵng",
    "tỉnh Đắk Lắk",
    "tỉnh Điện Biên",
    "thành phố Đồng Nai",
    "tỉnh Đồng Tháp",
    "tỉnh Gia Lai",
    "thành phố Hà Nội",
    "tỉnh Hà Tĩnh",
    "thành phố Hải Phòng",
    "thành phố Hồ Chí Minh",
    "thành phố Huế",
    "tỉnh Hưng Yên",
    "tỉnh Khánh Hòa",
    "tỉnh Lai Châu",
    "tỉnh Lâm Đồng",
    "tỉnh Lạng Sơn",
    "tỉnh Lào Cai",
    "tỉnh Nghệ An",
    "tỉnh Ninh Bình",
    "tỉnh Phú Thọ",
    "tỉnh Quảng Ngãi",
    "tỉnh Quảng Ninh",
    "tỉnh Quảng Trị",
    "tỉnh Sơn La",
    "tỉnh Tây Ninh",
    "tỉnh Thái Nguyên",
    "tỉnh Thanh Hóa",
    "tỉnh Tuyên Quang",
    "tỉnh Vĩnh Long",
]
CHANGED: list[Any] = []


class Directory:
    """A far side that tells a directory and nothing else."""

    def __init__(self, facts: Any) -> None:
        self.size = int(facts.options["size"])

    def directory(self, since: str = "") -> Iterator[Any]:
        """Yield all agencies, or after a version what changed."""
        if since:
            yield from CHANGED
            return
        yield from told(self.size)

    def close(self) -> None:
        """Nothing is kept open."""


def open_directory(facts: Any) -> Directory:
    """Return the channel."""
    return Directory(facts)


def told(size: int) -> Iterator[Any]:
    """Yield believable agencies, always the same ones; every fortieth has expired and names its heir."""
    from congvu.interchange.channels.base import Partner

    places = _places()
    for number in range(size):
        place, office = places[number // len(OFFICES) % len(places)], OFFICES[number % len(OFFICES)]
        code = f"H{1 + number // len(OFFICES) % 63:02}.{number // len(OFFICES)}.{number % len(OFFICES)}"
        gone = number % 40 == 39
        yield Partner(
            code,
            f"{office} {place}",
            old_code=f"{number % 1000:03}.{number // 1000 % 100:02}.{number % 97:02}.{code[:3]}",
            version=str(number + 1),
            deleted=gone,
            successor=code.rpartition(".")[0] + ".0" if gone else "",
        )


def _places() -> list[str]:
    """Return communes of thirty-four provinces: real names of communes, each in every province."""
    import congvu.directory as room

    data = Path(room.__file__).parent / "data" / "territories" / "2026-04-30-dong-nai.json"
    found = json.loads(data.read_text(encoding="utf-8"))["changes"][1:]
    return [f"{one['name']}, {province}" for one in found for province in PROVINCES]


def questions(size: int) -> dict[str, list[str]]:
    """Return what is asked of each kind, always the same."""
    from congvu.common.text import fold

    chance = random.Random(20)
    rows = [one for number, one in enumerate(told(size)) if number % max(1, size // 3000) == 0]
    asked: dict[str, list[str]] = {}
    for _ in range(ASKED):
        one = chance.choice(rows)
        words = one.name.split()
        tail = words[-chance.randrange(2, 5) :]
        asked.setdefault("code", []).append(one.code)
        asked.setdefault("old", []).append(one.old_code)
        asked.setdefault("code_start", []).append(one.code[: chance.randrange(3, 7)])
        asked.setdefault("accented", []).append(" ".join(tail))
        asked.setdefault("plain", []).append(fold(one.name))
        asked.setdefault("word_start", []).append(fold(" ".join(tail))[:-1])
        asked.setdefault("common", []).append(" ".join(words[: chance.randrange(1, 4)]))
    return asked


def measure(url: str, data: str, size: int) -> dict[str, float]:
    """Take over the directory in a database, ask, take over changes; return the figures."""
    os.environ.update(environment(url, data))
    migrated()
    from django.db import connection as database
    from django.utils import timezone

    from congvu.directory.models import Agency
    from congvu.interchange.channels import registry
    from congvu.interchange.models import Connection
    from congvu.interchange.queries.partners import partners_matching
    from congvu.interchange.services import sync_directory

    registry.register("bench", "Danh bạ lớn", f"{__name__}:open_directory")
    agency = Agency.objects.create(key="bench", name="Ủy ban nhân dân xã")
    one = Connection.objects.create(
        name="Trục", agency=agency, kind="bench", options={"size": str(size)}, active=True,
        updated_at=timezone.now(),
    )  # fmt: skip
    began = time.perf_counter()
    written = sync_directory(one)
    figures = {"rows": float(written), "first_s": time.perf_counter() - began}
    with database.cursor() as cursor:
        cursor.execute(
            "VACUUM (ANALYZE) interchange_partner" if database.vendor == "postgresql" else "ANALYZE"
        )
    spent: list[float] = []
    for kind, texts in questions(size).items():
        times, hits = [], 0
        partners_matching(texts[0], [one.pk])
        for text in texts:
            began = time.perf_counter()
            hits += bool(partners_matching(text, [one.pk]))
            times.append(time.perf_counter() - began)
        if hits < len(texts):
            raise RuntimeError(f"{kind}: {hits} of {len(texts)} questions were answered")
        figures[kind] = percentile(times, 95) * 1000
        spent += times
    figures["p95"], figures["most"] = percentile(spent, 95) * 1000, max(spent) * 1000
    CHANGED[:] = _changed(size)
    one.refresh_from_db()
    began = time.perf_counter()
    figures["changed"] = float(sync_directory(one))
    figures["changes_s"] = time.perf_counter() - began
    return figures


def _changed(size: int) -> list[Any]:
    from dataclasses import replace

    rows = [one for number, one in enumerate(told(size)) if number % max(1, size // CHANGES) == 0][:CHANGES]
    return [replace(one, name=f"{one.name} mới", version=str(size + n)) for n, one in enumerate(rows, 1)]


def main() -> int:
    """Measure both databases and hold the figures against the goals."""
    import multiprocessing

    reading = argparse.ArgumentParser()
    reading.add_argument("--size", type=int, default=SIZE)
    size = reading.parse_args().size
    bench = Bench("partners", GOALS)
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as data, Cluster(durable=True) as cluster:
        places = {"sqlite": f"sqlite:///{Path(data) / 'partners.sqlite3'}", "pg": cluster.url()}
        for name, url in places.items():
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                found = pool.apply(measure, (url, data, size))
            bench.note(**{f"{name}_{key}": value for key, value in found.items()})
    return bench.finish()


if __name__ == "__main__":
    sys.exit(main())
