import pytest
import time_machine

from congvu.assignments.tests.world import at, build
from congvu.directory.queries import forget_standings


@pytest.fixture(autouse=True)
def _forget_what_a_process_keeps():
    """Tests roll back and reuse keys, so that nothing that is kept may outlive one."""
    forget_standings()


@pytest.fixture
def clock():
    """Stand still on Monday 16/11/2026 at 9:00, an ordinary working day."""
    with time_machine.travel(at("2026-11-16 09:00"), tick=False) as moved:
        yield moved


@pytest.fixture
def world(db, clock, settings):
    """A commune with two units and a leadership, an agency below it, and one elsewhere."""
    settings.CALENDAR_STAMP_SECONDS = 3600
    return build()
