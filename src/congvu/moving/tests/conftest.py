import pytest
import time_machine

from congvu.directory.queries import forget_standings
from congvu.moving.tests.world import World, build


@pytest.fixture(autouse=True)
def _forget_what_a_process_keeps():
    """Tests roll back and reuse keys, so that nothing that is kept for ever may outlive one."""
    forget_standings()


@pytest.fixture
def world(db, tmp_path, settings) -> World:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MOVING_FOLDER = tmp_path / "moving"
    settings.MOVING_FOLDER.mkdir()
    with time_machine.travel("2026-11-25T09:00:00+07:00", tick=True):
        yield build()
