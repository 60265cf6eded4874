"""What goes beyond one commune: two levels, another commune's dossier, a ministry's system, a late one."""

from datetime import date

from congvu.directory.messages import Actor
from congvu.dossiers import services
from congvu.dossiers.messages import Person
from congvu.dossiers.models import Dossier, HandOver
from congvu.dossiers.states import State
from congvu.printing.services import render_pdf
from tests.scenarios.harness import at
from tests.scenarios.scenes.commune import WARD
from tests.scenarios.scenes.story import Play, Story

BA = Person("Võ Thị Ba", "cccd", "075155001122", born_on=date(1955, 2, 3), phone="0912000555")
SON = Person("Đặng Minh Sơn", "cccd", "075089007788", born_on=date(1989, 11, 20), phone="0912000666")
YEN = Person("Bùi Hải Yến", "cccd", "075301000909", born_on=date(2001, 6, 6), phone="0912000777")
OTHER = "xa-bau-ham"


def two_levels(play: Play) -> None:
    """The real fourteen steps: commune, department, commune again; seven working days in all."""
    story, clerk = Story(play), play.clerk(WARD)
    story.receive("2026-09-21 08:00", clerk, lambda: story.intake("2.001428", BA), due_at="08:00 30/09/2026")
    times = {
        "s1": "2026-09-21 08:30", "s2": "2026-09-21 09:30", "s3": "2026-09-21 10:30",
        "s4": "2026-09-22 15:00", "s5": "2026-09-23 08:30", "s6": "2026-09-23 14:00",
        "s7": "2026-09-23 16:00", "s8": "2026-09-24 08:00", "s9": "2026-09-24 09:00",
        "s10": "2026-09-24 10:00", "s11": "2026-09-25 10:00", "s12": "2026-09-25 15:00",
        "s13": "2026-09-28 10:00",
    }  # fmt: skip
    for key, when in times.items():
        expected = {"state": State.DONE} if key == "s13" else {"state": State.PROCESSING}
        story.go(when, key, **expected)
    story.go("2026-09-28 15:00", "s14", state=State.RETURNED)
    story.do("2026-09-28 15:05", None, "hai lượt chuyển, lên và về", lambda: _hand_overs(story))


def _hand_overs(story: Story) -> None:
    rows = list(HandOver.objects.filter(dossier=story.pk).select_related("from_agency", "to_agency"))
    ways = [(row.from_agency.key, row.to_agency.key) for row in rows]
    assert ways == [(WARD, "so-noi-vu"), ("so-noi-vu", WARD)], ways
    assert all(row.received_at for row in rows[:1])


def late_with_apology(play: Play) -> None:
    """Too much work: the apology is sent a day before the due date, once and never again."""
    story, clerk = Story(play), play.clerk(WARD)
    story.receive("2026-10-01 08:00", clerk, lambda: story.intake("2.000424", SON), due_at="08:00 12/10/2026")
    story.go("2026-10-01 09:00", "s1")
    story.go("2026-10-01 10:00", "s2")
    worker = story.holder("s3")
    story.do(
        "2026-10-08 14:00",
        worker,
        "xin lỗi và gia hạn đến 16/10 (mẫu 04)",
        lambda: services.extend_dossier(
            story.pk,
            actor=worker,
            new_due_at=at("2026-10-16 17:00"),
            reason="Chờ kết luận giám định thương tật",
        ),
        due_at="17:00 16/10/2026",
    )
    story.print_form(
        "2026-10-08 14:05",
        worker,
        "04-van-ban-xin-loi",
        "apology",
        "Chờ kết luận giám định",
        "16 tháng 10 năm 2026",
    )
    story.do(
        "2026-10-09 09:00",
        worker,
        "gia hạn lần nữa",
        lambda: services.extend_dossier(
            story.pk, actor=worker, new_due_at=at("2026-10-30 17:00"), reason="Vẫn chờ"
        ),
        refused="Hồ sơ đã được gia hạn một lần",
    )
    story.go("2026-10-14 09:00", "s3")
    story.go("2026-10-14 14:00", "s4")
    story.go("2026-10-15 09:00", "s5")
    story.go("2026-10-15 15:00", "s6", state=State.DONE, first_due_at="08:00 12/10/2026")
    story.do("2026-10-15 15:05", clerk, "phiếu kiểm soát ghi bước quá hạn", lambda: _late(story, play))
    story.go("2026-10-16 08:30", "s7", state=State.RETURNED)


