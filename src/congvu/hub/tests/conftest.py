"""A running axis for tests: real HTTP on loopback."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from congvu.hub.tests import world
from congvu.hub.tests.sdk import Sdk


@pytest.fixture
def hub_dir(tmp_path: Path, settings: Any) -> Path:
    """Keep packages in a folder of this test."""
    settings.HUB_DIR = tmp_path / "hub"
    cache.clear()
    return tmp_path / "hub"


@pytest.fixture
def sdk(transactional_db: None, live_server: Any, hub_dir: Path) -> Callable[..., Sdk]:
    """Return a maker of SDK clients: `sdk("H19.15")`."""
    secrets = world.build().secrets
    thread = live_server.thread

    def make(system: str, **changes: Any) -> Sdk:
        known: dict[str, Any] = {"secret": secrets.get(system, ""), "seed": len(system)}
        return Sdk(thread.host, thread.port, system, **(known | changes))

    return make
