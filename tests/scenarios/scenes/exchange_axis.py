"""Two installations meet on the axis: statuses, a return, a recall, an update, a replacement."""

from typing import Any

from tests.scenarios.scenes.exchange import DEPARTMENT, WARD, World


def laid(world: World) -> None:
    """Hai đơn vị và một trục, mỗi nơi một cơ sở dữ liệu và một tiến trình."""
    step = world.transcript.step
    names = {
        "H19": "UBND thành phố Đồng Nai",
        WARD: world.ward.place.name,
        DEPARTMENT: world.department.place.name,
    }
    step(
        "dựng trục liên thông, khai cơ quan và cấp khóa",
        lambda: world.axis.prepare(names),
        tell=lambda: "3 cơ quan",
    )
    step("chạy trục", lambda: world.axis.start(), tell=lambda: world.axis.address)
    world.step(world.ward, "dựng đơn vị trên PostgreSQL", world.ward.open, tell=lambda: WARD)
    world.step(world.department, "dựng đơn vị trên SQLite", world.department.open, tell=lambda: DEPARTMENT)


def connected(world: World) -> None:
    """Nối vào trục bằng địa chỉ, mã hệ thống và khóa."""
    for installation in (world.ward, world.department):
        code = installation.place.code
        made: dict[str, Any] = {}

        def wrong(made: dict[str, Any] = made) -> list[str]:
            return [f"{one['name']}: {one['told']}" for one in made["check"] if not one["ok"]]

        def tried(installation: Any = installation, code: str = code, made: dict[str, Any] = made) -> None:
            words = {"address": world.axis.address, "system_id": code}
            made |= installation.ask("connect", kind="vxp", secret="sai-khoa", **words, name="Khóa sai")
            if all(one["ok"] for one in made["check"]):
                raise AssertionError("khóa sai mà kiểm tra vẫn đạt")
            installation.ask("drop_connection", connection=made["id"])
            made |= installation.ask("connect", kind="vxp", secret=world.axis.secrets[code], **words)

        def told(made: dict[str, Any] = made) -> str:
            return "; ".join(one["name"] for one in made["check"]) + ": tốt"

        world.step(
            installation, "khai kết nối: khóa sai bị nói rõ, khóa đúng thì đạt", tried, wrong=wrong, tell=told
        )
        world.step(
            installation,
            "đồng bộ danh bạ của trục",
            lambda installation=installation, made=made: installation.ask(
                "take_directory", connection=made["id"]
            ),
        )
        world.step(installation, "chạy tiến trình nền", installation.work, tell=lambda: "đang chạy")


def sent(world: World) -> None:
    """Một văn bản đi và về trạng thái của từng việc thật."""
    world.issue("báo cáo tình hình trật tự xây dựng quý IV", DEPARTMENT)
    found = world.arrived("báo cáo tình hình trật tự xây dựng quý IV")
    if not found["files"] or found["issuer"] != world.ward.place.name:
        raise AssertionError(f"văn bản đến thiếu tệp hoặc sai nơi ban hành: {found}")
    world.becomes("Đã đến", codes="01")
    world.step(
        world.department,
        "vào sổ văn bản đến",
        lambda: world.department.ask("register", incoming=found["id"])["number"],
    )
    world.becomes("Đã tiếp nhận", codes="01 03")


def worked_on(world: World) -> None:
    """Lãnh đạo bút phê, phòng chuyên môn xử lý xong."""
    [found] = world.department.ask("inbox", subject="báo cáo tình hình trật tự xây dựng quý IV")
    world.step(
        world.department,
        "lãnh đạo giao phòng",
        lambda: world.department.ask("give", incoming=found["id"])["state"],
    )
    world.becomes("Đang xử lý", codes="04")
    world.step(
        world.department,
        "phòng xử lý xong",
        lambda: world.department.ask("handle", incoming=found["id"])["state"],
    )
    world.becomes("Hoàn thành", codes="06")


def refused(world: World) -> None:
    """Văn bản gửi nhầm bị trả lại với lý do."""
    world.issue("đề nghị cấp kinh phí", DEPARTMENT)
    found = world.arrived("đề nghị cấp kinh phí")
    world.step(
        world.department,
        "trả lại: không thuộc thẩm quyền",
        lambda: world.department.ask("refuse", incoming=found["id"], reason="Không thuộc thẩm quyền")[
            "state"
        ],
    )
    world.becomes("Bị từ chối", codes="02")


