"""Every address × every role: what each visitor gets, held against what is declared and seeded.

The table for people, docs/conformance/quyen-truy-cap.md, is made from what was really answered:
`CONGVU_WRITE=1 pytest tests/house/test_matrix.py` writes it, without the variable it must be up to date.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from congvu.directory.middleware import capability_of
from congvu.directory.permissions import CAPABILITIES, PUBLIC, SIGNED_IN
from congvu.directory.tests.factories import SEEDED_ROLES
from tests.house.matrix_samples import COLUMNS, ROLES, SAMPLES, Sample, World
from tests.house.test_urls import CLOSED, addresses

TABLE = Path(settings.ROOT) / "docs" / "conformance" / "quyen-truy-cap.md"
WORDS = {"open": "✓", "refused": "✗", "hidden": "∅", "sign-in": "→", "look": "✓ xem"}

pytestmark = pytest.mark.django_db


def _declared() -> dict[str, tuple[str, str]]:
    """Return every address that can be opened: name → route and capability."""
    found = {}
    for route, name, view in addresses(get_resolver().url_patterns):
        capability = capability_of(view, name)
        if capability is None and name.startswith(CLOSED):
            continue
        found[name] = (f"/{route}", str(capability))
    return found


ADDRESSES = _declared()


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    """Build the world and sign everybody in once; each test runs in a savepoint on top."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(world: World, django_db_blocker: Any) -> dict[str, Any]:
    """Return each visitor's cookies."""
    cookies = {}
    with django_db_blocker.unblock():
        for column in COLUMNS:
            client = Client()
            if column != "anonymous":
                client.force_login(
                    world.officer(column), "allauth.account.auth_backends.AuthenticationBackend"
                )
            cookies[column] = client.cookies
    return cookies


def verdict(response: Any) -> str:
    """Put an answer into a word; a server error is no answer."""
    assert response.status_code < 500, response.status_code
    to_sign_in = response.headers.get("Location", "").startswith(f"{reverse('account_login')}?next=")
    if response.status_code == 302 and to_sign_in:
        return "sign-in"
    return {403: "refused", 404: "hidden"}.get(response.status_code, "open")


def expected(column: str, capability: str, sample: Sample) -> str:
    """Return what the declaration, the seeded roles and the sample promise."""
    if capability == PUBLIC:
        return "hidden" if column in sample.hidden else "open"
    if column == "anonymous":
        return "sign-in"
    roles = ROLES if column == "other" else (column,)
    granted = {name for role in roles for name in SEEDED_ROLES[role]["capabilities"]}
    if capability != SIGNED_IN and capability not in granted:
        return "refused"
    if column in sample.barred:
        return "refused"
    if column in sample.hidden:
        return "hidden"
    return "look" if column in sample.shut else "open"


def observed(url: str, cookies: Any) -> str:
    """Open an address by GET and by an empty POST (by DELETE where it takes neither), and say what came."""
    words: list[str] = []
    for method in ("get", "post", "delete"):
        if method == "delete" and words:
            break
        client = Client()
        client.cookies = cookies.copy()
        with transaction.atomic():
            response = getattr(client, method)(url)
            transaction.set_rollback(True)
        if response.status_code != 405:
            words.append(verdict(response))
    if words == ["open", "refused"]:
        return "look"
    if words == ["open", "hidden"]:  # an empty post names nothing: it is seen, and the post led nowhere
        return "open"
    assert len(set(words)) == 1, f"GET and POST differ: {words}"
    return words[0]


_rows: dict[str, dict[str, str]] = {}


def row_of(name: str, world: World, sessions: dict[str, Any]) -> dict[str, str]:
    """Return what every visitor gets at one address; asked once in a process."""
    if name not in _rows:
        _rows[name] = _open(name, world, sessions)
    return _rows[name]


def _open(name: str, world: World, sessions: dict[str, Any]) -> dict[str, str]:
    url = reverse(name, kwargs=dict(SAMPLES.get(name, Sample()).kwargs(world)))
    return {column: observed(url, sessions[column]) for column in COLUMNS}


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_every_visitor_gets_what_is_declared(name: str, world: World, sessions: dict[str, Any]) -> None:
    route, capability = ADDRESSES[name]
    sample = SAMPLES.get(name, Sample())
    assert "<" not in route or name in SAMPLES, f"{name}: give it a line in tests/house/matrix_samples.py"
    wanted = {column: expected(column, capability, sample) for column in COLUMNS}
    assert row_of(name, world, sessions) == wanted


def test_samples_name_real_addresses() -> None:
    assert set(SAMPLES) <= set(ADDRESSES)


def test_every_capability_of_an_address_is_known() -> None:
    used = {capability for _route, capability in ADDRESSES.values()}
    assert used <= {*CAPABILITIES, PUBLIC, SIGNED_IN}


def test_a_wrong_promise_is_noticed(world: World, sessions: dict[str, Any]) -> None:
    row = row_of("setup:agencies", world, sessions)
    assert row["clerk"] == "refused" != expected("administrator", "people.manage", Sample())
    assert row["anonymous"] == "sign-in"
    assert row_of("setup:agency", world, sessions)["other"] == "hidden"


def table(rows: dict[str, dict[str, str]]) -> str:
    """Return the page of the matrix."""
    lines = [
        "# Quyền truy cập: mọi địa chỉ × mọi vai trò",
        "",
        "Bảng này do `tests/house/test_matrix.py` tạo ra từ những gì máy chủ thật sự trả lời",
        "(GET và POST); đừng sửa tay.",
        "Tạo lại: `CONGVU_WRITE=1 .venv/bin/pytest tests/house/test_matrix.py`.",
        "",
        "✓ mở được · ✓ xem: xem được, không sửa được · ✗ từ chối (403) ·",
        "∅ không tồn tại đối với người này (404) · → mời đăng nhập.",
        "“Cơ quan khác” giữ mọi vai trò, nhưng ở một cơ quan không liên quan tới đối tượng được mở.",
        "",
        "| Địa chỉ | Quyền | " + " | ".join(COLUMNS.values()) + " |",
        "|" + "---|" * (len(COLUMNS) + 2),
    ]
    for name in sorted(rows, key=lambda name: ADDRESSES[name]):
        route, capability = ADDRESSES[name]
        note = SAMPLES.get(name, Sample()).note
        cells = [f"`{route}`" + (f" ({note})" if note else ""), f"`{capability}`"]
        cells += [WORDS[rows[name][column]] for column in COLUMNS]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def test_the_table_for_people_is_up_to_date(world: World, sessions: dict[str, Any]) -> None:
    page = table({name: row_of(name, world, sessions) for name in ADDRESSES})
    if os.environ.get("CONGVU_WRITE"):
        TABLE.write_text(page, encoding="utf-8")
    now = TABLE.read_text(encoding="utf-8") if TABLE.exists() else ""
    assert now == page, f"{TABLE} is stale: CONGVU_WRITE=1 pytest tests/house/test_matrix.py"
