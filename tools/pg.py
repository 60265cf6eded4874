"""A temporary PostgreSQL cluster: made by initdb, reached by a Unix socket, gone at the end.

    tools/pg.py run [--durable] [--set name=value] -- COMMAND …

runs COMMAND with DATABASE_URL pointing at it. Without `--durable` the cluster forgets to wait for the
disk (right for tests, wrong for benches).
"""

import argparse
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

MINIMUM = 15
COMMON = {
    "listen_addresses": "",
    "max_connections": "100",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_statement": "none",
    "jit": "off",  # statements are short: compiling one takes longer than it runs
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}
DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "random_page_cost": "1.1",
}


def server_programs() -> Path | None:
    """Return the folder that holds initdb and postgres, the newest version first, or None."""
    candidates: list[Path] = []
    if named := os.environ.get("PG_BINDIR"):
        candidates.append(Path(named))
    versioned = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    candidates += sorted(versioned, key=_version, reverse=True)
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
        candidates.append(Path(answer.stdout.strip()))
    if initdb := shutil.which("initdb"):
        candidates.append(Path(initdb).resolve().parent)
    for folder in candidates:
        if (
            all((folder / name).exists() for name in ("initdb", "postgres", "pg_ctl"))
            and _version(folder) >= MINIMUM
        ):
            return folder
    return None


def _version(folder: Path) -> int:
    """Return the major version of the server programs in `folder`, 0 when they cannot be run."""
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
        return int(answer.stdout.split()[2].split(".")[0])
    except (OSError, ValueError, IndexError):
        return 0


def _end_with_parent() -> None:
    """Ask Linux to shut the server down (SIGQUIT) when this process dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


class Cluster:
    """A PostgreSQL cluster that lives as long as the `with` block.

    Args:
        durable: whether a commit waits for the disk, as in production.
        settings: further server settings, such as {"work_mem": "64MB"}.

    Raises:
        RuntimeError: no PostgreSQL >= 15 is installed, or it does not start (with its log).
    """

    def __init__(self, *, durable: bool = False, settings: Mapping[str, str] | None = None) -> None:
        self.settings = COMMON | (DURABLE if durable else FAST) | dict(settings or {})
        self.bindir = Path()
        self.home = Path()
        self.server: subprocess.Popen[bytes] | None = None
        self._as: dict[str, Any] = {}

    @property
    def env(self) -> dict[str, str]:
        """The variables with which psql, pgbench and libpq reach the cluster."""
        return {"PGHOST": str(self.home), "PGUSER": "postgres", "PGDATABASE": "congvu", "PGPORT": "5432"}

    def url(self, database: str = "congvu") -> str:
        """Return the DATABASE_URL of `database`."""
        return f"postgres://postgres@{str(self.home).replace('/', '%2F')}:5432/{database}"

    def program(self, name: str) -> str:
        """Return the path of a client program, such as "pgbench"."""
        path = self.bindir / name
        return str(path) if path.exists() else shutil.which(name) or name

    def sql(self, text: str, database: str = "congvu") -> str:
        """Run SQL as the superuser and return what it prints, unaligned."""
        words = [self.program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", text]
        done = subprocess.run(words, env=os.environ | self.env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.strip()

    def __enter__(self) -> Self:
        bindir = server_programs()
        if bindir is None:
            raise RuntimeError(
                f"Không tìm thấy PostgreSQL {MINIMUM} trở lên: hãy cài gói postgresql "
                f"(no PostgreSQL {MINIMUM} or newer: install the package postgresql, or set PG_BINDIR)."
            )
        self.bindir = bindir
        self.home = Path(tempfile.mkdtemp(prefix="congvu-pg-", dir="/tmp"))
        if os.geteuid() == 0:
            self._as = _drop_to_postgres(self.home)
        try:
            self._initialise()
            self._start()
            self.sql("CREATE DATABASE congvu", "postgres")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=self.home, capture_output=True, text=True, **self._as)

    def _initialise(self) -> None:
        words = [str(self.bindir / "initdb"), "-D", str(self.home / "data"), "-U", "postgres"]
        words += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        done = self._run(words)
        if done.returncode:
            raise RuntimeError(f"initdb: {done.stderr.strip()}")

    def _start(self) -> None:
        words = [str(self.bindir / "postgres"), "-D", str(self.home / "data"), "-k", str(self.home)]
        for name, value in self.settings.items():
            words += ["-c", f"{name}={value}"]
        with (self.home / "log").open("wb") as log:
            self.server = subprocess.Popen(
                words, cwd=self.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=_end_with_parent, start_new_session=True, **self._as,
            )  # fmt: skip
        ready = [self.program("pg_isready"), "-q", "-h", str(self.home)]
        for _ in range(300):
            if self.server.poll() is not None:
                break
            if subprocess.run(ready).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError(
            "PostgreSQL không khởi động: " + (self.home / "log").read_text(errors="replace")[-2000:]
        )

    def restart(self) -> None:
        """Have the server die as in a power cut and start it again, in the thread that began it."""
        if self.server is not None:
            self.server.send_signal(signal.SIGQUIT)
            self.server.wait(30)
        self._start()

    def stop(self) -> None:
        """Stop the server at once and remove its folder."""
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGQUIT)
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def _drop_to_postgres(home: Path) -> dict[str, Any]:
    """Return Popen arguments that run as the user postgres (the server refuses root); give it `home`."""
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(home, user.pw_uid, user.pw_gid)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("Không có người dùng postgres (no user postgres to run the server as).")


def run(words: list[str], env: Mapping[str, str]) -> int:
    """Run a command with `env` added; pass signals on to it; return its exit code."""
    child = subprocess.Popen(words, env=os.environ | dict(env))

    def forward(number: int, _frame: object) -> None:
        child.send_signal(number)

    before: dict[signal.Signals, Callable[[int, Any], Any] | int | None] = {}
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        before[number] = signal.signal(number, forward)
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def main() -> int:
    """Parse the command line, start the cluster, run the command, tear down."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=["run"])
    parser.add_argument("--durable", action="store_true", help="wait for the disk on commit")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="settings")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    words = given.command[1:] if given.command[:1] == ["--"] else given.command
    if not words:
        parser.error("no command after --")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with Cluster(
            durable=given.durable, settings=dict(pair.split("=", 1) for pair in given.settings)
        ) as cluster:
            return run(words, cluster.env | {"DATABASE_URL": cluster.url()})
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
