import pytest
import time_machine
from django.core.cache import cache

from congvu.directory.queries import forget_standings
from congvu.dossiers import services
from congvu.dossiers.tests.world import at, build
from congvu.procedures.queries import forget
from congvu.workflow.queries import forget_definitions


@pytest.fixture(autouse=True)
def _forget():
    """Neither counts of look-ups nor what a process keeps for ever may outlive a test."""
    cache.clear()
    forget_standings()
    forget()
    forget_definitions()


@pytest.fixture
def monday():
    """Stand still on Monday 16/11/2026 at 9:00."""
    with time_machine.travel(at("2026-11-16 09:00"), tick=False):
        yield


@pytest.fixture
def world(db, monday):
    """The small commune with a department above it."""
    return build()


@pytest.fixture
def dossier(world):
    """A dossier that was just received."""
    return services.receive_dossier(world.intake(), actor=world.clerk)
