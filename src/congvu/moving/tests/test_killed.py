"""Workers are killed in the middle of a run: the next one goes on, nothing is lost and nothing doubled."""

import time

import pytest

from congvu.audit.tests.processes import Outside
from congvu.moving import services
from congvu.moving.tests.world import IN_HEADINGS, build, incoming, xlsx

COUNT = 100


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_a_run_goes_on_and_every_row_comes_once(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    world = build()
    rows = [incoming(n) for n in range(1, COUNT + 1)]
    move = world.checked("incoming", xlsx(IN_HEADINGS, [*rows, incoming(7)]))
    services.start_move(move.pk, actor=world.admin)
    outside = Outside(tmp_path)
    start = ("-m", "congvu.moving.tests.killed", settings.MEDIA_ROOT, 5)

    def place():
        return outside.rows("SELECT place, state FROM moving_move")[0]

    for least in (20, 50):
        worker = outside.start(*start)
        wait_for(lambda least=least: place()[0] >= least)
        worker.kill()
        worker.communicate()
        assert place()[1] == "running"
        [(documents,)] = outside.rows("SELECT COUNT(*) FROM documents_incomingdocument")
        assert documents == place()[0]
    worker = outside.start(*start)
    wait_for(lambda: place()[1] == "done")
    worker.terminate()
    worker.communicate(timeout=20)

    def numbers():
        found = outside.rows("SELECT arrival_number FROM documents_incomingdocument ORDER BY arrival_number")
        return [row[0] for row in found]

    assert numbers() == list(range(1, COUNT + 1))
    assert outside.rows("SELECT COUNT(*), COUNT(DISTINCT key) FROM moving_movedrow") == [(COUNT, COUNT)]
    assert outside.rows("SELECT code FROM moving_wrongrow") == [("number-double",)]
    events = outside.rows("SELECT COUNT(*) FROM audit_event WHERE kind = 'incoming.moved_in'")
    assert events == [(COUNT,)]
    assert outside.rows("SELECT value FROM registers_counter") == [(COUNT,)]


def wait_for(condition, seconds=90):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)
