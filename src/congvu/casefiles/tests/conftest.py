import pytest
import time_machine

from congvu.casefiles.queries import filing_rules
from congvu.casefiles.tests.world import NOW, World, build
from congvu.directory.queries import forget_standings


@pytest.fixture(autouse=True)
def _forget_what_a_process_keeps():
    """Tests roll back and reuse keys, so that nothing kept in the process may outlive one."""
    forget_standings()
    filing_rules.forget()


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def world(db) -> World:
    with time_machine.travel(NOW, tick=False):
        yield build()
