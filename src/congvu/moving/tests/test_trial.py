"""The dry run: what is wrong is said row by row, and nothing is brought in."""

import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from congvu.common.errors import ActionRefused, StateRefused
from congvu.documents.models import Book, IncomingDocument, OutgoingDocument
from congvu.files.queries import open_blob
from congvu.moving import services
from congvu.moving.messages import Mapping
from congvu.moving.models import Move, MovedRow, MoveProfile
from congvu.moving.tests.test_reading_rules import to_1258, to_tcvn3, to_vni
from congvu.moving.tests.world import IN_HEADINGS, OUT_HEADINGS, incoming, outgoing, xlsx
from congvu.registers.models import Counter

pytestmark = pytest.mark.django_db


def reasons(move):
    return {row.row: row.code for row in move.wrong.all()}


def test_each_wrong_row_is_said_and_nothing_is_brought_in(world):
    rows = [
        incoming(1),
        incoming(2, arrived="31/02/2023"),
        incoming("", code="9/SXD"),
        incoming(4, subject=""),
        incoming(5, issued="10/03/2023"),
        incoming(6, urgency="Rất khẩn cấp"),
        incoming(7, unit="Phòng Không Có"),
        incoming(8, files="khong-co.pdf"),
        incoming(1, subject="Số đến bị trùng"),
        incoming(10, arrived="01/01/2030"),
        incoming(11, subject="B\ufffdo c\ufffdo hỏng"),
        incoming(12, pages="hai"),
        incoming(13, issuer=""),
    ]
    move = world.checked("incoming", xlsx(IN_HEADINGS, rows))
    assert move.state == "checked"
    assert reasons(move) == {
        4: "date-arrived_on", 5: "missing-number", 6: "missing-subject", 7: "before-issue",
        8: "unknown-urgency", 9: "unknown-unit", 10: "no-file", 11: "number-double", 12: "future-arrived_on",
        13: "mojibake", 14: "count-pages", 15: "missing-issuer_name",
    }  # fmt: skip
    assert move.dry["all"] == {
        "rows": 13, "pages": 24, "files": 1, "new": 1, "already": 0, "differs": 0, "wrong": 12,
    }  # fmt: skip
    assert move.dry["unknown"] == {"urgency": {"Rất khẩn cấp": 1}, "unit": {"Phòng Không Có": 1}}
    assert not IncomingDocument.objects.exists()
    assert not Book.objects.exists()
    assert not Counter.objects.exists()
    assert not MovedRow.objects.exists()


def test_the_sheet_of_wrong_rows_has_them_as_they_stood_with_the_reason(world):
    rows = [incoming(1), incoming(2, arrived="31/02/2023", note="=1+1"), incoming(3, subject="")]
    move = world.checked("incoming", xlsx(IN_HEADINGS, rows))
    with open_blob(move.wrong_sheet) as stream:
        sheet = openpyxl.load_workbook(io.BytesIO(stream.read())).active
    found = list(sheet.iter_rows(values_only=True))
    assert found[0][:4] == ("Lý do lỗi", "Dòng gốc", "Ngày đến", "Số đến")
    assert [row[1] for row in found[1:]] == [4, 5]
    assert "31/02/2023" in found[1][0]
    assert found[1][2] == "31/02/2023"
    assert sheet.cell(2, 14).data_type == "s"


def test_columns_are_proposed_from_headings_and_known_again_by_the_saved_profile(world):
    first = world.received("incoming", xlsx(IN_HEADINGS, [incoming(1)]), mapping={"order": "mdy"})
    assert first.mapping["columns"]["arrived_on"] == "Ngày đến"
    assert first.mapping["columns"]["code"] == "Số ký hiệu"
    again = services.receive(
        services.Arriving("incoming", xlsx(IN_HEADINGS, [incoming(2)])), actor=world.admin
    )
    assert again.profile == MoveProfile.objects.get()
    assert again.mapping["order"] == "mdy"


def test_value_tables_and_constants(world):
    rows = [incoming(1, urgency="Rất khẩn cấp", unit=""), incoming(2, unit="P. cũ")]
    move = world.checked(
        "incoming",
        xlsx(IN_HEADINGS, rows),
        mapping={
            "values": {"urgency": {"rat khan cap": "3"}, "unit": {"p. cu": str(world.economy.pk)}},
            "constants": {"unit": "Văn phòng"},
        },
    )
    assert move.dry["all"]["new"] == 2, reasons(move)


def test_outgoing_rows(world):
    rows = [
        outgoing(1), outgoing("02"), outgoing(3, notation=""), outgoing(4, kind="Văn bản lạ"),
        outgoing("5a"), outgoing(2), outgoing(6, unit=""), outgoing("7/QĐ-UBND"), outgoing(8, kind="qđ"),
    ]  # fmt: skip
    move = world.checked("outgoing", xlsx(OUT_HEADINGS, rows))
    assert reasons(move) == {
        5: "missing-notation", 6: "unknown-kind_name", 8: "number-double", 9: "missing-unit",
    }  # fmt: skip
    assert move.dry["all"]["new"] == 5
    assert not OutgoingDocument.objects.exists()


