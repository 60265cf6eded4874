"""The one-stop shop end to end, on real procedures: `make scenario NAME=one-stop [ARGS=--postgres]`."""

import json
import lzma
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.scenarios.harness import Transcript, asked_for_postgres, at, database

ROOT = Path(__file__).resolve().parents[2]
REAL = Path(os.environ.get("CONGVU_SAMPLES", ROOT.parent / "shared" / "samples" / "procedures"))
OUT = ROOT / "var" / "scenario-one-stop"
FORMS = ("01", "02", "03", "04", "05", "06", "07")


def real_rows() -> Iterator[dict[str, Any]]:
    """Yield the rows of the national portal, where the files lie beside the project."""
    for path in sorted(REAL.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def prepare(transcript: Transcript) -> None:
    """Lay organisations, the real catalogue with the worked-out procedures, processes and bindings."""
    from django.db import transaction

    from congvu.directory.services.realms import load_realm
    from congvu.dossiers.queries.binding import vacancies
    from congvu.dossiers.services.demo.ground import lay_ground
    from congvu.procedures.services import import_portal_rows

    step = transcript.step

    def import_real() -> int:
        actor = _root()
        report = import_portal_rows(real_rows(), actor=actor, source="Cổng DVCQG")
        assert not report.errors, report.errors[:3]
        return len(report.added)

    step("nạp tổ chức thành phố Đồng Nai (95 xã, phường)", lambda: load_realm("dong-nai"))
    rows = step("nhập thủ tục thật của Cổng DVCQG", import_real, tell=lambda: f"từ {REAL.name}")
    transcript.write(f"     {rows} thủ tục thật" if rows else f"     không thấy {REAL}: chỉ dùng bộ mẫu")
    with transaction.atomic():
        step("nạp lịch, thủ tục mẫu, quy trình, biểu mẫu, gán vai trò", lay_ground)
    step(
        "mọi bước của mọi quy trình đều có người làm tại 95 xã, phường",
        lambda: None,
        wrong=lambda: [f"{row.process} {row.no}: {row.agency}" for row in vacancies()[:5]],
    )


def _root() -> Any:
    from congvu.directory.messages import Actor
    from congvu.directory.models import Agency

    root = Agency.objects.get(key="thanh-pho-dong-nai")
    return Actor.system(root.pk, root.name)


def play_all(transcript: Transcript) -> None:
    """Play every scene with the clock moved, then print and read the forms and verify the journal."""
    from congvu.dossiers.services.demo.clock import moved_clock
    from tests.scenarios.scenes import beyond, commune
    from tests.scenarios.scenes.story import Play

    with moved_clock(at("2026-08-12 08:00")) as clock:
        play = Play(transcript, clock)
        for scene in (
            commune.birth_after_three,
            commune.permit_with_consultation,
            commune.refusals,
            commune.stopped_on_request,
            beyond.two_levels,
            beyond.late_with_apology,
            beyond.other_commune,
            beyond.routed_elsewhere,
            beyond.register,
        ):
            title = (scene.__doc__ or scene.__name__).splitlines()[0]
            transcript.scene(TITLES.get(scene.__name__, title), partial(scene, play))
        transcript.scene("Bảy biểu mẫu của TT 03/2025/TT-VPCP, mở lại và đọc chữ", lambda: None)
        for number in FORMS:
            transcript.scene("", partial(read_form, play, number))
        transcript.scene("Nhật ký", partial(verify_journal, transcript))


TITLES = {
    "birth_after_three": "Đăng ký khai sinh nộp sau 15 giờ: trả kết quả ngày làm việc tiếp theo",
    "permit_with_consultation": "Giấy phép xây dựng: lấy ý kiến, im lặng là đồng ý, bổ sung dừng qua ngày lễ",
    "refusals": "Từ chối tiếp nhận, và từ chối sau thẩm định",
    "stopped_on_request": "Dừng giải quyết theo đề nghị",
    "two_levels": "Quy trình hai cấp, 14 bước: xã → Sở Nội vụ → xã",
    "late_with_apology": "Hồ sơ trễ hạn: xin lỗi và hẹn lại một lần",
    "other_commune": "Phi địa giới: nộp ở Bàu Hàm, Trảng Bom giải quyết",
    "routed_elsewhere": "Thủ tục giải quyết trên hệ thống của Bộ",
    "register": "Sổ theo dõi hồ sơ",
}


def read_form(play: Any, number: str) -> None:
    """Write one of the forms, open it again and look for the words that it must hold."""
    import pypdfium2

    name = next((name for name in play.forms if name.startswith(number)), "")
    path = OUT / f"{name}.pdf"

    def act() -> None:
        assert name, "chưa in mẫu này"
        pdf, words = play.forms[name]
        OUT.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
        document = pypdfium2.PdfDocument(str(path))
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
        text = text.replace("\u200b", "")  # codes may be broken at these places
        missing = [word for word in words if word not in text]
        assert not missing, f"không đọc thấy {missing} trong {text[:300]}"

    play.transcript.step(f"mẫu {number}", act, tell=lambda: str(path))


def verify_journal(transcript: Transcript) -> None:
    """Check the hash chains of every agency and day."""
    from congvu.audit.models import Event
    from congvu.audit.queries import verify

    transcript.step(
        "audit verify",
        lambda: None,
        tell=lambda: f"{Event.objects.count()} sự kiện, chuỗi nguyên vẹn",
        wrong=lambda: [str(found) for found in verify()],
    )


def main() -> int:
    """Play the scenario on a throwaway database; return 0 when nothing failed."""
    transcript = Transcript("one-stop")
    with database(asked_for_postgres()):
        transcript.scene("Chuẩn bị", partial(prepare, transcript))
        if not transcript.failed:
            play_all(transcript)
        from django.db import connections

        connections.close_all()
    return transcript.finish()


if __name__ == "__main__":
    sys.exit(main())
