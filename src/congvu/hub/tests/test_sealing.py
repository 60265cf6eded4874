"""The seal's keys change for the axis too: its systems go on with the secrets that they have."""

from pathlib import Path
from typing import Any

import pytest

from congvu.hub.models import HubSecret
from congvu.interchange.services import renew_keys
from congvu.interchange.services.sealing import sealer


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> None:
    settings.SEALING_KEYS, settings.SEALING_KEYS_FILE = "", tmp_path / "keys"


def test_a_change_of_keys_reaches_the_systems_of_the_axis(own_keys: None, sdk: Any) -> None:
    client = sdk("H19.15")
    before = set(HubSecret.objects.values_list("sealed", flat=True))
    assert renew_keys() == len(before) == 4
    sealer().drop_old_keys()
    assert before.isdisjoint(HubSecret.objects.values_list("sealed", flat=True))
    assert client.call("countReceiveEdoc")["count"] == 0
