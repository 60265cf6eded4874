"""What happens at a commune: the 15:00 rule, consultation and supplement, refusals, a stop."""

from datetime import date

from congvu.dossiers import services
from congvu.dossiers.messages import Person
from congvu.dossiers.models import Opinion
from congvu.dossiers.services.clock import deadline_of
from congvu.dossiers.services.watch import settle_all_silence
from congvu.dossiers.states import State
from tests.scenarios.scenes.story import Play, Story

WARD = "phuong-trang-bom"
LAN = Person("Nguyễn Thị Lan", "cccd", "075190004411", born_on=date(1990, 3, 8), phone="0912000111")
HAI = Person("Trần Văn Hải", "cccd", "075085012207", born_on=date(1985, 7, 2), phone="0912000222")
HOA = Person("Lê Thị Hoa", "cccd", "070192003310", born_on=date(1992, 1, 15), phone="0912000333")
BINH = Person("Phạm Văn Bình", "cccd", "075078015501", born_on=date(1978, 9, 9), phone="0912000444")


def birth_after_three(play: Play) -> None:
    """Birth registration is due the same day; handed in after 15:00, the next working day."""
    early, story, clerk = Story(play), Story(play), play.clerk(WARD)
    early.receive(
        "2026-08-13 14:40",
        clerk,
        lambda: early.intake("1.001193", HOA),
        state=State.RECEIVED,
        due_at="17:00 13/08/2026",
    )
    story.receive(
        "2026-08-13 15:20",
        clerk,
        lambda: story.intake("1.001193", LAN),
        state=State.RECEIVED,
        due_at="17:00 14/08/2026",
        code="H19.26248-260813-0002",
    )
    story.print_form("2026-08-13 15:22", clerk, "01-giay-tiep-nhan", "receipt", "GIẤY TIẾP NHẬN", "H19.26248")
    story.go("2026-08-13 15:30", "s1", state=State.PROCESSING)
    story.go("2026-08-13 16:30", "s2")
    story.go("2026-08-14 08:00", "s4")
    story.go("2026-08-14 09:30", "s6")
    story.go("2026-08-14 10:00", "s7", state=State.DONE, finished_at="10:00 14/08/2026")
    story.go("2026-08-14 10:30", "s8", state=State.RETURNED, delivery_state="delivered")


def permit_with_consultation(play: Play) -> None:
    """A building permit: silence is consent, and a supplement whose clock stands still over a holiday."""
    story, clerk = Story(play), play.clerk(WARD)
    story.receive(
        "2026-08-20 09:00",
        clerk,
        lambda: story.intake("1.013225", HAI, data={"area": 96}),
        due_at="17:00 04/09/2026",
    )
    story.go("2026-08-20 09:20", "s1", state=State.PROCESSING)
    story.go("2026-08-20 10:00", "s2")
    specialist = story.holder("s3")
    story.do(
        "2026-08-28 10:00",
        specialist,
        "yêu cầu bổ sung bản vẽ (một lần, mẫu 02)",
        lambda: services.request_supplement(
            story.pk,
            actor=specialist,
            items=["Bản vẽ mặt cắt móng có chữ ký chủ nhiệm thiết kế"],
            reason="Thiếu bản vẽ mặt cắt móng",
            legal_basis="Điều 56 Nghị định 175/2024/NĐ-CP",
        ),
        state=State.SUPPLEMENT,
        due_at=None,
    )
    story.print_form(
        "2026-08-28 10:05", specialist, "02-phieu-yeu-cau-bo-sung", "supplement", "Bản vẽ mặt cắt móng"
    )
    story.do("2026-08-31 09:00", None, "chưa đủ 12 ngày, im lặng chưa là đồng ý", lambda: _silence(0))
    story.do("2026-09-03 17:00", None, "Sở Xây dựng im lặng 12 ngày: coi như đồng ý", lambda: _silence(1))
    story.do(
        "2026-09-07 08:00",
        clerk,
        "nhận bản vẽ bổ sung, đồng hồ chạy tiếp (nghỉ Quốc khánh nằm trong lúc dừng)",
        lambda: services.resume_dossier(story.pk, actor=clerk),
        state=State.PROCESSING,
        due_at="17:00 14/09/2026",
    )
    story.do("2026-09-07 08:05", clerk, "xem vì sao có hạn này", lambda: _explained(story))
    story.go("2026-09-08 10:00", "s3")
    story.go("2026-09-08 15:00", "s7")
    story.go("2026-09-09 09:00", "s8")
    story.go("2026-09-09 15:00", "s9")
    story.go("2026-09-10 09:00", "s10", state=State.DONE)
    story.go("2026-09-10 15:00", "s11", state=State.RETURNED)
    story.do("2026-09-10 15:05", clerk, "lập mẫu 06 từ các sự kiện", lambda: _control_slip(play, story))