def _late(story: Story, play: Play) -> None:
    slip = services.live_form(story.pk, "control-slip", actor=play.clerk(WARD))
    outcomes = [row.outcome for row in slip.rows]
    assert "Quá hạn" in outcomes, outcomes
    assert story.dossier.extension.late_notice is False


def other_commune(play: Play) -> None:
    """Phi địa giới: handed in at Bàu Hàm, decided by Trảng Bom, returned at Bàu Hàm."""
    story, clerk = Story(play), play.clerk(OTHER)
    ward = play.agency(WARD)
    story.receive(
        "2026-10-19 09:00",
        clerk,
        lambda: story.intake("1.004873", YEN, competent_agency_id=ward.pk),
        code="H19.26254-261019-0001",
        competent_agency_id=ward.pk,
    )
    story.go("2026-10-19 09:20", "s1", state=State.PROCESSING)
    story.do("2026-10-19 09:25", clerk, "in phiếu chuyển xử lý", lambda: _transfer_slip(story, play))
    for key, when in (("s2", "2026-10-19 14:00"), ("s4", "2026-10-20 09:00"), ("s5", "2026-10-20 14:00")):
        story.go(when, key)
    story.go("2026-10-20 16:00", "s6", state=State.DONE)
    stranger = play.clerk(WARD)
    story.do(
        "2026-10-21 08:00",
        stranger,
        "Bộ phận Một cửa Trảng Bom không tham gia nên không thấy hồ sơ",
        lambda: _unseen(story, stranger),
    )
    story.go("2026-10-21 08:30", "s7", state=State.RETURNED)


def _unseen(story: Story, stranger: Actor) -> None:
    try:
        services.return_result(story.pk, actor=stranger, way="counter", receiver="Bùi Hải Yến")
    except Dossier.DoesNotExist:
        return
    raise AssertionError("người ngoài trả được kết quả")


def _transfer_slip(story: Story, play: Play) -> None:
    slip = services.live_form(story.pk, "transfer-slip", actor=play.clerk(OTHER))
    pdf = render_pdf("transfer-slip", slip)
    assert pdf.startswith(b"%PDF")
    assert slip.tasks[0].agency == play.agency(WARD).name
    assert slip.tasks[0].result_to == play.agency(OTHER).name


def routed_elsewhere(play: Play) -> None:
    """Household business is processed on the ministry's system: the counter is told so in a sentence."""
    story, clerk = Story(play), play.clerk(WARD)
    story.receive(
        "2026-10-22 09:00",
        clerk,
        lambda: story.intake("1.001612", SON),
        refused="được giải quyết trên Hệ thống thông tin về đăng ký hộ kinh doanh (Bộ Tài chính)",
    )


def register(play: Play) -> None:
    """The register of the ward for the year so far, derived from what was received."""
    story, clerk = Story(play), play.clerk(WARD)

    def act() -> None:
        form = services.register_form(date(2026, 8, 1), date(2026, 10, 31), actor=clerk)
        owners = [row.applicant for row in form.rows]
        assert [row.no for row in form.rows] == list(range(1, len(owners) + 1))
        assert {"Trần Văn Hải", "Võ Thị Ba"} <= set(owners)
        assert "Bùi Hải Yến" not in owners, "hồ sơ tiếp nhận ở Bàu Hàm nằm trong sổ của Bàu Hàm"
        play.keep("07-so-theo-doi", render_pdf("register", form), "Trần Văn Hải", "Võ Thị Ba")

    story.do("2026-10-30 16:00", clerk, "lập sổ theo dõi hồ sơ (mẫu 07)", act)
