"""Officers at work over HTTP: the production server with two workers, eight clients, a million dossiers.

Each act is measured in turns with an empty signed-in view (`/ping/`: session, officer, rights, nothing else)
on the same server; the ratio of the two rates is what counts, whatever the machine. Statements are those
that PostgreSQL itself counted; processor time is that of the web server and of PostgreSQL for a request;
memory is that of all server processes at the end (shared pages once).

    intake    the clerk's sheet is sent; the dossier has its code, papers, fee, first step, event
    step      the specialist completes a step: it goes on to the leader
    list      the first page of the inbox, 50 rows
    dossiers  the newest 50 of all dossiers that the officer may see
    search    a name, part of a name, or an identity number, among the dossiers of the unit
    read      one dossier
    upload    a file of 1 MB is attached to a dossier

    make bench NAME=http ARGS="--dossiers 1200 --communes 10 --seconds 1 --rounds 1"
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.bench import bulk, one_stop
from tests.bench.browser import Browser, form_of, together
from tests.bench.harness import Bench, Load, Statements, percentile, postgres, web_server
from tests.bench.servers import cpu_seconds

CLIENTS = 8
WORKERS = 2
THREADS = 4
PROCEDURE = "1.001193"
NAMES = ("Nguyễn Thị Lan", "Trần Văn Hùng", "Lê Minh Tú", "Phạm Thu Hà", "Võ Quốc Bảo", "Đặng Kim Oanh")
GOALS = (
    "intake>=0.12", "intake_sql<=20", "step>=0.2", "step_sql<=15", "list>=0.15", "list_sql<=8",
    "read>=0.2", "read_sql<=12", "search>=0.05", "memory_mb<=400",
)  # fmt: skip


@dataclass(slots=True)
class Measured:
    """What the turns of one act gave."""

    loads: list[Load] = field(default_factory=list)
    empty: list[Load] = field(default_factory=list)
    statements: int = 0
    cpu: list[float] = field(default_factory=lambda: [0.0, 0.0])

    @property
    def latencies(self) -> list[float]:
        """The seconds of every request."""
        return [value for load in self.loads for value in load.latencies]

    @property
    def ratio(self) -> float:
        """The median over the turns of its rate to the empty view's."""
        turns = zip(self.loads, self.empty, strict=True)
        return percentile([ours.per_second / theirs.per_second for ours, theirs in turns if ours.elapsed], 50)

    @property
    def per_second(self) -> float:
        """Requests per second over all turns."""
        return len(self.latencies) / (sum(load.elapsed for load in self.loads) or 1)

    @property
    def errors(self) -> list[str]:
        """What went wrong."""
        return [error for load in self.loads for error in load.errors]


