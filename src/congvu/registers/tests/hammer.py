"""Takes numbers and records events for some seconds; every fifth transaction is rolled back.

python -m congvu.registers.tests.hammer AGENCY SECONDS SEED
"""

import random
import sys
import time

import django


class Undo(Exception):  # noqa: N818
    """Rolls a transaction back after everything was done."""


def main(agency_id, seconds, seed):
    django.setup()
    from django.db import transaction

    from congvu.audit import events
    from congvu.audit.services import record
    from congvu.common.subject import Subject
    from congvu.directory.messages import Actor
    from congvu.registers.services import take_number

    events.register(events.EventKind("test.numbered", "số {number}"))
    chance = random.Random(seed)
    actor = Actor.system(agency_id)
    done = 0
    say = sys.stdout.write
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with transaction.atomic():
                number = take_number(agency_id=agency_id, register="thử", period="2026")
                record("test.numbered", Subject("test.thing", number), actor=actor, number=number)
                if chance.random() < 0.2:
                    raise Undo
            done += 1
            if done == 3:
                say("working\n")
                sys.stdout.flush()
        except Undo:
            pass
        time.sleep(chance.random() / 100)
    say(f"{done}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
