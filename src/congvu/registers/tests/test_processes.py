"""Several real processes, a fifth of the transactions rolled back, one process killed: no gap, no double."""

import json

import pytest

from congvu.audit.tests.factories import AgencyFactory
from congvu.audit.tests.processes import Outside


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_numbers_and_chain_survive_rollbacks_and_a_kill(tmp_path):
    agency = AgencyFactory()
    outside = Outside(tmp_path)
    workers = [outside.start("-m", "congvu.registers.tests.hammer", agency.pk, 3, seed) for seed in range(4)]
    for worker in workers:
        assert worker.stdout.readline() == "working\n", worker.stderr.read()
    victim, *others = workers
    victim.kill()
    victim.communicate()
    done = sum(int(outside.finish(worker)) for worker in others)

    [(last,)] = outside.rows("SELECT value FROM registers_counter")
    data = [row[0] for row in outside.rows("SELECT data FROM audit_event ORDER BY id")]
    used = [(item if isinstance(item, dict) else json.loads(item))["number"] for item in data]
    assert done > 20
    assert last > done  # the killed one did some, too
    assert sorted(used) == list(range(1, last + 1))
    outside.finish(outside.start("-m", "config.cli", "audit", "verify"))
