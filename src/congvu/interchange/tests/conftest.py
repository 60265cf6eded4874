from collections.abc import Iterator

import pytest
import time_machine

from congvu.directory.queries import forget_standings
from congvu.documents.tests.world import at
from congvu.interchange.services.channels import forget_channels
from congvu.interchange.tests.axis import Axis, running
from congvu.interchange.tests.world import Joined, build


@pytest.fixture(autouse=True)
def _forget_what_a_process_keeps():
    """Tests roll back and reuse keys, so that nothing that is kept for ever may outlive one."""
    forget_standings()
    yield
    forget_channels()


@pytest.fixture
def axis() -> Iterator[tuple[Axis, str]]:
    with running() as one:
        yield one


@pytest.fixture
def clock():
    with time_machine.travel(at("2026-11-25 09:00"), tick=True) as moment:
        yield moment


@pytest.fixture
def joined(db, clock, axis, tmp_path) -> Joined:
    """Two agencies here, joined to the axis."""
    return build(*axis, tmp_path)
