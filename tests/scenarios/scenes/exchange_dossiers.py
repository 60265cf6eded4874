"""Dossiers between systems: from the ward to the department and back, and in from the national portal."""

import base64
import json
import urllib.request
from collections.abc import Callable
from typing import Any

from tests.installations.processes import end, free_port, start, wait_for_port
from tests.scenarios.scenes.exchange import DEPARTMENT, PATIENCE, WARD, World

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def counters(world: World) -> None:
    """Mở Bộ phận Một cửa ở phường và ở sở; bước thẩm định nằm trên hệ thống của sở."""
    step, ward, department = world.step, world.ward, world.department
    step(
        ward,
        "mở Bộ phận Một cửa, quy trình có bước của sở",
        lambda: ward.ask("open_counter", department=False, elsewhere=DEPARTMENT),
        tell=lambda: "1.001193",
    )
    step(
        department,
        "mở Bộ phận Một cửa của sở",
        lambda: department.ask("open_counter", department=True),
        tell=lambda: "quy trình mặc định",
    )


def up_and_back(world: World) -> None:
    """Hồ sơ liên thông: phường → sở → phường, có bổ sung giấy tờ, một mã, một đồng hồ."""
    step, ward, department = world.step, world.ward, world.department
    code = step(
        ward,
        "tiếp nhận tại quầy, chuyển bước thẩm định cho sở",
        lambda: ward.ask("receive", name="Trần Thị Bưởi")["code"],
    )
    here, there = _stage(world, ward, code), _stage(world, department, code)
    there("hồ sơ đến Một cửa của sở, cùng mã", lambda one: one["files"] == ["giay-chung-sinh.pdf"])
    step(department, "sở nhận và bắt đầu thẩm định", lambda: department.ask("begin", code=code)["state"])
    here("biết sở đang xử lý", lambda one: one["stage"] == "working")
    step(
        department,
        "sở cần bản vẽ, nhờ phường hỏi công dân",
        lambda: department.ask("ask_papers", code=code, item="Bản vẽ thiết kế", reason="Thiếu bản vẽ"),
        tell=lambda: "Thiếu bản vẽ",
    )
    here("thấy yêu cầu của sở, đồng hồ vẫn chạy", lambda one: one["stage"] == "asked" and not one["paused"])
    step(ward, "yêu cầu công dân bổ sung: đồng hồ dừng", lambda: ward.ask("relay", code=code)["state"])
    there("đồng hồ ở sở cũng dừng", lambda one: one["paused"])
    step(ward, "công dân nộp bản vẽ, đồng hồ chạy tiếp", lambda: ward.ask("bring_paper", code=code)["state"])
    there("bản vẽ đến sở, đồng hồ chạy tiếp", lambda one: "ban-ve.pdf" in one["files"] and not one["paused"])
    step(
        department,
        "sở ký và cấp số kết quả",
        lambda: department.ask("decide", code=code, name="Giấy phép")["results"][0],
    )
    step(
        department,
        "sở trả kết quả về phường",
        lambda: department.ask("send_result", code=code),
        tell=lambda: "đã gửi",
    )
    here("kết quả về phường, hồ sơ chờ trả", lambda one: one["state"] == "done" and one["results"])
    step(ward, "trả kết quả cho công dân", lambda: ward.ask("hand_out", code=code)["state"])
    there("sở biết hồ sơ đã trả kết quả", lambda one: one["state"] == "returned")


def from_the_portal(world: World) -> None:
    """Hồ sơ trực tuyến từ Cổng Dịch vụ công quốc gia (bản giả lập chạy riêng)."""
    port = free_port()
    words = ["-m", "config.cli", "national", "serve", "--port", str(port)]
    words += ["--file", str(world.folder / "quoc-gia.sqlite3")]
    words += ["--agency", f"{WARD}={world.ward.place.name}"]
    process = start(words, world.ward.env, world.folder / "quoc-gia.log")
    world.stack.callback(end, process)
    wait_for_port(port, process)
    base, ward = f"http://127.0.0.1:{port}", world.ward
    world.step(
        ward,
        "nối với Cổng quốc gia",
        lambda: ward.ask("join_nation", address=f"{base}/v2"),
        tell=lambda: base,
    )
    code = world.transcript.step(
        "nộp hồ sơ trực tuyến", lambda: _filed(base), who="Công dân", tell=lambda: "đã nộp"
    )
    here = _stage(world, ward, code)
    here("hồ sơ trực tuyến đến quầy, giữ mã quốc gia", lambda one: one["channel"] == "2" and one["files"])
    world.step(ward, "tiếp nhận hồ sơ trực tuyến", lambda: ward.ask("begin", code=code)["state"])

    def told() -> bool:
        with urllib.request.urlopen(f"{base}/cong/ho-so/{code}", timeout=10) as answer:
            return str(json.load(answer).get("TrangThai")) in {"2", "4"}

    world.transcript.step(
        "thấy trên Cổng: hồ sơ được tiếp nhận",
        lambda: ward.until(told, PATIENCE),
        who="Công dân",
        tell=lambda: code,
    )


def _stage(
    world: World, installation: Any, code: str
) -> Callable[[str, Callable[[dict[str, Any]], Any]], Any]:
    def becomes(what: str, true: Callable[[dict[str, Any]], Any]) -> None:
        seen: dict[str, Any] = {}

        def there() -> bool:
            seen.clear()
            seen.update(installation.ask("dossier_of", code=code))
            return bool(seen) and bool(true(seen))

        def awaited() -> None:
            try:
                installation.until(there, PATIENCE)
            except TimeoutError as error:
                raise AssertionError(f"chờ mãi, thấy: {seen}") from error

        world.step(installation, what, awaited, tell=lambda: code)

    return becomes


def _filed(base: str) -> str:
    paper = {
        "TenTep": "giay-chung-sinh.pdf",
        "TenGiayTo": "Giấy chứng sinh",
        "NoiDung": base64.b64encode(PDF).decode(),
    }
    body = {
        "MaTTHC": "1.001193",
        "MaDonVi": WARD,
        "ChuHoSo": "Nguyễn Văn Mận",
        "SoGiayToChuHoSo": "075190054321",
        "LoaiDoiTuong": "1",
        "SoDienThoai": "0912345679",
        "TepDinhKem": [paper],
    }
    request = urllib.request.Request(
        f"{base}/cong/nop", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(json.load(answer)["MaHoSo"])
