import pytest

from congvu.audit import events
from congvu.audit.tests.factories import AgencyFactory, actor_in


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """Test kinds, known only while a test runs."""
    monkeypatch.setattr(events, "_KINDS", dict(events._KINDS))
    events.register(
        events.EventKind("test.done", "{officer} làm xong việc {code}", link="test:thing"),
        events.EventKind(
            "test.named", "{officer} ghi tên {name}, số {code}", personal=("name", "phone", "reason")
        ),
    )


@pytest.fixture
def agency(db):
    return AgencyFactory()


@pytest.fixture
def actor(agency):
    return actor_in(agency)
