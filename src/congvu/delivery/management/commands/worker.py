"""`congvu worker` delivers what is due and runs periodic jobs until SIGTERM or Ctrl-C."""

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from congvu.delivery.services.worker import WorkerLoop


class Command(BaseCommand):
    help = "Chạy tiến trình nền: gửi những gì đến hạn và chạy việc định kỳ. Có thể chạy nhiều tiến trình."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default="", help="tên tiến trình (mặc định: máy và số tiến trình)")
        parser.add_argument("--batch", type=int, default=20, help="số lượt gửi nhận mỗi lần")
        parser.add_argument("--pause", type=float, default=3, help="nghỉ lâu nhất khi không có việc (giây)")
        parser.add_argument(
            "--lease", type=int, default=60, help="thời gian giữ việc nếu mất tiến trình (giây)"
        )
        parser.add_argument("--until-idle", action="store_true", help="dừng khi hết việc")

    def handle(self, *args: Any, **options: Any) -> None:
        loop = WorkerLoop(
            options["name"],
            batch=options["batch"],
            longest_pause=options["pause"],
            lease_seconds=options["lease"],
        )

        def stop(_number: int, _frame: FrameType | None) -> None:
            loop.stop()

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            loop.run(until_idle=options["until_idle"])
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
