"""JSON and XLSX: what goes out comes in again unchanged, and bad rows are named by their cell."""

import io
import json
from dataclasses import replace

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvu.common.errors import ActionRefused
from congvu.procedures import queries, services
from congvu.procedures.messages import (
    FrozenCase,
    FrozenComponent,
    FrozenFee,
    FrozenLegalBasis,
    FrozenProcedure,
    FrozenResult,
    FrozenTime,
    ReviewNote,
)
from congvu.procedures.models import Procedure, ProcedureVersion
from congvu.procedures.rules.shape import from_json, to_json
from congvu.procedures.rules.sheets import from_tables, to_tables
from congvu.procedures.services.portal import import_portal_rows
from congvu.procedures.tests.factories import manager, said
from congvu.procedures.tests.samples import needs_samples, rows

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
MAYBE = st.just("") | TEXT
AMOUNT = st.none() | st.integers(0, 10**9)

CASE = st.builds(
    FrozenCase,
    no=st.just(1),
    name=MAYBE,
    time_rows=st.lists(
        st.builds(
            FrozenTime,
            st.sampled_from("123"),
            AMOUNT,
            st.sampled_from(["", "hour", "wday", "day", "month"]),
            st.sampled_from(["pause", "restart"]),
            MAYBE,
        ),
        max_size=3,
    ).map(tuple),
    fees=st.lists(
        st.builds(FrozenFee, TEXT, AMOUNT, MAYBE, st.sampled_from(["", "1", "2"]), MAYBE), max_size=2
    ).map(tuple),
    components=st.lists(
        st.builds(
            FrozenComponent,
            no=st.just(1),
            name=TEXT,
            group=MAYBE,
            form_file=MAYBE,
            originals=st.integers(0, 9),
            copies=st.integers(0, 9),
            required=st.booleans(),
            shown_only=st.booleans(),
        ),
        max_size=3,
    ).map(lambda items: tuple(replace(item, no=no) for no, item in enumerate(items, 1))),
)
CONTENT = st.builds(
    FrozenProcedure,
    code=st.just("9.000001"),
    name=TEXT,
    field=TEXT,
    decision=MAYBE,
    levels=st.lists(st.sampled_from(["ministry", "province", "commune", "other"]), unique=True).map(tuple),
    addressees=st.lists(TEXT.filter(lambda text: ";" not in text), max_size=2).map(tuple),
    instant=st.booleans(),
    valid_from=st.none() | st.dates(),
    cases=st.lists(CASE, max_size=2).map(
        lambda items: tuple(replace(item, no=no) for no, item in enumerate(items, 1))
    ),
    results=st.lists(st.builds(FrozenResult, MAYBE, TEXT), max_size=2).map(tuple),
    legal_bases=st.lists(st.builds(FrozenLegalBasis, TEXT, MAYBE, MAYBE, MAYBE), max_size=2).map(tuple),
    review_notes=st.lists(
        st.builds(ReviewNote, TEXT, TEXT, MAYBE, st.booleans(), st.booleans()), max_size=2
    ).map(tuple),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(CONTENT)
def test_json_and_tables_round_trip(content):
    through_text = json.loads(json.dumps(to_json(content)))
    assert from_json(through_text) == content
    assert from_json(through_text).review_notes == content.review_notes
    found, errors = from_tables(to_tables([content]))
    assert errors == []
    assert found == [content]


@pytest.fixture
def actor(db):
    return manager()


@pytest.mark.parametrize("format", ["json", "xlsx"])
def test_an_export_imports_without_a_difference(actor, format):
    services.new_draft(said(), actor=actor)
    second = services.new_draft(said("2.000635", name="Cấp bản sao trích lục hộ tịch"), actor=actor)
    services.publish_version(second.pk, actor=actor)
    data = services.export_catalogue(format, actor=actor)
    report = services.import_catalogue(data, format, actor=actor, source="danh-muc")
    assert (report.total, report.unchanged) == (2, 2)
    assert not report.added
    assert not report.changed
    assert ProcedureVersion.objects.count() == 2


@needs_samples
@pytest.mark.parametrize("format", ["json", "xlsx"])
def test_the_portal_rows_round_trip(actor, format):
    import_portal_rows(rows()[::10], actor=actor)
    data = services.export_catalogue(format, actor=actor)
    report = services.import_catalogue(data, format, actor=actor, dry_run=True)
    assert report.errors == ()
    assert report.changed == {}
    assert report.unchanged == len(rows()[::10])


def test_an_import_into_an_empty_catalogue_makes_the_same_content(actor):
    services.new_draft(said(), actor=actor)
    data = services.export_catalogue("json", actor=actor)
    before = queries.heads()
    ProcedureVersion.objects.all().delete()
    Procedure.objects.all().delete()
    report = services.import_catalogue(data, "json", actor=actor)
    assert report.added == ("1.001193",)
    assert queries.heads() == before


def test_a_difference_is_shown_and_a_dry_run_writes_nothing(actor):
    version = services.publish_version(services.new_draft(said(), actor=actor).pk, actor=actor)
    document = json.loads(services.export_catalogue("json", actor=actor))
    row = document["procedures"][0]
    row["decision"] = "163/QĐ-BTP"
    row["cases"][0]["fees"][0]["amount"] = 10000
    del row["legal_bases"]
    data = json.dumps(document).encode()
    dry = services.import_catalogue(data, "json", actor=actor, dry_run=True)
    changes = {(change.path, change.kind) for change in dry.changed["1.001193"]}
    assert changes == {("decision", "added"), ("cases[1].fees", "changed"), ("legal_bases", "removed")}
    assert ProcedureVersion.objects.count() == 1
    services.import_catalogue(data, "json", actor=actor)
    draft = ProcedureVersion.objects.get(status="draft")
    assert draft.number == 2
    assert queries.frozen(version.pk).cases[0].fees[0].amount == 8000
    assert services.import_catalogue(data, "json", actor=actor).unchanged == 1


@pytest.mark.parametrize(
    ("change", "where", "message"),
    [
        ({"levels": ["village"]}, "levels", "Không có cấp thực hiện “village”."),
        ({"name": ""}, "name", "Không được để trống."),
        ({"colour": "red"}, "colour", "Không có mục “colour”."),
        ({"valid_from": "31/02/2026"}, "valid_from", "“31/02/2026” không phải ngày (năm-tháng-ngày)."),
        (
            {"cases": [{"times": [{"channel": "9"}]}]},
            "cases[0].times[0].channel",
            "“9” không thuộc: 1, 2, 3.",
        ),
        (
            {"cases": [{"fees": [{"name": "x", "amount": -1}]}]},
            "cases[0].fees[0].amount",
            "Phải từ 0 đến 1000000000000.",
        ),
        (
            {"cases": [{"fees": [{"name": "x", "amount": 1.5}]}]},
            "cases[0].fees[0].amount",
            "Phải là số nguyên.",
        ),
        ({"instant": "yes"}, "instant", "Phải là đúng hoặc sai."),
        ({"code": "x" * 41}, "code", "Dài quá 40 ký tự."),
        ({"results": {}}, "results", "Phải là một danh sách."),
    ],
)
def test_a_bad_json_row_is_refused_by_its_path(actor, change, where, message):
    row = {**to_json(said()), **change}
    good = to_json(said("2.000635"))
    data = json.dumps({"schema": "congvu.catalogue/1", "procedures": [row, good]}).encode()
    report = services.import_catalogue(data, "json", actor=actor)
    assert [(error.where, error.message) for error in report.errors] == [(f"procedures[0].{where}", message)]
    assert report.added == ("2.000635",)


def sheet_with(actor, sheet, cell, value):
    services.new_draft(said(), actor=actor)
    book = openpyxl.load_workbook(io.BytesIO(services.export_catalogue("xlsx", actor=actor)))
    book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "message"),
    [
        ("Thời hạn", "D2", "ba", "“ba” không phải là số."),
        ("Thời hạn", "E2", "tuần", "“tuần” không thuộc: giờ làm việc, ngày làm việc, ngày, tháng."),
        ("Phí, lệ phí", "D2", -5, "“-5” phải là số nguyên không âm."),
        ("Thành phần hồ sơ", "H2", "đôi khi", "“đôi khi” phải là “có” hoặc “không”."),
        ("Thủ tục", "F2", "Cấp thôn", "Không có cấp thực hiện “Cấp thôn”."),
        ("Kết quả", "A2", None, "Thiếu mã thủ tục."),
    ],
)
def test_a_bad_cell_is_refused_by_its_place(actor, sheet, cell, value, message):
    report = services.import_catalogue(sheet_with(actor, sheet, cell, value), "xlsx", actor=actor)
    assert [(error.where, error.message) for error in report.errors] == [(f"{sheet}!{cell}", message)]