def recalled(world: World) -> None:
    """Nơi gửi thu hồi; văn thư nơi nhận đồng ý, lần sau thì không."""
    for agree, words in ((True, "Hoàn thành"), (False, "Bị từ chối")):
        subject = f"thu hồi thử, nơi nhận {'đồng ý' if agree else 'không đồng ý'}"
        world.issue(subject, DEPARTMENT)
        found = world.arrived(subject)
        world.step(
            world.ward,
            "thu hồi văn bản vì sai nội dung",
            lambda: world.ward.ask("recall", document=world.sent, reason="Sai nội dung"),
            tell=lambda: "đã gửi yêu cầu",
        )
        _decided(world, subject, "recall", found["id"], agree=agree)
        world.becomes(words, what="thu hồi văn bản")


def updated(world: World) -> None:
    """Nơi gửi đính chính bằng một văn bản khác."""
    subject = "kế hoạch kiểm tra, sẽ đính chính"
    first = world.issue(subject, DEPARTMENT)
    found = world.arrived(subject)
    by = world.issue("đính chính kế hoạch kiểm tra")
    world.step(
        world.ward,
        "gửi bản cập nhật",
        lambda: world.ward.ask("update", document=first, by=by, reason="Sai ngày kiểm tra"),
        tell=lambda: "đã gửi",
    )
    _decided(world, subject, "update", found["id"], agree=True)
    world.becomes("Hoàn thành", first, what="cập nhật văn bản")


def replaced(world: World) -> None:
    """Nơi gửi thay thế bằng văn bản mới."""
    subject = "thông báo lịch họp, sẽ thay thế"
    first = world.issue(subject, DEPARTMENT)
    found = world.arrived(subject)
    world.issue("thông báo lịch họp, bản thay thế", DEPARTMENT, replaces_id=first)
    world.arrived("thông báo lịch họp, bản thay thế")
    _decided(world, subject, "replace", found["id"], agree=True)
    world.becomes("Hoàn thành", first, what="thay thế văn bản")


def axis_dies(world: World) -> None:
    """Trục chết giữa chừng: văn bản chờ, rồi đi tiếp, không mất, không hai lần."""
    step = world.transcript.step
    step("trục bị giết", world.axis.kill, tell=lambda: "SIGKILL")
    world.issue("phát hành lúc trục chết", DEPARTMENT)
    world.becomes("Chờ gửi")
    step("trục chạy lại", lambda: world.axis.start(), tell=lambda: world.axis.address)
    found = world.arrived("phát hành lúc trục chết")
    world.step(
        world.department,
        "vào sổ văn bản đến",
        lambda: world.department.ask("register", incoming=found["id"])["number"],
    )
    world.becomes("Đã tiếp nhận", codes="03")


def counted(world: World) -> None:
    """Đối soát: mọi gói đều có chỗ, không gói nào hai lần."""
    for installation in (world.ward, world.department):
        world.step(
            installation,
            "đếm gói tin",
            lambda installation=installation: installation.until(lambda: _all_sent(installation), 90),
            wrong=lambda installation=installation: installation.ask("quarantined"),
            tell=lambda installation=installation: str(installation.ask("counts")),
        )
    world.step(
        world.department,
        "không văn bản nào hai lần",
        lambda: None,
        wrong=lambda: _doubles(world),
        tell=lambda: f"{len(world.department.ask('inbox'))} văn bản",
    )


def _all_sent(installation: Any) -> bool:
    found = installation.ask("counts")["out"]
    return not any(name.endswith((":queued", ":stuck")) for name in found)


def _doubles(world: World) -> list[str]:
    codes = [one["code"] for one in world.department.ask("inbox")]
    return sorted({code for code in codes if codes.count(code) > 1})


def _decided(world: World, subject: str, notice: str, incoming: int, *, agree: bool) -> None:
    def asked() -> Any:
        found = world.department.ask("inbox", pk=incoming)
        return found[0]["reason"] if found and found[0]["notice"] == notice else None

    world.step(
        world.department, f"thấy yêu cầu của nơi gửi về “{subject}”", lambda: world.department.until(asked)
    )
    reason = "" if agree else "Đã thực hiện xong"
    world.step(
        world.department,
        "văn thư " + ("đồng ý" if agree else "không đồng ý"),
        lambda: world.department.ask("answer", incoming=incoming, agree=agree, reason=reason)["state"],
    )
