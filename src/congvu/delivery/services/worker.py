"""The worker: takes due deliveries and periodic jobs until it is told to stop.

Several may run at once. A worker that is killed loses nothing: its leases run out and others take over.
"""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import F
from django.utils import timezone

from congvu.delivery.models import Worker
from congvu.delivery.services import claiming, periodic
from congvu.delivery.services.claiming import Claim
from congvu.delivery.services.delivering import deliver
from congvu.delivery.states import Outcome

logger = logging.getLogger(__name__)
SHORTEST_PAUSE = 0.1


class WorkerLoop:
    """One worker process.

    Args:
        name: shown to people; host and process number unless told.
        batch: most deliveries taken at once.
        longest_pause: seconds between looks when nothing is due; short pauses double up to it.
        lease_seconds: how long what it holds stays its own without a sign of life.
    """

    def __init__(
        self,
        name: str = "",
        *,
        batch: int = claiming.BATCH,
        longest_pause: float = 3,
        lease_seconds: int = claiming.LEASE_SECONDS,
    ) -> None:
        self.name = name or f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid.uuid4().hex[:6]}"
        self.batch, self.longest_pause, self.lease_seconds = batch, longest_pause, lease_seconds
        self.stopping = threading.Event()
        self._held: dict[str, set[int]] = {}
        self._job_token = ""
        self._done = self._failed = 0

    def stop(self) -> None:
        """Finish what is begun, give the rest back, and end."""
        self.stopping.set()

    def run(self, *, until_idle: bool = False) -> None:
        """Work until `stop` is called, or until nothing is due."""
        periodic.prepare()
        with self._alive():
            pause = SHORTEST_PAUSE
            while not self.stopping.is_set():
                worked = self._look()
                if worked:
                    pause = SHORTEST_PAUSE
                elif until_idle:
                    break
                else:
                    self.stopping.wait(pause)
                    pause = min(self.longest_pause, pause * 2)

    def work_once(self) -> int:
        """Do everything that is due now, once; return how many deliveries and jobs were worked on."""
        worked = 0
        for job in periodic.due():
            if self.stopping.is_set():
                return worked
            token = periodic.take(job, self.name, lease_seconds=self.lease_seconds)
            if token is not None:
                self._job_token = token
                periodic.run(job, token)
                self._job_token = ""
                worked += 1
        claims = claiming.claim(self.name, batch=self.batch, lease_seconds=self.lease_seconds)
        return worked + self._deliver(claims)

    def _look(self) -> int:
        close_old_connections()
        try:
            return self.work_once()
        except DatabaseError:
            logger.exception("the database did not answer; trying again")
            connection.close()
            self.stopping.wait(self.longest_pause)
            return 0

    def _deliver(self, claims: Sequence[Claim]) -> int:
        self._held = {
            token: {one.message.id for one in claims if one.token == token}
            for token in {c.token for c in claims}
        }
        done = 0
        for number, one in enumerate(claims):
            if self.stopping.is_set():
                claiming.release(claims[number:])
                break
            outcome = deliver(one, self.name)
            self._held[one.token].discard(one.message.id)
            self._done += outcome is Outcome.DONE
            self._failed += outcome is not Outcome.DONE
            done += 1
        self._held = {}
        return done

    @contextmanager
    def _alive(self) -> Iterator[None]:
        """Show life: a row that says when this worker was last seen, and leases that are renewed."""
        now = timezone.now()
        Worker.objects.create(name=self.name, started_at=now, seen_at=now)
        ended = threading.Event()
        pulse = threading.Thread(target=self._pulse, args=(ended,), name="pulse", daemon=True)
        pulse.start()
        try:
            yield
        finally:
            ended.set()
            pulse.join(timeout=self.lease_seconds)
            self._seen(stopped=True)

    def _pulse(self, ended: threading.Event) -> None:
        try:
            while not ended.wait(self.lease_seconds / 4):
                try:
                    self._renew()
                    self._seen()
                except DatabaseError:
                    logger.exception("no sign of life could be written; trying again")
                    connection.close()
        finally:
            connection.close()

    def _renew(self) -> None:
        for token, ids in list(self._held.items()):
            if ids:
                claiming.renew(token, tuple(ids), lease_seconds=self.lease_seconds)
        if self._job_token:
            periodic.renew(self._job_token, lease_seconds=self.lease_seconds)

    def _seen(self, *, stopped: bool = False) -> None:
        done, failed = self._done, self._failed
        now = timezone.now()
        Worker.objects.filter(name=self.name).update(
            seen_at=now,
            stopped_at=now if stopped else None,
            done=F("done") + done,
            failed=F("failed") + failed,
        )
        self._done, self._failed = self._done - done, self._failed - failed
