"""The forms with their demonstration data."""

from typing import Any

import pytest

from congvu.printing import queries


@pytest.fixture(autouse=True)
def _no_templates_remembered():
    queries.forget()
    yield
    queries.forget()


@pytest.fixture(scope="session")
def demo() -> dict[str, Any]:
    """The JSON of each form, by code."""
    return queries.demo_data()
