"""Templates in the database: seeded, replaced by a site's own, chosen by day."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import override_settings

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused
from congvu.common.fonts import FALLBACK_NAMES
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.printing import queries
from congvu.printing.messages import FORMS
from congvu.printing.models import FormTemplate
from congvu.printing.services import fonts, publish_template, render_pdf, seed_forms, write_gallery
from congvu.printing.tests.test_pdf import pages

pytestmark = pytest.mark.django_db
OWN = '#import "/lib-1.typ": *\n#show: form.with("MẪU RIÊNG")\nMẪU RIÊNG: #data.reason'


@pytest.fixture
def actor(db):
    agency = Agency.objects.create()
    return Actor.system(agency.pk)


def publish(actor, source=OWN, **more):
    values = {"valid_from": date(2026, 12, 1), "legal_basis": "Quyết định 1/QĐ-UBND", "actor": actor, **more}
    return publish_template("stop", source, **values)


def test_seeding_twice_changes_nothing():
    assert seed_forms() == len(FORMS) == FormTemplate.objects.count()
    before = list(FormTemplate.objects.order_by("pk").values())
    assert seed_forms() == 0
    assert list(FormTemplate.objects.order_by("pk").values()) == before
    assert [row.form_no for row in FormTemplate.objects.exclude(form_no="").order_by("form_no")] == [
        f"{number:02}" for number in range(1, 8)
    ]


def test_seeding_mends_a_shipped_template():
    seed_forms()
    FormTemplate.objects.filter(code="stop").update(source="broken")
    out = StringIO()
    call_command("forms", "seed", stdout=out)
    assert "1 mẫu" in out.getvalue()
    assert FormTemplate.objects.get(code="stop").source == next(
        one.source for one in queries.shipped() if one.code == "stop"
    )


def test_a_form_prints_the_same_before_and_after_seeding(demo):
    before = render_pdf("stop", demo["stop"])
    seed_forms()
    assert render_pdf("stop", demo["stop"]) == before


def test_an_own_version_holds_from_its_day_and_old_dossiers_keep_theirs(actor, demo):
    row = publish(actor, reason="Theo mẫu của thành phố")
    queries.forget()
    assert (row.version, row.built_in) == (2, False)
    assert FormTemplate.objects.get(code="stop", version=1).valid_to == date(2026, 11, 30)
    assert "MẪU RIÊNG" in pages(render_pdf("stop", demo["stop"], on=date(2026, 12, 1)))[0]
    assert "MẪU RIÊNG" not in pages(render_pdf("stop", demo["stop"], on=date(2026, 11, 30)))[0]
    assert seed_forms() == 0
    event = Event.objects.get()
    assert (event.kind, event.subject_pk) == ("template.published", row.pk)


@pytest.mark.parametrize(
    "source",
    ['#import "@preview/cetz:0.3.0"', '#read("/etc/passwd")', "#data.nothing", "#let x =", "#data.reason 😀"],
)
def test_a_bad_template_is_refused_and_nothing_happens(source, actor):
    with pytest.raises(ActionRefused) as refused:
        publish(actor, source)
    assert (refused.value.code, refused.value.field) == ("template", "source")
    assert FormTemplate.objects.filter(code="stop", version=2).count() == 0
    assert Event.objects.count() == 0


def test_versions_follow_each_other(actor):
    with pytest.raises(ActionRefused, match="Ngày hiệu lực"):
        publish(actor, valid_from=date(2025, 9, 15))


def test_only_who_manages_forms_publishes(actor):
    with pytest.raises(PermissionDenied):
        publish(Actor(officer_id=5, officer_name="An", agency_id=actor.agency_id))


def test_an_ended_form_is_refused_and_an_early_day_takes_the_first():
    seed_forms()
    FormTemplate.objects.filter(code="stop").update(valid_to=date(2026, 1, 1))
    queries.forget()
    assert queries.template_for("stop", date(2020, 1, 1)).version == 1
    with pytest.raises(queries.UnknownFormError):
        queries.template_for("stop", date(2026, 1, 2))


def test_printing_again_costs_no_query(demo, django_assert_num_queries):
    seed_forms()
    with django_assert_num_queries(1):
        render_pdf("stop", demo["stop"])
    with django_assert_num_queries(0):
        render_pdf("stop", demo["stop"])


def test_the_gallery_holds_every_form(tmp_path):
    written = write_gallery(tmp_path / "gallery")
    assert {path.name for path in written} == {f"{code}.{kind}" for code in FORMS for kind in ("pdf", "html")}
    assert all(path.stat().st_size > 1000 for path in written)


def test_missing_fonts_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FALLBACKS", ())
    with (
        override_settings(NODE_MODULES=tmp_path, STATIC_ROOT=tmp_path),
        pytest.raises(fonts.FontsMissingError, match="npm ci"),
    ):
        fonts.find_fonts()


def test_fallback_fonts_warn(monkeypatch, tmp_path, caplog):
    folder = tmp_path / "croscore"
    folder.mkdir()
    for name in FALLBACK_NAMES["croscore"]:
        (folder / f"{name}.ttf").write_bytes(b"x")
    monkeypatch.setattr(fonts, "FALLBACKS", (Path(folder),))
    with override_settings(NODE_MODULES=tmp_path / "none", STATIC_ROOT=tmp_path / "none"):
        assert len(fonts.find_fonts()) == 4
    assert "Tinos is missing" in caplog.text
