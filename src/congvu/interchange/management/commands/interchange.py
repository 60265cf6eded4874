"""`congvu interchange status|poll|keys`: how the connections stand, ask them now, change the seal's keys."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from congvu.interchange.models import Connection, InboundMessage, OutboundMessage
from congvu.interchange.services import poll, renew_keys, take_lease
from congvu.interchange.states import Inbound, Outbound


class Command(BaseCommand):
    """Looks at the interchange from the machine itself."""

    help = "Liên thông: xem tình trạng (status), hỏi trục ngay (poll), đổi khóa niêm phong (keys)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        parser.add_argument("what", choices=["status", "poll", "keys"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        {"status": self._status, "poll": self._poll, "keys": self._keys}[options["what"]]()

    def _status(self) -> None:
        for one in Connection.objects.select_related("agency"):
            seen = f"{timezone.localtime(one.polled_at):%H:%M:%S %d/%m/%Y}" if one.polled_at else "chưa hỏi"
            state = "tắt" if not one.active else (one.poll_error or "tốt")
            self.stdout.write(f"{one.name} ({one.agency}, {one.kind}): {state}; hỏi gần nhất: {seen}")
        waiting = OutboundMessage.objects.filter(state=Outbound.QUEUED).count()
        stuck = OutboundMessage.objects.filter(state=Outbound.STUCK).count()
        apart = InboundMessage.objects.filter(state=Inbound.QUARANTINED).count()
        self.stdout.write(f"Chờ gửi: {waiting}; kẹt: {stuck}; cách ly: {apart}")

    def _poll(self) -> None:
        for one in Connection.objects.filter(active=True):
            leased = take_lease(one.pk)
            if leased is None:
                self.stdout.write(f"{one.name}: tiến trình khác đang hỏi")
                continue
            done = poll(leased)
            self.stdout.write(
                f"{one.name}: nhận {done.fetched}, báo nhận {done.acknowledged}; {done.error or 'tốt'}"
            )

    def _keys(self) -> None:
        self.stdout.write(f"Đã thêm khóa mới và niêm phong lại {renew_keys()} khóa bí mật.")
