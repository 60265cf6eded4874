import pytest
import time_machine

from congvu.directory.models import Officer
from congvu.directory.queries import forget_standings
from congvu.dossiers.tests.world import at, build
from congvu.notify.queries import forget_counts
from congvu.procedures.queries import forget
from congvu.workflow.queries import forget_definitions


@pytest.fixture(autouse=True)
def _forget_what_a_process_keeps():
    """Tests roll back and reuse keys, so that nothing that is kept for ever may outlive one."""
    forget_standings()
    forget_counts()
    forget()
    forget_definitions()


@pytest.fixture
def monday():
    """Stand still on Monday 16/11/2026 at 9:00, an ordinary working day."""
    with time_machine.travel(at("2026-11-16 09:00"), tick=False) as clock:
        yield clock


@pytest.fixture
def world(db, monday, settings):
    """The small commune with a department above it; calendars are kept as in service."""
    settings.CALENDAR_STAMP_SECONDS = 3600
    return build()


@pytest.fixture
def login(world, client_for):
    """Return a maker of clients for the people of the world: `login("clerk")`."""

    def make(name, of=None):
        return client_for(Officer.objects.get(pk=getattr(of or world, name).officer_id))

    return make