def _silence(expected: int) -> None:
    counted = settle_all_silence()
    assert counted == expected, f"{counted} ý kiến được coi là đồng ý, mong đợi {expected}"
    answers = set(Opinion.objects.filter(answered_at__isnull=False).values_list("answer", flat=True))
    assert not expected or "silent" in answers


def _explained(story: Story) -> None:
    text = " ".join(reason.text for reason in deadline_of(story.dossier).explanation)
    assert "Thiếu bản vẽ mặt cắt móng" in text, text


def _control_slip(play: Play, story: Story) -> None:
    from congvu.printing.services import render_pdf

    slip = services.live_form(story.pk, "control-slip", actor=play.clerk(WARD))
    assert len(slip.rows) >= 7
    assert "Sở Xây dựng" in slip.cooperating
    play.keep("06-phieu-kiem-soat", render_pdf("control-slip", slip), "Trần Văn Hải", "Sở Xây dựng")


def refusals(play: Play) -> None:
    """Refused before acceptance (form 03), and refused after appraisal with its legal basis."""
    clerk, first = play.clerk(WARD), Story(play)

    def draft() -> None:
        first.pk = services.save_draft(first.intake("1.004873", BINH, channel="2"), actor=clerk).pk

    first.do("2026-09-14 08:30", clerk, "hồ sơ trực tuyến vừa đến", draft, state=State.DRAFT, code=None)
    first.do(
        "2026-09-14 09:00",
        clerk,
        "từ chối tiếp nhận không ghi lý do",
        lambda: services.refuse_dossier(first.pk, actor=clerk, reason=" "),
        refused="Hãy ghi rõ lý do",
    )
    first.do(
        "2026-09-14 09:05",
        clerk,
        "từ chối tiếp nhận (mẫu 03)",
        lambda: services.refuse_dossier(
            first.pk,
            actor=clerk,
            reason="Đã có thông tin trong Cơ sở dữ liệu quốc gia về dân cư, không phải cấp lại giấy",
            legal_basis="Điều 17 Nghị định 118/2025/NĐ-CP",
        ),
        state=State.REFUSED,
        due_at=None,
    )
    first.print_form("2026-09-14 09:10", clerk, "03-phieu-tu-choi", "refusal", "không phải cấp lại giấy")
    second = Story(play)
    second.receive("2026-09-14 10:00", clerk, lambda: second.intake("1.004873", BINH), state=State.RECEIVED)
    second.go("2026-09-14 10:20", "s1")
    appraiser = second.holder("s2")
    second.do(
        "2026-09-15 09:00",
        appraiser,
        "từ chối sau thẩm định, có căn cứ",
        lambda: services.reject_dossier(
            second.pk,
            actor=appraiser,
            reason="Người yêu cầu đang có vợ theo Sổ đăng ký kết hôn",
            legal_basis="Điều 5 Luật Hôn nhân và gia đình",
        ),
        state=State.REFUSED,
        holding="",
    )


def stopped_on_request(play: Play) -> None:
    """The applicant asks to stop: form 05, open steps end, nothing more can be done."""
    story, clerk = Story(play), play.clerk(WARD)
    story.receive("2026-09-16 08:00", clerk, lambda: story.intake("2.000424", BINH))
    story.go("2026-09-16 08:30", "s1")
    story.go("2026-09-16 09:30", "s2")
    worker = story.holder("s3")
    story.do(
        "2026-09-17 09:00",
        clerk,
        "dừng giải quyết theo đề nghị của người nộp (mẫu 05)",
        lambda: services.stop_dossier(
            story.pk,
            actor=clerk,
            reason="Người nộp đề nghị dừng để bổ sung hồ sơ bệnh án",
            papers_returned="Toàn bộ bản chính đã nộp",
        ),
        state=State.STOPPED,
        holding="",
    )
    story.print_form("2026-09-17 09:05", clerk, "05-thong-bao-dung", "stop", "bổ sung hồ sơ bệnh án")
    story.do(
        "2026-09-17 10:00",
        worker,
        "làm tiếp một hồ sơ đã dừng",
        lambda: services.complete_step(story.pk, "s3", actor=worker),
        refused="Dừng xử lý",
    )
