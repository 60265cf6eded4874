"""Assigned work: what the notice directs becomes tasks, is reported, extended once, approved and closed."""

from datetime import date
from uuid import uuid4

from congvu.assignments import services
from congvu.assignments.messages import AssignmentDraft, Origin, Performer, ReportDraft
from congvu.assignments.models import Assignment
from congvu.assignments.states import STATE_NAMES, State
from congvu.documents.models import IncomingDocument, Line
from congvu.documents.states.incoming import LINE_NAMES, LineState
from tests.scenarios.scenes.office import Office

TASKS = (
    (
        "Phòng Nội vụ",
        None,
        "Sửa chữa, hiệu chỉnh lỗi khi đưa phần mềm lõi vào cơ chế một cửa cấp xã (mục 1).",
        date(2015, 1, 23),
    ),
    (
        "Phòng Tài nguyên",
        "ngan",
        "Rà soát trang thiết bị, đường truyền tại phòng và 17 xã, thị trấn (mục 2).",
        date(2015, 1, 21),
    ),
    (
        "Văn phòng",
        None,
        "Báo cáo kết quả triển khai phần mềm quản lý văn bản điều hành trên địa bàn huyện (mục 3).",
        date(2015, 1, 28),
    ),
)


def given(office: Office) -> None:
    """Từ ý kiến chỉ đạo sinh ra ba nhiệm vụ."""
    leader = office.who("tuan")
    origin = Origin(
        "document",
        office.line_subject,
        "189/TB-UBND",
        date(2015, 1, 9),
        "Kết luận về triển khai phần mềm lõi",
    )
    key = uuid4()

    def drafts() -> list[AssignmentDraft]:
        made = []
        for unit, name, content, due in TASKS:
            officer = office.who(name).officer_id if name else None
            lead = Performer(office.district.pk, office.unit(unit).pk, officer)
            made.append(AssignmentDraft(content, lead, due_on=due, origin=origin, request_key=key))
        return made

    made = office.step(
        leader,
        "giao ba nhiệm vụ",
        lambda: services.create_many(drafts(), actor=leader),
        tell=lambda: ", ".join(Assignment.objects.order_by("pk").values_list("code", flat=True)),
    )
    office.tasks = [task.pk for task in made]
    office.step(
        leader,
        "bấm giao lần thứ hai",
        lambda: services.create_many(drafts(), actor=leader),
        wrong=lambda: [] if Assignment.objects.count() == 3 else ["nhiệm vụ bị nhân đôi"],
        tell=lambda: "vẫn ba nhiệm vụ",
    )


def reported(office: Office) -> None:
    """Báo cáo tiến độ, vướng mắc; báo cáo của chuyên viên qua hai lần duyệt."""
    oanh, ngan, trung, leader = (office.who(name) for name in ("oanh", "ngan", "trung", "tuan"))
    office.at("2015-01-16 14:00")
    office.step(
        oanh,
        "báo cáo tiến độ, nêu vướng mắc",
        lambda: services.report_progress(
            office.tasks[0],
            ReportDraft("Đã sửa 7 trong 11 lỗi.", 60, "Máy in tại xã Sông Trầu chưa in được giấy hẹn."),
            actor=oanh,
        ),
        tell=lambda: _state(office, 0),
    )
    office.at("2015-01-19 10:00")
    office.step(
        ngan,
        "báo cáo hoàn thành",
        lambda: services.report_done(
            office.tasks[1],
            ReportDraft("Đã rà soát đủ 17 xã, thị trấn.", finished_on=date(2015, 1, 19)),
            actor=ngan,
        ),
        tell=lambda: _state(office, 1),
    )
    office.step(
        trung,
        "trưởng phòng duyệt (lần một)",
        lambda: services.pass_unit(office.tasks[1], actor=trung),
        tell=lambda: _state(office, 1),
    )
    office.step(
        leader,
        "người giao duyệt (lần hai)",
        lambda: services.approve(office.tasks[1], actor=leader),
        tell=lambda: _state(office, 1),
    )


def extended(office: Office) -> None:
    """Một nhiệm vụ xin gia hạn, được duyệt, hạn cũ còn trong sổ."""
    oanh, leader = office.who("oanh"), office.who("tuan")
    office.at("2015-01-21 15:30")
    office.step(
        oanh,
        "xin gia hạn đến 28/01/2015",
        lambda: services.request_extension(
            office.tasks[0],
            ReportDraft("Chờ nhà thầu giao bản sửa.", new_due_on=date(2015, 1, 28)),
            actor=oanh,
        ),
        tell=lambda: _state(office, 0),
    )
    office.step(
        leader,
        "duyệt gia hạn",
        lambda: services.approve(office.tasks[0], actor=leader),
        wrong=lambda: (
            [] if _task(office, 0).due_on == date(2015, 1, 28) else [f"hạn là {_task(office, 0).due_on}"]
        ),
        tell=lambda: f"hạn mới {_task(office, 0).due_on:%d/%m/%Y}, {_state(office, 0)}",
    )


def all_closed(office: Office) -> None:
    """Các nhiệm vụ hoàn thành; dòng văn bản nguồn tự hoàn thành theo."""
    oanh, mai, leader = office.who("oanh"), office.who("mai"), office.who("tuan")
    office.at("2015-01-27 09:00")
    for number, actor in ((0, oanh), (2, mai)):
        office.step(
            actor,
            "báo cáo hoàn thành",
            lambda number=number, actor=actor: services.report_done(
                office.tasks[number],
                ReportDraft("Đã hoàn thành.", finished_on=date(2015, 1, 27)),
                actor=actor,
            ),
            tell=lambda number=number: _state(office, number),
        )
        office.step(
            leader,
            "duyệt",
            lambda number=number: services.approve(office.tasks[number], actor=leader),
            tell=lambda number=number: _state(office, number),
        )
    office.step(
        None,
        "dòng của Văn phòng trên văn bản 189",
        lambda: None,
        wrong=lambda: [] if _line(office) == LineState.DONE else [LINE_NAMES[_line(office)]],
        tell=lambda: (
            f"{LINE_NAMES[_line(office)]}; văn bản: "
            f"{IncomingDocument.objects.get(pk=office.incoming).get_state_display()}"
        ),
    )


def _task(office: Office, number: int) -> Assignment:
    return Assignment.objects.get(pk=office.tasks[number])


def _state(office: Office, number: int) -> str:
    return STATE_NAMES[State(_task(office, number).state)]


def _line(office: Office) -> LineState:
    return LineState(Line.objects.get(pk=office.line).state)
