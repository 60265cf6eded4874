"""Administrators' screens of programs and webhooks."""

from typing import Any

import pytest
from django.urls import reverse

from congvu.api.models import ApiClient, WebhookCall, WebhookSubscription
from congvu.api.queries.clients import secret_fits
from congvu.api.services import create_client
from congvu.api.services.clients import ClientFacts
from congvu.directory.models import Officer, Unit
from congvu.directory.queries import actor_for
from congvu.directory.tests.factories import OfficerFactory, PostFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return UnitFactory()


@pytest.fixture
def officer(unit: Unit, client: Any, settings: Any, tmp_path: Any) -> Officer:
    settings.SEALING_KEYS_FILE = tmp_path / "keys"
    post = PostFactory(unit=unit, roles=["administrator"], officer=OfficerFactory())
    client.force_login(post.officer, "allauth.account.auth_backends.AuthenticationBackend")
    return post.officer


@pytest.fixture
def program(officer: Officer, unit: Unit) -> ApiClient:
    facts = ClientFacts("Phần mềm kế toán", ("documents.read", "webhooks.manage"))
    return create_client(facts, actor=actor_for(officer), unit_id=unit.pk)[0]


def test_a_program_is_entered_and_its_secret_shown_once(
    page: Any, client: Any, officer: Officer, unit: Unit
) -> None:
    page(reverse("programs:clients"), client)
    page(reverse("programs:client_new"), client)
    data = {
        "name": "Kế toán",
        "unit": unit.pk,
        "scopes": ["documents.read"],
        "clearance": 0,
        "per_minute": 60,
    }
    shown = page.post(reverse("programs:client_new"), data, client, status=200)
    made = ApiClient.objects.get()
    text = shown.response.content.decode()
    secret = text.split("<code>")[2].split("</code>")[0]
    assert secret_fits(made, secret)
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert secret not in page(reverse("programs:client", args=[made.pk]), client).response.content.decode()


def test_a_wrong_entry_is_told(page: Any, client: Any, officer: Officer, unit: Unit) -> None:
    page.post(reverse("programs:client_new"), {"name": "", "unit": unit.pk}, client, status=422)
    assert not ApiClient.objects.exists()


def test_a_program_is_changed_given_a_new_secret_and_revoked(
    page: Any, client: Any, program: ApiClient
) -> None:
    address = reverse("programs:client_edit", args=[program.pk])
    page(address, client)
    page.post(
        address, {"name": "Khác", "scopes": ["directory.read"], "clearance": 0, "per_minute": 10}, client
    )
    program.refresh_from_db()
    assert (program.name, program.scopes, program.per_minute) == ("Khác", ["directory.read"], 10)
    page.post(reverse("programs:client_secret", args=[program.pk]), {}, client, status=200)
    assert program.secrets.count() == 2
    page(reverse("programs:client_revoke", args=[program.pk]), client)
    page.post(reverse("programs:client_revoke", args=[program.pk]), {"reason": "Hết hợp đồng"}, client)
    program.refresh_from_db()
    assert not program.active
    page(reverse("programs:client", args=[program.pk]), client)


def test_a_webhook_is_tried_and_told_again(page: Any, client: Any, program: ApiClient) -> None:
    new = reverse("programs:hook_new", args=[program.pk])
    page(new, client)
    page.post(new, {"url": "https://example.org/nhan", "kinds": ["dossier"]}, client, status=422)
    page.post(new, {"url": "https://example.org/nhan", "kinds": ["incoming"]}, client, status=200)
    hook = WebhookSubscription.objects.get()
    page.post(reverse("programs:hook_act", args=[program.pk, hook.pk, "thu"]), {}, client)
    call = WebhookCall.objects.get()
    page(reverse("programs:hook", args=[program.pk, hook.pk]), client)
    page.post(reverse("programs:hook_replay", args=[program.pk, hook.pk, call.pk]), {}, client)
    assert WebhookCall.objects.filter(replay=call.pk).count() == 1
    page.post(reverse("programs:hook_act", args=[program.pk, hook.pk, "khoa"]), {}, client, status=200)
    page.post(reverse("programs:hook_act", args=[program.pk, hook.pk, "ngung"]), {}, client)
    hook.refresh_from_db()
    assert not hook.active


def test_another_branch_s_program_is_not_there(page: Any, program: ApiClient, client: Any) -> None:
    stranger = PostFactory(unit=UnitFactory(), roles=["administrator"], officer=OfficerFactory())
    client.force_login(stranger.officer, "allauth.account.auth_backends.AuthenticationBackend")
    for name in ("client", "client_edit", "client_revoke", "hook_new"):
        assert client.get(reverse(f"programs:{name}", args=[program.pk])).status_code == 404
    assert client.post(reverse("programs:client_secret", args=[program.pk])).status_code == 404


def test_the_reference_is_a_plain_page(page: Any, client: Any) -> None:
    text = client.get(reverse("api:reference")).content.decode()
    assert "/api/v1/documents/incoming" in text
    assert "<script" not in text
    assert client.get(reverse("api:description")).json()["openapi"].startswith("3.1")
