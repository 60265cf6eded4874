"""The benches' own tools: goals, percentiles, and figures that are really measured."""

import os
import time
from collections.abc import Callable

import pytest
from tools.pg import Cluster, server_programs

from tests.bench.harness import STATEMENTS, Bench, Goal, Load, Statements, percentile, pgbench, workers
from tests.bench.servers import family

needs_postgres = pytest.mark.skipif(server_programs() is None, reason="no PostgreSQL server programs")


def test_a_goal_says_what_it_asks() -> None:
    assert str(Goal.parse(" ratio >= 0.25 ")) == "ratio>=0.25"


@pytest.mark.parametrize("text", ["ratio", "ratio=0.2", ">=2", "ratio>=fast"])
def test_what_is_no_goal_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Goal.parse(text)


def test_the_closing_line_tells_figures_and_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert Bench("intake", ["ratio>=0.25", "sql<=20"], {"ratio": 0.31, "sql": 12}).finish() == 0
    assert capsys.readouterr().out == "bench intake: ratio=0.31 sql=12; goal ratio>=0.25, sql<=20: met\n"


def test_a_missed_goal_is_named_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert Bench("http", ["ratio>=0.25", "sql<=20"], {"ratio": 0.2, "sql": 12}).finish() == 1
    assert capsys.readouterr().out.endswith("goal ratio>=0.25, sql<=20: short (ratio>=0.25)\n")


def test_a_figure_never_measured_is_short() -> None:
    assert Bench("http", ["ratio>=0.25"]).finish() == 1


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([], 95, 0), ([7], 95, 7), ([1, 2, 3], 50, 2), ([1, 2, 3, 4], 50, 2.5), (list(range(101)), 95, 95)],
)
def test_percentiles(values: list[float], percent: float, expected: float) -> None:
    assert percentile(values, percent) == expected


def test_load_gives_rates_and_milliseconds() -> None:
    load = Load([0.01] * 50, 5)
    assert (load.per_second, load.ms(95), load.mean_ms) == (10, 10, 10)


def _sleeper(index: int) -> Callable[[], None]:
    def job() -> None:
        time.sleep(0.01)
        if index == 1:
            raise ValueError("always")

    return job


def _failing(_index: int) -> Callable[[], None]:
    raise RuntimeError("cannot even begin")


def test_workers_measure_and_count_errors_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    load = workers(2, 0.5, _sleeper, warm=0)
    assert 5 <= len(load.latencies) <= 50
    assert load.ms(50) >= 10
    assert set(load.errors) == {"ValueError: always"}


def test_a_worker_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(RuntimeError, match="died"):
        workers(1, 0.2, _failing)


def test_a_process_belongs_to_its_family() -> None:
    assert os.getpid() in family(os.getppid())


@needs_postgres
def test_pgbench_runs_on_a_cluster_that_is_gone_afterwards() -> None:
    with Cluster() as cluster:
        cluster.sql("CREATE TABLE t (n int)")
        load = pgbench(cluster, "INSERT INTO t VALUES (1);", clients=2, seconds=1)
        assert load.per_second > 10
        assert int(cluster.sql("SELECT count(*) FROM t")) == len(load.latencies)
        home = cluster.home
    assert not home.exists()


@needs_postgres
def test_only_a_durable_cluster_waits_for_the_disk() -> None:
    with Cluster(durable=True, settings={"work_mem": "9MB"}) as cluster:
        assert cluster.sql("SHOW fsync") == "on"
        assert cluster.sql("SHOW work_mem") == "9MB"


@needs_postgres
def test_a_script_that_pgbench_cannot_read_is_told() -> None:
    with Cluster() as cluster, pytest.raises(RuntimeError, match="pgbench"):
        pgbench(cluster, "SELECT nothing FROM nowhere;", clients=1, seconds=1)


@needs_postgres
def test_statements_that_nobody_sent_are_not_counted() -> None:
    with Cluster(settings=STATEMENTS) as cluster:
        cluster.sql("CREATE EXTENSION pg_stat_statements; CREATE TABLE a (id int PRIMARY KEY)")
        cluster.sql(
            "CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED); INSERT INTO a VALUES (1)"
        )
        counted = Statements(cluster)
        counted.reset()
        cluster.sql("BEGIN; INSERT INTO b VALUES (1); INSERT INTO b VALUES (1); COMMIT")
        assert "FOR KEY SHARE" in counted.table()
        assert counted.total() == 2
