"""`congvu hub serve`: the axis alone, in a process of its own, with faults and peers when it is a double."""

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from django.db import close_old_connections

from congvu.hub.rules.faults import KNOWN, parse
from congvu.hub.services.peering import Peer, answer_waiting, peer_of

PAUSE = 0.5


def words(parser: ArgumentParser) -> None:
    """Add the options of `serve`."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--threads", type=int, default=8, help="số lệnh làm cùng lúc")
    names = "; ".join(f"{name}: {what}" for name, what in KNOWN.items())
    fault = "lỗi giả lập TÊN[@lệnh][=giá trị][~phần trăm], lặp lại được. " + names.replace("%", "%%")
    parser.add_argument("--fault", action="append", default=[], metavar="LỖI", help=fault)
    peer = "cơ quan tự trả lời, ví dụ H19.99=01,03,06"
    parser.add_argument("--peer", action="append", default=[], metavar="MÃ=TRẠNG_THÁI", help=peer)


def serve(options: dict[str, Any], out: OutputWrapper) -> None:
    """Run the axis until it ends or a signal comes."""
    try:
        faults = [str(text) for text in options["fault"]]
        for text in faults:
            parse(text)
        peers = [peer_of(text) for text in options["peer"]]
    except ValueError as error:
        raise CommandError(str(error)) from None
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", options["host"]]
    web += ["--port", str(options["port"]), "--workers", "1", "--blocking-threads", str(options["threads"])]
    web += ["--no-ws", "--log-level", "warning", "config.wsgi:application"]
    own = {"DJANGO_SETTINGS_MODULE": "config.settings.hub", "HUB_FAULTS": ",".join(faults)}
    base = os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.prod")
    child = subprocess.Popen(web, env={**os.environ, "CONGVU_HUB_SETTINGS": base, **own})  # noqa: S603
    signal.signal(signal.SIGTERM, _stop)
    out.write(f"Trục liên thông: http://{options['host']}:{options['port']}/ (Ctrl+C để dừng)")
    if faults:
        out.write(f"Đang giả lập lỗi: {', '.join(faults)}")
    out.flush()
    try:
        _wait(child, peers)
    except KeyboardInterrupt:
        pass
    finally:
        child.terminate()
        child.wait(timeout=20)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait(child: "subprocess.Popen[bytes]", peers: list[Peer]) -> None:
    """Let peers answer while the axis runs; a database that is busy is asked again."""
    while child.poll() is None:
        for peer in peers:
            close_old_connections()
            answer_waiting(peer)
        time.sleep(PAUSE)
    raise CommandError(f"Trục đã dừng (mã {child.returncode}).")