def test_numbers_of_each_type_where_the_old_register_had_them(world):
    rows = [outgoing(1), outgoing(1, kind="Thông báo", notation="TB-UBND"), outgoing(1)]
    assert world.checked("outgoing", xlsx(OUT_HEADINGS, rows)).dry["all"]["new"] == 1
    other = world.checked("outgoing", xlsx(OUT_HEADINGS, rows), mapping={"numbering": "kind"}, name="Khác")
    assert reasons(other) == {5: "number-double"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig", "cp1258", "tcvn3", "vni"])
def test_a_csv_in_several_character_sets(world, encoding):
    lines = [";".join(IN_HEADINGS), *(";".join(str(cell) for cell in incoming(n)) for n in range(1, 30))]
    text = "\r\n".join(lines)
    turns = {
        "cp1258": to_1258,
        "tcvn3": lambda said: to_tcvn3(said).encode("latin-1"),
        "vni": lambda said: to_vni(said).encode("cp1252"),
    }
    data = turns[encoding](text) if encoding in turns else text.encode(encoding)
    move = world.checked("incoming", ContentFile(data, name="so.csv"))
    assert move.dry["all"]["new"] == 29, reasons(move)
    assert move.sheet["encoding"] == encoding.removesuffix("-sig")


def test_an_uncertain_character_set_is_asked_for(world):
    data = (",".join(IN_HEADINGS) + "\r\n").encode("latin-1", "replace") + bytes(range(161, 250)) * 4
    with pytest.raises(ActionRefused) as refused:
        services.receive(services.Arriving("incoming", ContentFile(data, name="x.csv")), actor=world.admin)
    assert refused.value.field == "encoding"


def test_a_source_without_headings_or_of_a_wrong_kind_is_refused(world):
    bad = [
        ContentFile(b"a;b\n1;2\n", name="x.csv"),
        ContentFile(b"%PDF-1.4 x", name="x.pdf"),
        ContentFile(b"PK\x03\x04garbage", name="x.xlsx"),
        ContentFile(b"", name="x.csv"),
    ]
    for file in bad:
        with pytest.raises(ActionRefused):
            services.receive(services.Arriving("incoming", file), actor=world.admin)
    with pytest.raises(ActionRefused, match="loại dữ liệu"):
        services.receive(services.Arriving("khac", xlsx(IN_HEADINGS, [incoming(1)])), actor=world.admin)
    assert not Move.objects.exists()


def test_a_mapping_must_have_what_is_needed(world):
    move = services.receive(
        services.Arriving("incoming", xlsx(IN_HEADINGS, [incoming(1)])), actor=world.admin
    )
    for changed, field in [
        ({"columns": {"subject": "Trích yếu"}}, "arrival_number"),
        ({"columns": {**move.mapping["columns"], "note": "Không có"}}, "columns"),
        ({"columns": {**move.mapping["columns"], "la": "Ghi chú"}}, ""),
        ({"order": "yyy"}, ""),
    ]:
        with pytest.raises(ActionRefused) as refused:
            services.set_mapping(
                move.pk, Mapping.from_json({**move.mapping, **changed}), "Cũ", actor=world.admin
            )
        assert refused.value.field == field
    with pytest.raises(ActionRefused, match="tên hệ thống"):
        services.set_mapping(move.pk, Mapping.from_json(move.mapping), " ", actor=world.admin)
    with pytest.raises(ActionRefused, match="khai báo cột"):
        services.start_check(move.pk, actor=world.admin)


def test_others_see_and_do_nothing(world):
    move = world.checked("incoming", xlsx(IN_HEADINGS, [incoming(1)]))
    with pytest.raises(Move.DoesNotExist):
        services.start_move(move.pk, actor=world.stranger)
    from congvu.directory.tests.factories import make_actor

    clerk = make_actor("clerk", unit=world.office)
    with pytest.raises(PermissionDenied):
        services.start_move(move.pk, actor=clerk)


def test_a_run_at_work_is_left_alone(world):
    move = services.start_check(
        world.received("incoming", xlsx(IN_HEADINGS, [incoming(1)])).pk, actor=world.admin
    )
    for act in (services.start_check, services.start_move, services.resume_move, services.drop_move):
        with pytest.raises(StateRefused):
            act(move.pk, actor=world.admin)
    services.stop_move(move.pk, actor=world.admin)
    assert Move.objects.get(pk=move.pk).state == "stopped"
    assert services.drop_move(move.pk, actor=world.admin).state == "dropped"
