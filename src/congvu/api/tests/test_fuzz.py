"""What schemathesis makes up finds no server error and no answer that the reference does not name."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from congvu.api.tests.world import Program
from congvu.api.views.reference import document
from congvu.documents.tests.world import build

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = int(os.environ.get("CONGVU_API_EXAMPLES", "2"))

schema = schemathesis.openapi.from_dict(document())
schema.app = application
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="a request ends the connection that holds the shared world"
    ),
]


@pytest.fixture(scope="module")
def token(django_db_setup: Any, django_db_blocker: Any) -> Iterator[str]:
    """Build one world for all operations; each request is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        world = build()
        world.arrived()
        program = Program(world.office, per_minute=100_000)
        program.headers()
        yield program.token
        transaction.set_rollback(True)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.generate], derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_answer_is_in_the_reference(case: Any, token: str) -> None:
    cache.clear()
    headers = {} if case.path.endswith("/oauth/token") else {"Authorization": f"Bearer {token}"}
    with transaction.atomic():
        response = case.call(headers=headers)
        transaction.set_rollback(True)
    case.validate_response(response, checks=CHECKS)
