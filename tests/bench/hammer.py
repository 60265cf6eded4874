"""An office that never rests: takes in dossiers and works on them until it is killed.

Every fifth transaction is rolled back after its work.
"""

import random
import time
from typing import Any

from tests.bench import one_stop

ROLLED_BACK = 0.2


class Undo(Exception):  # noqa: N818
    """Rolls a transaction back after everything in it was done."""


def main(index: int, seconds: float, seed: int) -> None:
    """Work at the commune `index` for some seconds; Django is set up, no connection is open."""
    from django.db import transaction

    from congvu.common.errors import ActionRefused
    from congvu.dossiers.models import Dossier

    chance = random.Random(seed)
    random.seed(seed)
    people = {role: one_stop.actor(role, index) for role in ("clerk", "specialist", "leader", "registry")}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with transaction.atomic():
                _act(people, chance)
                if chance.random() < ROLLED_BACK:
                    raise Undo
        except (Undo, ActionRefused, Dossier.DoesNotExist):
            continue


def _act(people: dict[str, Any], chance: random.Random) -> None:
    """Take in a dossier, or do the next step of one that is open: colleagues may be at the same one."""
    from congvu.dossiers import services
    from congvu.dossiers.models import Step

    if chance.random() < 0.4:
        services.receive_dossier(one_stop.intake(), actor=people["clerk"])
        return
    open_steps = Step.objects.filter(agency_id=people["clerk"].agency_id, state="open").order_by("id")
    waiting = list(open_steps.values_list("dossier_id", "key")[:20])
    if not waiting:
        return
    dossier_id, key = chance.choice(waiting)
    acts = {
        "s1": lambda: services.complete_step(dossier_id, "s1", actor=people["clerk"]),
        "s2": lambda: services.propose_result(dossier_id, "s2", actor=people["specialist"], name="Kết quả"),
        "s3": lambda: services.sign_result(dossier_id, "s3", actor=people["leader"]),
        "s4": lambda: services.issue_result(dossier_id, "s4", actor=people["registry"]),
        "s5": lambda: services.return_result(dossier_id, actor=people["clerk"], way="counter", receiver="A"),
    }
    acts[key]()
