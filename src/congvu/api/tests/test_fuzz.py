"""What schemathesis makes up finds no server error and no answer that the reference does not name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.cache import cache
from django.db import close_old_connections, transaction
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
SIGNALS = (signals.request_started, signals.request_finished)


@pytest.fixture
def token(db: None) -> str:
    """Build a world for an operation; each request to it is taken back."""
    cache.clear()
    world = build()
    world.arrived()
    program = Program(world.office, per_minute=100_000)
    program.headers()
    return program.token


@contextmanager
def kept_open() -> Iterator[None]:
    """Keep the connection, and with it our transaction, through a request, as Django's test client does."""
    for signal in SIGNALS:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in SIGNALS:
            signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.generate], derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_answer_is_in_the_reference(case: Any, token: str) -> None:
    cache.clear()
    headers = {} if case.path.endswith("/oauth/token") else {"Authorization": f"Bearer {token}"}
    with kept_open(), transaction.atomic():
        response = case.call(headers=headers)
        transaction.set_rollback(True)
    case.validate_response(response, checks=CHECKS)
