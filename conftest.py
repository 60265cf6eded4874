"""Fixtures of every test: the page door, and signed-in clients by role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

pytest_plugins = ["congvu.ui.tests.plugin"]


@pytest.fixture(autouse=True)
def _fresh_definitions() -> None:
    """Forget published processes: tests roll back, and the next one gives out the same keys."""
    from congvu.workflow.queries import forget_definitions

    forget_definitions()


@pytest.fixture(autouse=True)
def _no_national_links() -> None:
    """Know of no link to the national side: what a process keeps of them outlives a rollback."""
    from congvu.national.queries.links import know

    know({})


@pytest.fixture
def client_for(db: None) -> Callable[..., Client]:
    """Return a maker of signed-in clients: `client_for("clerk", unit=unit)` or `client_for(officer)`.

    The client carries `officer`, `post` (when made here) and `actor`.
    """
    from congvu.directory.models import Officer
    from congvu.directory.queries import actor_for
    from congvu.directory.tests.factories import OfficerFactory, PostFactory, UnitFactory

    def make(*who: Any, unit: Any = None, **officer: Any) -> Client:
        client = Client()
        if who and isinstance(who[0], Officer):
            person = who[0]
        else:
            roles = list(who) or ["specialist"]
            client.post_ = PostFactory(
                unit=unit or UnitFactory(), officer=OfficerFactory(**officer), roles=roles
            )
            person = client.post_.officer
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.officer = person
        client.actor = actor_for(person)
        return client

    return make
