"""The production web server for a bench: started on a free port, its memory measured, gone at the end."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.installations.processes import free_port


@contextmanager
def web_server(
    *, processes: int = 2, threads: int = 4, env: Mapping[str, str] | None = None
) -> Iterator["Server"]:
    """Run the production web server on a free port until the block ends.

    Args:
        processes: web processes.
        threads: threads that run views in each.
        env: variables beside those of this process.
    """
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    port = free_port()
    words = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    words += ["--workers", str(processes), "--blocking-threads", str(threads), "--no-ws"]
    words += ["--log-level", "warning", "config.wsgi:application"]
    child = subprocess.Popen(words, env=os.environ | dict(env or {}))
    server = Server(port, child.pid)
    try:
        server.wait(child)
        yield server
    finally:
        child.terminate()
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()


@dataclass(frozen=True, slots=True)
class Server:
    """A running web server: where it listens, and its first process."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        """The address without a closing slash."""
        return f"http://127.0.0.1:{self.port}"

    def wait(self, child: "subprocess.Popen[bytes]", seconds: float = 60) -> None:
        """Return once the server answers anything; raise RuntimeError when it ended or never does."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and child.poll() is None:
            try:
                urllib.request.urlopen(self.url + "/", timeout=5).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the web server did not come up")

    def memory_mb(self) -> float:
        """Return the memory of all its processes in MB, shared pages counted once (PSS)."""
        return sum(map(_pss_kb, family(self.pid))) / 1024


def family(pid: int) -> list[int]:
    """Return `pid` and all processes below it."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(found for child in children for found in family(child))]


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and all below it have used so far, in seconds."""
    ticks = 0
    for one in family(pid):
        try:
            words = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _pss_kb(pid: int) -> int:
    try:
        match = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(match[1]) if match else 0
