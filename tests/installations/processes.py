"""Processes of an installation: started in a group of their own, so that they can be killed whole."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def end_in_order() -> None:
    """Have SIGTERM unwind this process, so that it ends what it started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: "subprocess.Popen[bytes]", seconds: float = 60) -> None:
    """Return once something listens; raise RuntimeError when the process ended or nothing ever does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


def environment(**own: str) -> dict[str, str]:
    """Return the variables of a process of an installation: development settings, loopback only."""
    base = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    usual = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "DEMO": "1", "PYTHONPATH": path}
    return {**base, **usual, **own}


_LEFT_OUT = frozenset({"DATABASE_URL", "CONGVU_DATA", "DJANGO_SETTINGS_MODULE", "HUB_DIR", "SECRET_KEY"})


def start(words: Sequence[str], env: Mapping[str, str], log: Path) -> "subprocess.Popen[bytes]":
    """Start Python with `words`; what it says goes to the end of `log`."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, *words], env=dict(env), cwd=ROOT, stdout=out, stderr=out, start_new_session=True
        )


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process and all that it started, at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end(process: "subprocess.Popen[bytes]", seconds: float = 20) -> None:
    """Ask a process to end, and kill it when it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            kill(process)
