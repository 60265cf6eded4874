"""Bad input of documents is answered by a sentence, loses no typing, writes nothing, and burns no number."""

import os
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as site

from congvu.documents.tests.bad_files import KEPT, REFUSED
from congvu.documents.tests.bad_ground import Stand
from congvu.documents.tests.bad_incoming import ACTS, REGISTER
from congvu.documents.tests.bad_outgoing import DRAFT, SIGN
from congvu.documents.tests.paper import equip, office
from congvu.documents.tests.world import at
from congvu.notify.queries import forget_counts
from congvu.ui.tests.bad_input import Case, run, table

PAGE = Path(site.ROOT) / "docs" / "conformance" / "dau-vao-xau-van-ban.md"
CASES = (*REFUSED, *KEPT, *REGISTER, *ACTS, *DRAFT, *SIGN)


@pytest.fixture
def stand(db, settings, tmp_path, case):
    forget_counts()
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.FILES_MAX_BYTES = 2_000_000
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.SIGNING_KEYS_DIR = settings.SIGNING_DIR / "keys"
    settings.SIGNING_SECRETS_DIR = settings.SIGNING_DIR / "secrets"
    settings.SIGNING_TSA_URL, settings.SIGNING_LTV = "", False
    with time_machine.travel(at("2026-11-25 09:00"), tick=False) as clock:
        found = office()
        yield Stand(equip(found) if case in SIGN else found, clock, settings)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case, stand: Stand) -> None:
    run(case, stand)


def test_names_are_unique_and_there_are_enough() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) >= 60


def page() -> str:
    """Return the table for people."""
    head = [
        "# Đầu vào xấu của văn bản: từng trường hợp, câu trả lời, và những gì không đổi",
        "",
        "Bảng này sinh ra từ `src/congvu/documents/tests/bad_*.py`; `test_bad_input.py` chạy thật từng dòng:",
        "câu trả lời đúng từng chữ, mọi bảng được so bằng số dòng và mã băm trước và sau; đừng sửa tay.",
        "Tạo lại: `CONGVU_WRITE=1 .venv/bin/pytest src/congvu/documents/tests/test_bad_input.py`.",
        "",
        "Mã: mã HTTP người dùng nhận. Không trường hợp nào để lộ lỗi máy chủ.",
        "",
    ]
    return table(CASES, head)


def test_the_page_for_people_is_up_to_date() -> None:
    if os.environ.get("CONGVU_WRITE"):
        PAGE.write_text(page(), encoding="utf-8")
    now = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    assert now == page(), f"{PAGE} is stale: CONGVU_WRITE=1 pytest {Path(__file__).name}"
