"""The paper life of an office, on a real notice: `make scenario NAME=documents [ARGS=--postgres]`."""

import os
import sys
from functools import partial
from pathlib import Path

from tests.scenarios.harness import Transcript, asked_for_postgres, at, database

ROOT = Path(__file__).resolve().parents[2]
NOTICE = Path(os.environ.get("CONGVU_NOTICE", ROOT.parent / "shared" / "samples" / "189-tb-ubnd.md"))
OUT = ROOT / "var" / "scenario-documents"


def play_all(transcript: Transcript) -> None:
    """Play every scene with the clock moved to January 2015."""
    from congvu.dossiers.services.demo.clock import moved_clock
    from tests.scenarios.scenes import office_in, office_out, office_work
    from tests.scenarios.scenes.office import Office, lay

    with moved_clock(at("2015-01-12 07:45")) as clock:
        transcript.scene("Chuẩn bị", partial(lay, transcript, OUT))
        office = Office(transcript, clock, OUT)
        for scene in (
            office_in.arrives_and_is_read,
            office_in.two_clerks,
            office_in.directed,
            office_work.given,
            office_work.reported,
            office_work.extended,
            office_work.all_closed,
            office_out.drafted,
            office_out.checked,
            office_out.signed_and_issued,
            office_out.found_again,
            office_out.recalled,
            office_out.registers,
            office_out.verified,
            office_out.journal,
        ):
            title = (scene.__doc__ or scene.__name__).splitlines()[0].rstrip(".")
            transcript.scene(title, partial(scene, office))


def main() -> int:
    """Play the scenario on a throwaway database; 0 when nothing failed."""
    os.environ["DEMO"] = "1"  # the development certificates exist only there
    transcript = Transcript("documents")
    with database(asked_for_postgres()):
        play_all(transcript)
    return transcript.finish()


if __name__ == "__main__":
    sys.exit(main())
