"""The sample processes that the product ships: each may be published, and says what the law says."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from congvu.audit.models import Event
from congvu.directory.messages import Actor
from congvu.directory.models import Level
from congvu.directory.tests.factories import AgencyFactory
from congvu.workflow import rules, services
from congvu.workflow.models import ProcessVersion
from congvu.workflow.rules.check import longest_hours
from congvu.workflow.services import SAMPLES, Loaded

FILES = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(Path(SAMPLES).glob("*.json"))}


def definition(code):
    return rules.Definition.parse(FILES[code]["spec"])


def test_the_promised_processes_are_there():
    promised = {
        "1.001193", "1.000656", "1.000894", "1.004873", "2.000635", "2.000815", "2.000884", "2.000908",
        "1.013225", "1.013978", "1.012783", "1.011607", "2.001428", "3.000722", "1.012812", "2.000424",
        "mac-dinh-xa", "mac-dinh-tinh",
    }  # fmt: skip
    assert set(FILES) == promised


@pytest.mark.parametrize("code", FILES)
def test_every_sample_may_be_published(code):
    assert FILES[code]["code"] == code
    assert definition(code).limit_hours is not None
    assert rules.check(definition(code)) == []


@pytest.mark.parametrize("code", FILES)
def test_hours_use_most_of_the_limit_and_never_more(code):
    total, limit = longest_hours(definition(code)), definition(code).limit_hours
    assert limit * 0.8 <= total <= limit


def test_the_measured_process_has_the_real_hours():
    assert not FILES["2.000908"]["illustrative"]
    assert [step.hours for step in definition("2.000908").steps] == [2, 3, 2, 1, 0]
    assert sum(not sample["illustrative"] for sample in FILES.values()) == 1


def test_the_building_permit_has_its_own_limit_for_houses():
    found = definition("1.013225")
    house = rules.start(found, {}, case={"no": 2, "name": "Nhà ở riêng lẻ"}).marking
    other = rules.start(found, {}, case={"no": 1, "name": "Công trình không theo tuyến"}).marking
    for key in ("s1", "s2"):
        house = rules.complete(found, house, key, "", {}, case={"name": "Nhà ở riêng lẻ"}).marking
        other = rules.complete(found, other, key, "", {}, case={"name": "Công trình"}).marking
    assert (house, other) == ({"s3", "s4"}, {"s5", "s6"})
    opinion = found.step("s4")
    assert (opinion.wait, opinion.silence_is_consent) == (rules.Wait(12, "day"), True)
    nodes = FILES["1.013225"]["spec"]["nodes"]
    slower = [row | {"hours": 70} if row["key"] == "s3" else row for row in nodes]
    (problem,) = rules.check(rules.Definition.parse(FILES["1.013225"]["spec"] | {"nodes": slower}))
    assert (problem.code, problem.node) == ("over-limit", "c1")
    assert "Nhánh “Nhà ở riêng lẻ”" in problem.message


def test_two_levels_keep_their_shares():
    """Commune 4 working days, department 3 (QĐ 1404/QĐ-UBND Hà Tĩnh)."""
    steps = definition("2.001428").steps
    assert [step.no for step in steps] == [f"B{number}" for number in range(1, 15)]
    assert sum(step.hours for step in steps if step.place == "received") == 32
    assert sum(step.hours for step in steps if step.place == "agency:so-noi-vu") == 24


def test_three_agencies_work_side_by_side_for_a_newborn():
    found = definition("3.000722")
    begun = rules.complete(found, frozenset({"s3"}), "s3", "", {})
    assert len({found.step(key).place for key in begun.started}) == 3
    again = rules.return_to(found, frozenset({"s7"}), "s7", "s5")
    assert rules.active_steps(found, again.marking) == ("s5",)
    assert rules.complete(found, again.marking, "s5", "", {}).marking == {"s7"}


@pytest.mark.django_db
def test_loading_publishes_once(capsys):
    with pytest.raises(CommandError):
        call_command("processes", "load-samples")
    AgencyFactory(level=Level.PROVINCE)
    call_command("processes", "load-samples")
    assert f"{len(FILES)} quy trình mới" in capsys.readouterr().out
    published = ProcessVersion.objects.filter(status="published")
    assert published.count() == len(FILES)
    assert Event.objects.filter(kind="process.published").count() == len(FILES)
    call_command("processes", "load-samples")
    assert f"0 quy trình mới, 0 phiên bản mới, {len(FILES)} giữ nguyên" in capsys.readouterr().out
    assert ProcessVersion.objects.count() == len(FILES)


@pytest.mark.django_db
def test_a_changed_sample_becomes_a_new_version_but_a_draft_is_left_alone(tmp_path):
    actor = Actor.system(AgencyFactory().pk)
    sample = FILES["2.000908"]
    path = tmp_path / "2.000908.json"
    path.write_text(json.dumps(sample), "utf-8")
    assert services.load_samples(tmp_path, actor=actor) == Loaded(new=1)
    changed = sample | {"decision": "QĐ mới", "spec": sample["spec"] | {"limit_hours": 16}}
    path.write_text(json.dumps(changed), "utf-8")
    assert services.load_samples(tmp_path, actor=actor) == Loaded(renewed=1)
    version = ProcessVersion.objects.get(status="published")
    assert (version.number, version.decision) == (2, "QĐ mới")
    services.new_draft_from(version.pk, actor=actor)
    path.write_text(json.dumps(sample), "utf-8")
    assert services.load_samples(tmp_path, actor=actor) == Loaded(kept=1)


@pytest.mark.django_db
def test_a_bad_file_is_refused_with_its_problems(tmp_path):
    AgencyFactory(level=Level.PROVINCE)
    sample = FILES["2.000908"] | {"spec": {"start": "a", "nodes": []}}
    (tmp_path / "x.json").write_text(json.dumps(sample), "utf-8")
    with pytest.raises(CommandError, match="chưa có bước nào"):
        call_command("processes", "load-samples", folder=tmp_path)
    assert not ProcessVersion.objects.exists()
