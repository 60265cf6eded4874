"""Filing by itself: rules, their order, their price."""

import pytest
from django.db import transaction

from congvu.audit.models import Event
from congvu.casefiles import services
from congvu.casefiles.messages import Filing, ItemDraft, RuleDraft
from congvu.casefiles.models import CaseItem, FilingRule
from congvu.casefiles.queries import filing_rules
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject

LABEL = "dossiers.dossier"


def filing(world, pk=1, **changes):
    values = {"unit_id": world.office.pk, "facts": {"procedure": "1.001193", "field": "Hộ tịch"}, **changes}
    return Filing(Subject(LABEL, pk), world.commune.pk, **values)


def draft():
    return ItemDraft("Đăng ký khai sinh", kind="dossier", type_name="Hồ sơ")


def run(world, what, made=draft):
    with transaction.atomic():
        return services.file_automatically(what, made, actor=world.keeper)


def rule(world, case_file, match="procedure", value="1.001193", **more):
    row = services.write_rule(
        RuleDraft(LABEL, match, value, case_file.pk if case_file else None, **more), actor=world.keeper
    )
    filing_rules.forget()
    return row


def test_without_a_rule_it_costs_nothing(world, django_assert_num_queries):
    def never():
        raise AssertionError("built for nothing")

    with transaction.atomic():
        with django_assert_num_queries(1):
            assert services.file_automatically(filing(world), never, actor=world.keeper) is None
        with django_assert_num_queries(0):
            assert services.file_automatically(filing(world, 2), never, actor=world.keeper) is None


def test_a_rule_files_and_says_so(world):
    case_file = world.opened()
    rule(world, case_file)
    item = run(world, filing(world))
    assert (item.case_file_id, item.automatic, item.ordinal) == (case_file.pk, True, 1)
    assert Event.objects.filter(kind="casefile.filed_automatically").count() == 1
    assert run(world, filing(world)).pk == item.pk
    assert CaseItem.objects.count() == 1


def test_the_closest_rule_wins(world):
    general, field, exact = world.opened(), world.opened(notation="02"), world.opened(notation="03")
    rule(world, general, "any", "")
    assert run(world, filing(world, 1)).case_file_id == general.pk
    rule(world, field, "field", "Hộ tịch")
    assert run(world, filing(world, 2)).case_file_id == field.pk
    rule(world, exact)
    assert run(world, filing(world, 3)).case_file_id == exact.pk
    assert run(world, filing(world, 4, facts={})).case_file_id == general.pk


def test_rules_of_a_unit_go_before_those_of_the_agency(world):
    all_of_us, ours = world.opened(), world.opened(notation="02")
    rule(world, all_of_us)
    rule(world, ours, unit_id=world.office.pk)
    assert run(world, filing(world, 1)).case_file_id == ours.pk
    assert run(world, filing(world, 2, unit_id=world.hall.pk)).case_file_id == all_of_us.pk


def test_what_came_from_something_goes_where_that_lies(world):
    case_file, other = world.opened(), world.opened(notation="02")
    world.filed(case_file, 7)
    rule(world, other, "any", "")
    rule(world, None, "parent", "")
    parent = Subject("documents.incomingdocument", 7)
    assert run(world, filing(world, 1, parents=(parent,))).case_file_id == case_file.pk
    elsewhere = Subject("documents.incomingdocument", 99)
    assert run(world, filing(world, 2, parents=(elsewhere,))).case_file_id == other.pk


def test_a_closed_case_file_takes_nothing_and_fails_nothing(world):
    case_file = world.closed()
    with pytest.raises(Exception, match="không thể thực hiện"):
        rule(world, case_file)
    open_one = world.opened(notation="05")
    rule(world, open_one)
    world.filed(open_one, 1)
    services.close_case_file(open_one.pk, actor=world.keeper)
    assert run(world, filing(world)) is None


def test_a_draft_that_cannot_be_filed_leaves_nothing_behind(world, caplog):
    rule(world, world.opened())
    assert run(world, filing(world), lambda: ItemDraft("x", author="a" * 300)) is None
    assert "was not filed" in caplog.text
    assert not CaseItem.objects.exists()


def test_another_agencys_rules_do_not_reach_here(world):
    rule(world, world.opened())
    other = Filing(Subject(LABEL, 1), world.stranger.agency_id, facts={"procedure": "1.001193"})
    with transaction.atomic():
        assert services.file_automatically(other, draft, actor=world.stranger) is None


@pytest.mark.parametrize(
    "wrong", [{"match": "colour"}, {"value": ""}, {"match": "any", "value": "x"}, {"subject_label": ""}]
)
def test_rules_are_checked(world, wrong):
    case_file = world.opened()
    values = {"subject_label": LABEL, "match": "procedure", "value": "1", "case_file_id": case_file.pk}
    with pytest.raises(ActionRefused):
        services.write_rule(RuleDraft(**{**values, **wrong}), actor=world.keeper)


def test_a_rule_once_and_dropped(world, django_capture_on_commit_callbacks):
    case_file = world.opened()
    row = rule(world, case_file)
    with pytest.raises(ActionRefused, match="đã có"):
        rule(world, case_file)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_rule(row.pk, actor=world.keeper)
    assert not FilingRule.objects.exists()
    assert run(world, filing(world)) is None
