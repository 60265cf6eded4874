"""Programs prove who they are, and get no further than their scopes."""

import hmac
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404

from congvu.api import services
from congvu.api.models import AccessToken, ApiClient, ClientSecret
from congvu.api.permissions import SCOPES
from congvu.api.queries.clients import digest_of
from congvu.api.services.clients import ClientFacts
from congvu.api.tests.world import Program, administrator
from congvu.api.urls import API
from congvu.api.views.door import Scope
from congvu.audit.models import Event
from congvu.common.errors import ActionRefused
from congvu.directory.permissions import CAPABILITIES
from congvu.directory.tests.factories import UnitFactory, make_actor

pytestmark = pytest.mark.django_db
OPEN_TO_ALL = {"health"}


@pytest.fixture(autouse=True)
def _calm() -> None:
    cache.clear()


@pytest.fixture
def program() -> Program:
    return Program(UnitFactory())


def test_every_operation_declares_one_scope() -> None:
    seen = 0
    for bound in API._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                seen += 1
                if view.url_name in OPEN_TO_ALL:
                    continue
                scopes = [one.scope for one in operation.auth_callbacks if isinstance(one, Scope)]
                assert len(scopes) == len(operation.auth_callbacks) == 1, path
                assert scopes[0] in SCOPES
    assert seen >= 10


def test_every_scope_lends_real_capabilities() -> None:
    assert {name for _words, lent in SCOPES.values() for name in lent} <= set(CAPABILITIES)


def test_a_program_gets_a_token_and_calls(program: Program) -> None:
    answer = program.ask()
    assert answer.status_code == 200
    assert answer.json()["token_type"] == "Bearer"
    assert answer.json()["expires_in"] == 3600
    assert set(answer.json()["scope"].split()) == set(SCOPES)
    assert program.get("/directory/agencies").status_code == 200


def test_neither_secret_nor_token_is_kept(program: Program) -> None:
    program.headers()
    assert ClientSecret.objects.get().digest == digest_of(program.secret) != program.secret
    assert AccessToken.objects.get().digest == digest_of(program.token) != program.token


def test_secrets_and_tokens_are_compared_in_constant_time(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Any, Any]] = []
    real = hmac.compare_digest
    monkeypatch.setattr(
        "congvu.api.queries.clients.hmac.compare_digest", lambda a, b: (seen.append((a, b)), real(a, b))[1]
    )
    assert program.get("/directory/agencies").status_code == 200
    assert (digest_of(program.secret), digest_of(program.secret)) in seen
    assert (digest_of(program.token), digest_of(program.token)) in seen


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer sai", "Basic abc", "Bearer \x00"])
def test_without_a_valid_token_there_is_nothing(program: Program, header: str) -> None:
    answer = program.http.get("/api/v1/documents/incoming", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("Thiếu mã truy cập")
    assert answer.json()["detail_en"].startswith("The access token")


def test_a_wrong_secret_gets_no_token(program: Program) -> None:
    assert program.ask("sai").status_code == 401
    assert program.ask("sai").json()["error"] == "invalid_client"
    assert not AccessToken.objects.exists()


def test_a_token_ends(program: Program) -> None:
    with time_machine.travel("2026-11-25 02:00:00Z", tick=False) as clock:
        assert program.get("/directory/agencies").status_code == 200
        clock.shift(timedelta(seconds=3601))
        assert program.get("/directory/agencies").status_code == 401
        assert services.purge() >= 1


def test_a_wrong_scope_is_refused_in_words() -> None:
    program = Program(UnitFactory(), "directory.read")
    answer = program.get("/documents/incoming")
    assert answer.status_code == 403
    assert answer.json()["code"] == "scope"
    assert "documents.read" in answer.headers["WWW-Authenticate"]


def test_a_token_asked_for_less_opens_less(program: Program) -> None:
    program.token = program.ask(scope="directory.read").json()["access_token"]
    assert program.get("/directory/agencies").status_code == 200
    assert program.get("/documents/incoming").status_code == 403


def test_a_scope_taken_away_is_gone_from_tokens_at_once(program: Program) -> None:
    assert program.get("/documents/incoming").status_code == 200
    unit = program.row.post.unit
    services.revise_client(
        program.row.pk, ClientFacts("Khác", ("directory.read",)), actor=administrator(unit)
    )
    assert program.get("/documents/incoming").status_code == 403


def test_two_secrets_count_while_one_is_changed(program: Program) -> None:
    actor = administrator(program.row.post.unit)
    with time_machine.travel("2026-11-25 02:00:00Z", tick=False) as clock:
        _row, second = services.make_secret(program.row.pk, actor=actor)
        assert program.ask().status_code == program.ask(second).status_code == 200
        clock.shift(timedelta(days=8))
        assert program.ask().status_code == 401
        assert program.ask(second).status_code == 200
        _row, third = services.make_secret(program.row.pk, actor=actor)
        _row, fourth = services.make_secret(program.row.pk, actor=actor)
        assert program.ask(second).status_code == 401
        assert program.ask(third).status_code == program.ask(fourth).status_code == 200


def test_a_revoked_program_is_out_at_once(program: Program) -> None:
    assert program.get("/directory/agencies").status_code == 200
    services.revoke_client(program.row.pk, actor=administrator(program.row.post.unit), reason="Hết hợp đồng")
    assert program.get("/directory/agencies").status_code == 401
    assert program.ask().status_code == 401
    assert Event.objects.filter(kind="api.client_revoked").exists()


def test_calls_are_counted_by_the_minute() -> None:
    with time_machine.travel("2026-11-25 02:00:30Z", tick=False) as clock:
        program = Program(UnitFactory(), per_minute=2)
        answers = [program.get("/directory/agencies") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2].headers["Retry-After"] == "30"
        clock.shift(30)
        assert program.get("/directory/agencies").status_code == 200


def test_guessing_secrets_is_slowed_down(program: Program) -> None:
    with time_machine.travel("2026-11-25 02:00:30Z", tick=False):
        assert {program.ask("sai").status_code for _ in range(60)} == {401}
        assert program.ask().status_code == 429


def test_only_an_administrator_of_the_branch_makes_programs() -> None:
    unit, elsewhere = UnitFactory(), UnitFactory()
    facts = ClientFacts("Phần mềm", ("directory.read",))
    with pytest.raises(PermissionDenied):
        services.create_client(facts, actor=make_actor("registry", unit=unit), unit_id=unit.pk)
    with pytest.raises(Http404):
        services.create_client(facts, actor=administrator(unit), unit_id=elsewhere.pk)
    assert not ApiClient.objects.exists()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (ClientFacts(" ", ("directory.read",)), "name"),
        (ClientFacts("A", ()), "scopes"),
        (ClientFacts("A", ("everything",)), "scopes"),
        (ClientFacts("A", ("directory.read",), clearance=3), "clearance"),
        (ClientFacts("A", ("directory.read",), per_minute=0), "per_minute"),
    ],
)
def test_what_is_wrong_with_a_program_is_told(facts: ClientFacts, code: str) -> None:
    unit = UnitFactory()
    with pytest.raises(ActionRefused) as told:
        services.create_client(facts, actor=administrator(unit), unit_id=unit.pk)
    assert told.value.code == code
    assert not ApiClient.objects.exists()


def test_nobody_signs_in_with_a_program(program: Program) -> None:
    officer = program.row.post.officer
    assert not officer.has_usable_password()
    assert not officer.posts.get().roles.exists()
