"""`congvu national serve`: the double of the national side in a process of its own."""

import json
import signal
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from congvu.national.management.double.desk import Desk
from congvu.national.management.double.faults import KNOWN, Faults
from congvu.national.management.double.server import Double
from congvu.national.management.double.store import Store

AGENCY = "H19.75.26248=Ủy ban nhân dân phường Trảng Bom"


def words(parser: ArgumentParser) -> None:
    """Add the options of `serve`."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8095)
    parser.add_argument("--file", type=Path, default=None, help="tệp SQLite; để trống thì giữ trong bộ nhớ")
    parser.add_argument("--account", default="congvu", help="tài khoản (username hoặc client_id)")
    parser.add_argument("--secret", default="quoc-gia", help="mật khẩu (password hoặc client_secret)")
    agency = f"cơ quan mà phía quốc gia biết, lặp lại được; mặc định {AGENCY}"
    parser.add_argument("--agency", action="append", default=[], metavar="MÃ=TÊN", help=agency)
    parser.add_argument(
        "--procedures", type=Path, help="danh mục: tệp JSON, mỗi phần tử như LayThuTuc trả về"
    )
    names = "; ".join(f"{name}: {what}" for name, what in KNOWN.items())
    fault = f"lỗi giả lập TÊN[@dịch vụ][=giây][~phần trăm], lặp lại được. {names}".replace("%", "%%")
    parser.add_argument("--fault", action="append", default=[], metavar="LỖI", help=fault)


def serve(options: dict[str, Any], out: OutputWrapper) -> None:
    """Run the double until a signal comes."""
    try:
        faults = Faults([str(text) for text in options["fault"]])
        double = Double((options["host"], options["port"]), _desk(options), faults)
    except (ValueError, OSError) as error:
        raise CommandError(str(error)) from None
    signal.signal(signal.SIGTERM, _stop)
    port = double.server_address[1]
    out.write(f"Phía quốc gia giả lập: http://{options['host']}:{port}/ (Ctrl+C để dừng)")
    out.write(f"Thế hệ 1: http://{options['host']}:{port}/v1 · thế hệ 2: http://{options['host']}:{port}/v2")
    out.write(f"Cổng của công dân: http://{options['host']}:{port}/cong/ (nop, bo-sung, rut, ho-so, loi)")
    out.flush()
    try:
        double.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        double.server_close()
        double.desk.store.close()


def _desk(options: dict[str, Any]) -> Desk:
    agencies = dict(str(text).split("=", 1) for text in options["agency"] or [AGENCY])
    entries = None
    if options["procedures"]:
        entries = json.loads(options["procedures"].read_text(encoding="utf-8"))
    return Desk(
        Store(options["file"] or ":memory:"),
        account=options["account"],
        secret=options["secret"],
        agencies=agencies,
        entries=entries,
    )


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
