"""Fixtures of this room."""

import pytest

from congvu.procedures import queries


@pytest.fixture(autouse=True)
def _forget_frozen_versions():
    # A rolled-back test gives its primary keys to the next one; in production they are never reused.
    queries.forget()
    yield
    queries.forget()
