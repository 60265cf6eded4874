"""docs/api says what the interface is."""

import io

import pytest
from django.core.management import CommandError, call_command


def test_the_description_and_the_collection_are_up_to_date() -> None:
    call_command("api", "reference", "--check", stdout=io.StringIO())


def test_a_stale_description_is_noticed(tmp_path: object) -> None:
    with pytest.raises(CommandError, match=r"openapi\.json"):
        call_command("api", "reference", "--check", "--into", tmp_path, stdout=io.StringIO())
