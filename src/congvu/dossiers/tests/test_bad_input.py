"""Bad input is answered by a sentence, loses no typing and writes nothing: every case of the table, run."""

import os
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as site
from django.db import connection

from congvu.directory.queries import forget_standings
from congvu.dossiers.tests.bad_ground import Stand
from congvu.dossiers.tests.bad_input import CASES, LIVE
from congvu.dossiers.tests.world import at, build
from congvu.notify.queries import forget_counts
from congvu.ui.tests.bad_input import Case, run, table

PAGE = Path(site.ROOT) / "docs" / "conformance" / "dau-vao-xau.md"


@pytest.fixture
def stand(request, settings, tmp_path):
    live = request.node.get_closest_marker("django_db").kwargs.get("transaction")
    request.getfixturevalue("transactional_db" if live else "db")
    forget_standings()
    forget_counts()
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.FILES_MAX_BYTES = 2_000_000
    with time_machine.travel(at("2026-11-16 09:00"), tick=False) as clock:
        yield Stand(build(), clock, settings)


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case, stand: Stand) -> None:
    run(case, stand)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("case", "vendor"), [*zip(LIVE, ("sqlite", "postgresql"), strict=True)])
def test_the_database_fails_in_the_middle(case: Case, vendor: str, request: pytest.FixtureRequest) -> None:
    if connection.vendor != vendor:
        pytest.skip(f"needs {vendor}")
    run(case, request.getfixturevalue("stand"))


def test_names_are_unique_and_there_are_enough() -> None:
    names = [case.name for case in (*CASES, *LIVE)]
    assert len(names) == len(set(names)) >= 50


def page() -> str:
    """Return the table for people."""
    head = [
        "# Đầu vào xấu: từng trường hợp, câu trả lời, và những gì không đổi",
        "",
        "Bảng này sinh ra từ `src/congvu/dossiers/tests/bad_input.py`;",
        "`test_bad_input.py` chạy thật từng dòng:",
        "câu trả lời đúng từng chữ, mọi bảng được so bằng số dòng và mã băm trước và sau; đừng sửa tay.",
        "Tạo lại: `CONGVU_WRITE=1 .venv/bin/pytest src/congvu/dossiers/tests/test_bad_input.py`.",
        "",
        "Mã: mã HTTP người dùng nhận; – là gọi thẳng dịch vụ. Không trường hợp nào để lộ lỗi máy chủ;",
        "503 là câu báo có chủ ý khi cơ sở dữ liệu không phục vụ được.",
        "",
    ]
    return table((*CASES, *LIVE), head)


def test_the_page_for_people_is_up_to_date() -> None:
    if os.environ.get("CONGVU_WRITE"):
        PAGE.write_text(page(), encoding="utf-8")
    now = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    assert now == page(), (
        f"{PAGE} is stale: CONGVU_WRITE=1 pytest src/congvu/dossiers/tests/test_bad_input.py"
    )
