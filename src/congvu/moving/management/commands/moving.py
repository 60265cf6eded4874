"""`congvu moving …`: try and bring in a table of an old system from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.moving import queries, services
from congvu.moving.messages import Mapping
from congvu.moving.models import Move
from congvu.moving.rules.fields import Kind
from congvu.moving.services.working import do_slice
from congvu.moving.states import ACTIVE, STATE_NAMES


class Command(BaseCommand):
    """Try, bring in, and tell how runs stand."""

    help = "Chuyển dữ liệu từ hệ thống cũ: kiểm thử (dry), chuyển (run), tình trạng (status)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the sub-commands."""
        commands = parser.add_subparsers(dest="command", required=True)
        dry = commands.add_parser("dry", help="kiểm thử một bảng, không ghi gì")
        run = commands.add_parser("run", help="kiểm thử rồi chuyển; với --move thì chuyển tiếp lượt đã có")
        status = commands.add_parser("status", help="các lượt chuyển và đối chiếu")
        for command in (dry, run):
            command.add_argument("kind", nargs="?", choices=[kind.value for kind in Kind], default="incoming")
            command.add_argument("source", nargs="?", type=Path, help="tệp .xlsx hoặc .csv")
            command.add_argument("--name", default="", help="tên hệ thống cũ (hồ sơ chuyển dữ liệu)")
            command.add_argument("--folder", default="", help="thư mục chứa tệp của văn bản")
            command.add_argument("--encoding", default="", help="bảng mã của tệp CSV")
        run.add_argument("--move", type=int, help="số của lượt đã kiểm thử hoặc đã dừng")
        status.add_argument("--move", type=int)
        for command in (dry, run, status):
            command.add_argument("--agency", default="", help="khóa của cơ quan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the sub-command."""
        actor = _system(options["agency"])
        try:
            getattr(self, f"_{options['command']}")(actor, options)
        except ActionRefused as refusal:
            raise CommandError(refusal.message) from None
        except Move.DoesNotExist:
            raise CommandError("Không có lượt chuyển này.") from None

    def _dry(self, actor: Actor, options: dict[str, Any]) -> Move:
        path: Path | None = options["source"]
        if path is None or not path.is_file():
            raise CommandError(f"Không có tệp {path}.")
        with path.open("rb") as stream:
            arriving = services.Arriving(
                options["kind"], File(stream, path.name), None, options["folder"], options["encoding"]
            )
            move = services.receive(arriving, actor=actor, anywhere=True)
        name = options["name"] or (move.profile.name if move.profile else path.stem)
        services.set_mapping(move.pk, Mapping.from_json(move.mapping), name, actor=actor)
        move = do_slice(services.start_check(move.pk, actor=actor))
        self._told(move)
        return move

    def _run(self, actor: Actor, options: dict[str, Any]) -> None:
        if options["move"] is None:
            move = self._dry(actor, options)
        else:
            move = queries.moves_of(actor).get(pk=options["move"])
        if move.stage not in ACTIVE:
            begin = services.resume_move if move.started_at else services.start_move
            move = begin(move.pk, actor=actor)
        self._told(do_slice(move))

    def _status(self, actor: Actor, options: dict[str, Any]) -> None:
        if options["move"] is not None:
            self._told(queries.moves_of(actor).get(pk=options["move"]))
            return
        for move in queries.moves_of(actor)[:50]:
            state = f"{STATE_NAMES[move.stage]} {move.place}/{move.total}"
            self.stdout.write(f"{move.pk:>5}  {move.get_kind_display():<28} {state:<28} {move.source.name}")

    def _told(self, move: Move) -> None:
        write = self.stdout.write
        counts = (move.counts or move.dry or {}).get("all", {})
        came = "mới" if move.counts else "chuyển được"
        write(
            f"Lượt {move.pk} ({move.source.name}): {STATE_NAMES[move.stage]}; {counts.get('rows', 0)} dòng, "
            f"{counts.get('new', 0)} {came}, {counts.get('already', 0)} đã có, "
            f"{counts.get('wrong', 0) + counts.get('differs', 0)} lỗi. {move.told}"
        )
        for kind in queries.wrong_kinds(move):
            write(f"  {kind['count']:>7}  {kind['reason']} (dòng {kind['row']}: {kind['told'][:100]})")
        for note, count in queries.notes_of(move.counts or move.dry or {}):
            write(f"  {count:>7}  {note}")
        for line in queries.report_lines(move):
            write(
                f"  {line['title']} {line['year']}: nguồn {line['source_rows']}, đã có {line['rows']}, "
                f"không chuyển {line['left_out']}, chưa rõ {line['unexplained']}, trang "
                f"{line['pages']}/{line['source_pages']}, số thiếu {line['gaps']}"
            )


def _system(key: str) -> Actor:
    agencies = Agency.objects.filter(key=key) if key else Agency.objects.order_by("id")
    agency = agencies.first()
    if agency is None:
        raise CommandError("Chưa có cơ quan nào; hãy nạp danh bạ trước.")
    return Actor.system(agency.pk, agency.name)