def test_a_row_of_an_unknown_case_is_refused(actor):
    report = services.import_catalogue(sheet_with(actor, "Thời hạn", "B2", 7), "xlsx", actor=actor)
    assert report.errors[0].where == "Thời hạn!A2"
    assert report.errors[0].message == "Không có trường hợp số 7 ở trang “Trường hợp”."
    assert not report.changed


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"{", "json"),
        (b'{"schema": "other"}', "json"),
        (b"[" * 100_000, "json"),
        (b"not a zip", "xlsx"),
        (b"PK\x03\x04 cut", "xlsx"),
        (b"{}", "pdf"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(actor, data, format):
    with pytest.raises(ActionRefused):
        services.import_catalogue(data, format, actor=actor)
    assert not Procedure.objects.exists()


def test_a_workbook_without_a_sheet_is_refused(actor):
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(ActionRefused) as refused:
        services.import_catalogue(out.getvalue(), "xlsx", actor=actor)
    assert "Thiếu trang tính" in refused.value.message


def test_a_name_never_becomes_a_formula(actor):
    services.new_draft(said(name="=HYPERLINK(1)"), actor=actor)
    book = openpyxl.load_workbook(io.BytesIO(services.export_catalogue("xlsx", actor=actor)))
    assert book["Thủ tục"]["B2"].data_type == "s"


def test_who_may_only_look_may_export_but_not_import(actor):
    services.new_draft(said(), actor=actor)
    viewer = manager(None, "catalogue.view")
    data = services.export_catalogue("json", actor=viewer)
    with pytest.raises(PermissionDenied):
        services.import_catalogue(data, "json", actor=viewer)
    with pytest.raises(PermissionDenied):
        services.export_catalogue("json", actor=manager(None, "dossier.view"))