@dataclass(frozen=True, slots=True)
class Office:
    """The people and dossiers that the clients work with.

    Args:
        port: of the server.
        filled: what was loaded.
        communes: how many.
        clients: how many.
    """

    port: int
    filled: bulk.Filled
    communes: int
    clients: int

    def browser(self, role: str, commune: int) -> Browser:
        """Return a browser in which the officer with `role` of a commune is signed in."""
        from django.test import Client

        from congvu.directory.models import Officer

        client = Client()
        client.force_login(Officer.objects.get(username=f"bench-{role}-{commune % self.communes}"))
        return Browser(self.port, client.cookies["sessionid"].value)

    def ping(self, number: int) -> Callable[[], object]:
        """The empty signed-in view."""
        browser = self.browser("specialist", number)
        return lambda: browser.get("/ping/").expect(204)

    def intake(self, number: int) -> Callable[[], object]:
        """Fill in the sheet anew each time and send it."""
        from congvu.procedures.models import ProcedureVersion

        browser = self.browser("clerk", number)
        version = ProcedureVersion.objects.get(procedure__code=PROCEDURE).pk
        address = f"/tiep-nhan/{version}/"
        sheet = form_of(browser.get(address).expect(200).body, "intake")
        given = [name for name in _named(sheet, "paper-") if sheet[name]]
        sheet |= {name.replace("-name", "-given"): "on" for name in given}
        sheet |= {name.replace("-name", "-paid"): "on" for name in _named(sheet, "charge-")}

        def send() -> None:
            person = {
                "owner-id_number": f"0011{random.randrange(10**8):08d}",
                "owner-name": random.choice(NAMES),
                "owner-phone": f"09{random.randrange(10**8):08d}",
                "owner-address": "12 đường 30/4",
            }
            fields = sheet | person | {"request_key": str(uuid4()), "do": "receive"}
            browser.post(address, list(fields.items()), multipart=True).expect(302)

        return send

    def step(self, number: int) -> Callable[[], object]:
        """Complete one open step after another, at communes whose work no other client does."""
        waiting = iter(list(self._open_steps(number)))  # now: a client's own statements are not measured

        def complete() -> None:
            browser, dossier, version = next(waiting)
            fields = [("version", str(version)), ("step", "s2"), ("note", "Hồ sơ đủ điều kiện.")]
            browser.post(f"/ho-so/{dossier}/hoan-thanh/?buoc=s2", fields).expect(302)

        return complete

    def _open_steps(self, number: int) -> Iterator[tuple[Browser, int, int]]:
        from congvu.directory.models import Officer
        from congvu.dossiers.models import Step

        first = min(bulk.MEASURED, self.communes // 2)
        for commune in range(first + number, self.communes, self.clients):
            officer = Officer.objects.get(username=f"bench-specialist-{commune}")
            browser = self.browser("specialist", commune)
            steps = Step.objects.filter(
                state="open", key="s2", paused=False, agency__key=f"bench-{commune}"
            ).exclude(holder__startswith="o").values_list(
                "dossier_id", "dossier__version"
            ) | Step.objects.filter(
                state="open", key="s2", paused=False, holder=f"o{officer.pk}"
            ).values_list("dossier_id", "dossier__version")
            for dossier, version in list(steps.order_by("-id")):
                yield browser, dossier, version

    def inbox(self, number: int) -> Callable[[], object]:
        """The first page of the inbox."""
        browser = self.browser("specialist", number)
        return lambda: browser.get("/").expect(200)

    def dossiers(self, number: int) -> Callable[[], object]:
        """The newest dossiers."""
        browser = self.browser("specialist", number)
        return lambda: browser.get("/ho-so/").expect(200)

    def search(self, number: int) -> Callable[[], object]:
        """Full names, beginnings of names and identity numbers of dossiers that are there."""
        from urllib.parse import quote

        from congvu.dossiers.models import Dossier

        browser = self.browser("specialist", number)
        asked = []
        for pk in self._sample(number, 60):
            dossier = Dossier.objects.select_related("owner").get(pk=pk)
            words = dossier.owner_name.split()
            asked += [dossier.owner_name, " ".join(words[:2]), " ".join(words[-2:]), dossier.owner.id_number]
        return lambda: browser.get(f"/tim-kiem/?q={quote(random.choice(asked))}").expect(200)

    def read(self, number: int) -> Callable[[], object]:
        """Dossiers of three years, finished ones and open ones."""
        browser, keys = self.browser("specialist", number), self._sample(number, 300)
        return lambda: browser.get(f"/ho-so/{random.choice(keys)}/").expect(200)

    def upload(self, number: int) -> Callable[[], object]:
        """A new file of 1 MB for one of the officer's open dossiers."""
        from congvu.dossiers.models import Dossier

        browser = self.browser("specialist", number)
        keys = list(
            Dossier.objects.filter(
                receiving_agency__key=f"bench-{number % self.communes}", state="processing"
            )
            .order_by("-pk")
            .values_list("pk", "version")[:50]
        )

        def send() -> None:
            dossier, version = random.choice(keys)
            content = b"%PDF-1.7\n" + random.randbytes(1024 * 1024) + b"\n%%EOF"
            fields = [("version", str(version)), ("step", ""), ("uploads", ("ban-quet.pdf", content))]
            browser.post(f"/ho-so/{dossier}/them-tep/", fields, multipart=True).expect(302)

        return send

    def _sample(self, number: int, many: int) -> list[int]:
        """Return keys of dossiers that the client's specialist may see, spread evenly over the years."""
        from congvu.dossiers.models import Dossier

        commune = number % self.communes
        per_commune = self.filled.dossiers // self.communes
        places = {per_commune * n // many for n in range(many)}
        keys = [self.filled.first + commune + self.communes * place for place in sorted(places)]
        seen = Dossier.objects.visible_to(one_stop.actor("specialist", commune)).filter(pk__in=keys)
        return list(seen.order_by("pk").values_list("pk", flat=True))


def _named(sheet: dict[str, str], prefix: str) -> list[str]:
    return [name for name in sheet if name.startswith(prefix) and name.endswith("-name")]


ACTS: dict[str, Callable[[Office, int], Callable[[], object]]] = {
    "intake": Office.intake, "step": Office.step, "list": Office.inbox, "dossiers": Office.dossiers,
    "search": Office.search, "read": Office.read, "upload": Office.upload,
}  # fmt: skip


def measure(
    office: Office, statements: Statements, pids: Sequence[int], *, seconds: float, rounds: int
) -> dict[str, Measured]:
    """Let the clients do each act in turns with the empty view.

    Args:
        pids: of the web server and of PostgreSQL.
    """
    every = range(office.clients)
    empty = [office.ping(number) for number in every]
    jobs = {name: [act(office, number) for number in every] for name, act in ACTS.items()}
    together(empty, 1)
    for name in ACTS:
        together(jobs[name], min(1, seconds))
    found = {name: Measured() for name in ACTS}
    for _ in range(rounds):
        for name, one in found.items():
            one.empty.append(together(empty, seconds / 2))
            statements.reset()
            before = list(map(cpu_seconds, pids))
            one.loads.append(together(jobs[name], seconds))
            after = map(cpu_seconds, pids)
            one.statements += statements.total()
            one.cpu = [cpu + end - start for cpu, start, end in zip(one.cpu, before, after, strict=True)]
    return found


def report(bench: Bench, found: dict[str, Measured]) -> None:
    """Print the table, and keep the figures that have goals."""
    empty = [load for one in found.values() for load in one.empty]
    print(f"  empty signed-in view: {percentile([load.per_second for load in empty], 50):.0f} a second")
    print(f"  {'':10}{'ops/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'SQL':>7}{'web cpu':>9}{'db cpu':>8}{'ratio':>8}")
    for name, one in found.items():
        ms = [percentile(one.latencies, percent) * 1000 for percent in (50, 95)]
        many = max(1, len(one.latencies) + len(one.errors))
        sql, web, database = one.statements / many, *(cpu * 1000 / many for cpu in one.cpu)
        print(f"  {name:10}{one.per_second:8.1f}{ms[0]:9.1f}{ms[1]:9.1f}{sql:7.1f}", end="")
        print(f"{web:9.1f}{database:8.1f}{one.ratio:8.3f}")
        bench.figures |= {name: one.ratio, f"{name}_sql": sql}
        for error in one.errors[:3]:
            print(f"  {name}: {error}", file=sys.stderr)
    bench.note(errors=sum(len(one.errors) for one in found.values()))


def main() -> int:
    """Print the figures and whether the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    parser.add_argument("--communes", type=int, default=bulk.COMMUNES)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--threads", type=int, default=THREADS, help="threads of each of the two workers")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    bench = Bench("http", [*GOALS, "errors==0"])
    with postgres(statements=True) as cluster:
        filled = bulk.fill(
            given.dossiers, communes=given.communes, measured=min(bulk.MEASURED, given.communes)
        )
        print(f"  {filled.dossiers} dossiers loaded in {filled.seconds:.0f} s", flush=True)
        with web_server(processes=WORKERS, threads=given.threads) as server:
            bench.note(memory_start_mb=server.memory_mb())
            office = Office(server.port, filled, given.communes, given.clients)
            measured: dict[str, Any] = measure(
                office,
                Statements(cluster),
                [server.pid, cluster.server.pid if cluster.server else 0],
                seconds=given.seconds,
                rounds=given.rounds,
            )
            report(bench, measured)
            bench.note(memory_mb=server.memory_mb())
    return bench.finish()


if __name__ == "__main__":
    raise SystemExit(main())
