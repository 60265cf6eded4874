"""Files of special days and the command, without a screen."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from congvu.audit.models import Event
from congvu.calendars import services
from congvu.calendars.models import SpecialDay
from congvu.calendars.rules.dayfile import read_days
from congvu.directory.messages import Actor
from congvu.directory.tests.factories import AgencyFactory


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("ngày;loại;tên\n02/09/2027;nghỉ;Quốc khánh\n".encode(), "a.csv"),
        ("\ufeffngay,loai,ten\n2027-09-02,NGHỈ,Quốc khánh\n".encode(), "a.csv"),
        ('[{"day": "2027-09-02", "kind": "off", "name": "Quốc khánh"}]'.encode(), "a.json"),
        ('{"days": [{"day": "2027-09-02", "kind": "off", "name": "Quốc khánh"}]}'.encode(), "A.JSON"),
    ],
)
def test_every_form_of_file_is_read_alike(content, name):
    rows, errors = read_days(content, name)
    assert not errors
    assert [(row.day, row.kind, row.name) for row in rows] == [(date(2027, 9, 2), "off", "Quốc khánh")]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"\xff\xfe\x00", "a.csv"),
        ("tên\nx\n".encode(), "a.csv"),
        (b"{", "a.json"),
        (b'"x"', "a.json"),
        (b"[1]", "a.json"),
        (b"[]", "a.json"),
        ("ngày,loại,tên\n".encode() + b"2027-01-01,nghi,x\n" * 2001, "a.csv"),
    ],
)
def test_files_that_cannot_be_read_say_why(content, name):
    rows, errors = read_days(content, name)
    assert rows == []
    assert [error.row for error in errors] == [0]
    assert errors[0].message


@pytest.mark.parametrize(
    "row",
    [
        {"day": "2027-13-01", "kind": "off", "name": "x"},
        {"day": "1800-01-01", "kind": "off", "name": "x"},
        {"day": "2027-01-01", "kind": "half", "name": "x"},
        {"day": "2027-01-01", "kind": "off", "name": ""},
        {"day": "2027-01-01", "kind": "off", "name": "x" * 201},
        {"day": "2027-01-01", "kind": "off", "name": "x", "basis": "x" * 301},
        {"day": "2027-01-01", "kind": "working", "name": "x", "swap": "hôm qua"},
        {"day": "2027-01-01", "kind": "working", "name": "x", "as_weekday": "7"},
    ],
)
def test_wrong_rows_are_refused(row):
    rows, errors = read_days(json.dumps([row]).encode(), "a.json")
    assert rows == []
    assert len(errors) == 1
    assert errors[0].row == 1


@pytest.mark.django_db
def test_import_adds_changes_and_keeps(tmp_path):
    agency = AgencyFactory()
    actor = Actor.system(agency.pk)
    SpecialDay.objects.create(day=date(2027, 1, 1), kind="off", name="Tết Dương lịch")
    SpecialDay.objects.create(day=date(2027, 1, 2), kind="off", name="Cũ")
    text = "ngày,loại,tên\n01/01/2027,nghỉ,Tết Dương lịch\n02/01/2027,nghỉ,Mới\n09/01/2027,làm bù,Làm bù\n"
    dry = services.import_days(actor=actor, content=text.encode(), filename="a.csv")
    assert (len(dry.added), len(dry.changed), len(dry.same), dry.applied) == (1, 1, 1, False)
    assert not Event.objects.exists()
    done = services.import_days(actor=actor, content=text.encode(), filename="a.csv", dry_run=False)
    assert done.applied
    assert SpecialDay.objects.get(day=date(2027, 1, 2)).name == "Mới"
    assert Event.objects.get().kind == "calendar.imported"


@pytest.mark.django_db
def test_import_is_all_or_nothing():
    actor = Actor.system(AgencyFactory().pk)
    text = "ngày,loại,tên\n01/01/2027,nghỉ,Tết\nsai,nghỉ,Sai\n"
    result = services.import_days(actor=actor, content=text.encode(), filename="a.csv", dry_run=False)
    assert not result.applied
    assert [error.row for error in result.errors] == [2]
    assert not SpecialDay.objects.exists()


@pytest.mark.django_db
def test_command_seeds_and_imports(tmp_path):
    with pytest.raises(CommandError, match="cơ quan"):
        call_command("calendar", "seed")
    agency = AgencyFactory(key="xa-thu")
    said = StringIO()
    call_command("calendar", "seed", stdout=said)
    call_command("calendar", "seed", stdout=said)
    assert "Đã thêm 0 khoảng giờ, 0 ngày, 0 giá trị quy tắc." in said.getvalue()
    file = tmp_path / "2027.csv"
    file.write_text("ngày,loại,tên\n05/03/2027,nghỉ,Lễ hội\n", encoding="utf-8")
    call_command("calendar", "import", str(file), "--agency", "xa-thu", "--dry-run", stdout=said)
    assert not SpecialDay.objects.filter(agency=agency).exists()
    call_command("calendar", "import", str(file), "--agency", "xa-thu", stdout=said)
    assert SpecialDay.objects.get(agency=agency).day == date(2027, 3, 5)
    file.write_text("ngày,loại,tên\nsai,nghỉ,Lễ hội\n", encoding="utf-8")
    with pytest.raises(CommandError, match="1 dòng sai"):
        call_command("calendar", "import", str(file), stderr=said)
    for arguments in ((str(tmp_path / "x"),), (str(file), "--agency", "khong-co")):
        with pytest.raises(CommandError):
            call_command("calendar", "import", *arguments)
