"""Installations that know each other only by the wire: `make scenario NAME=interchange`.

A ward on PostgreSQL and a department on SQLite, each with its own worker, meet on the axis in the box; a
water company watches a folder, a cooperative has nothing but a mailbox.
"""

import sys
import tempfile
from functools import partial
from pathlib import Path

from tools.pg import Cluster

from tests.installations import Axis, Installation, Place
from tests.installations.processes import end_in_order
from tests.scenarios.harness import Transcript
from tests.scenarios.scenes import exchange_axis, exchange_dossiers, exchange_others
from tests.scenarios.scenes.exchange import DEPARTMENT, WARD, World

SCENES = (
    exchange_axis.laid,
    exchange_axis.connected,
    exchange_axis.sent,
    exchange_axis.worked_on,
    exchange_axis.refused,
    exchange_axis.recalled,
    exchange_axis.updated,
    exchange_axis.replaced,
    exchange_axis.axis_dies,
    exchange_others.folder,
    exchange_others.letters,
    exchange_dossiers.counters,
    exchange_dossiers.up_and_back,
    exchange_dossiers.from_the_portal,
    exchange_axis.counted,
)


def main() -> int:
    """Play the scenario on loopback; 0 when nothing failed."""
    end_in_order()
    transcript = Transcript("interchange")
    with tempfile.TemporaryDirectory(prefix="congvu-interchange-") as name, Cluster() as cluster:
        folder = Path(name)
        world = World(
            transcript,
            Installation(Place("Ủy ban nhân dân phường Trảng Bom", WARD, folder / "phuong"), cluster.url()),
            Installation(Place("Sở Xây dựng", DEPARTMENT, folder / "so")),
            Axis(folder / "truc"),
            folder,
        )
        try:
            for scene in SCENES:
                title = (scene.__doc__ or scene.__name__).splitlines()[0].rstrip(".")
                transcript.scene(title, partial(scene, world))
        finally:
            world.close()
    return transcript.finish()


if __name__ == "__main__":
    sys.exit(main())
