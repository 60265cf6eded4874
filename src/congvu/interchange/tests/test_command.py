"""The command of the interchange."""

import io

import pytest
from django.core.management import call_command

from congvu.interchange.tests.world import DEPARTMENT

pytestmark = pytest.mark.django_db


def told(*words: str) -> str:
    out = io.StringIO()
    call_command("interchange", *words, stdout=out)
    return out.getvalue()


def test_the_command_asks_and_tells(joined):
    joined.axis.put(DEPARTMENT, joined.package())
    assert "Trục H19.10: nhận 1, báo nhận 1; tốt" in told("poll")
    joined.axis.put(DEPARTMENT, b"hong")
    told("poll")
    text = told("status")
    assert "cách ly: 1" in text
    assert "Chờ gửi: 1" in text
    assert "lại 2 khóa" in told("keys")
    assert "nhận 0" in told("poll")
