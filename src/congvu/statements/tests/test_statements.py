"""Composed statements write and read what the ORM writes and reads, on both databases."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ObjectNotUpdated
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps
from django.utils import timezone

from congvu.directory.models import Agency, Officer, Post, Unit
from congvu.directory.tests.factories import AgencyFactory, OfficerFactory, PostFactory, UnitFactory
from congvu.dossiers.models import Applicant, Dossier, DossierComponent, FeeLine, Involvement
from congvu.dossiers.services import receive_dossier
from congvu.dossiers.tests import world
from congvu.statements import services
from congvu.statements.queries import Compiled, rows
from congvu.statements.services import insert, insert_absent, insert_new, update, update_all

pytestmark = pytest.mark.django_db


def applicant(number, **changes):
    values = {"name": "Trần “Bưởi” 100%s", "id_number": number, "updated_at": timezone.now()} | changes
    return Applicant(**values)


def another_dossier():
    """Return a complete dossier that is not yet written."""
    here = world.build()
    row = Dossier.objects.get(pk=receive_dossier(here.intake(), actor=here.clerk).pk)
    row.pk, row.code, row.request_key = None, "H1.2-3-4", UUID(int=7)
    return row


def dossier_part(dossier, unit=None):
    """Return a participant of a dossier, not yet written: the receiving agency's first unit unless told."""
    agency = dossier.receiving_agency_id
    unit = unit or Unit.objects.filter(agency_id=agency).order_by("pk")[0]
    return Involvement(dossier=dossier, agency_id=agency, unit=unit, reason="step")


def stored(row):
    return type(row).objects.filter(pk=row.pk).values().get()


def held(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


class TestInsert:
    def test_rows_come_back_as_they_were_with_keys(self, django_assert_num_queries):
        rows = [applicant("075187000001", born_on=date(1987, 2, 28)), applicant("075187000002", address="'")]
        with django_assert_num_queries(1):
            insert(rows)
        assert rows[0].pk < rows[1].pk
        assert [stored(row) for row in rows] == [held(row) for row in rows]
        assert not rows[0]._state.adding

    def test_every_kind_of_column_of_a_dossier_survives(self):
        row = another_dossier()
        row.data = {"tên": "Bưởi \"'\\", "n": [1, 2.5, None, True], "%s": "%s"}
        row.marking, row.outcomes = ["s1", "s2"], {}
        insert([row])
        assert stored(row) == held(row)

    def test_the_key_of_a_row_that_was_written_later_is_taken(self):
        row = another_dossier()
        row.owner = applicant("075187000001")
        insert([row.owner])
        insert([row])
        assert stored(row)["owner_id"] == row.owner.pk

    def test_a_row_that_points_to_an_unwritten_one_is_refused(self):
        row = another_dossier()
        row.owner = applicant("075187000001")
        with pytest.raises(ValueError, match=r"write dossiers\.Applicant first"):
            insert([row])

    def test_a_broken_constraint_is_django_s_error(self):
        insert([applicant("075187000001")])
        with pytest.raises(IntegrityError), transaction.atomic():
            insert([applicant("075187000001")])

    def test_none_costs_nothing(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            insert([], [])

    def test_rows_of_several_models_travel_together(self, django_assert_num_queries):
        dossier = another_dossier()
        insert([dossier])
        papers = [DossierComponent(dossier=dossier, no=no, name=f"Tờ {no}", kind="copy") for no in (1, 2)]
        fee = FeeLine(dossier=dossier, name="Lệ phí", amount=None)
        there = dossier_part(dossier)
        insert([there])
        again, new = dossier_part(dossier), dossier_part(dossier, UnitFactory(agency_id=there.agency_id))
        with django_assert_num_queries(1 if connection.vendor == "postgresql" else 4):
            insert(papers, [], [fee], absent=[again, new])
        assert [stored(row) for row in (*papers, fee, new)] == [held(row) for row in (*papers, fee, new)]
        assert [row.no for row in dossier.components.order_by("pk")] == [1, 2]
        assert again.pk is None
        assert dossier.involvements.count() == 2

    def test_a_long_batch_is_written_too(self):
        rows = [applicant(f"0751870{number:05d}") for number in range(services.MOST_AT_ONCE + 1)]
        insert(rows)
        assert Applicant.objects.count() == len(rows) == len({row.pk for row in rows})

    @pytest.mark.parametrize("count", [2, services.MOST_AT_ONCE + 1])
    def test_rows_that_are_there_are_left_out(self, count, django_assert_num_queries):
        insert([applicant("075187000000", name="Trước")])
        rows = [applicant(f"0751870{number:05d}") for number in range(count)]
        with django_assert_num_queries(1):
            insert_absent(rows)
            insert_absent([])
        assert Applicant.objects.count() == count
        assert Applicant.objects.get(id_number="075187000000").name == "Trước"

    @pytest.mark.parametrize("count", [1, 2, services.MOST_AT_ONCE + 1])
    def test_many_rows_are_written_alike(self, count):
        rows = [applicant(f"0751870{number:05d}") for number in range(count)]
        insert(rows)
        for row in rows:
            row.name = f"Sau {row.id_number}"
        update_all(rows, ["name"])
        update_all([], ["name"])
        assert {one.name for one in Applicant.objects.all()} == {row.name for row in rows}

    @isolate_apps("congvu.directory")
    def test_what_a_save_computes_or_a_file_is_the_orm_s(self):
        class Odd(models.Model):
            file = models.FileField()
            at = models.DateTimeField(auto_now=True)
            name = models.CharField(max_length=9)

            class Meta:
                app_label = "directory"

        with pytest.raises(TypeError, match="the ORM must write file, at"):
            insert([Odd()])


class TestInsertNew:
    def test_the_first_is_written_and_the_second_is_not(self, django_assert_num_queries):
        first, second = applicant("075187000001"), applicant("075187000001", name="Khác")
        with django_assert_num_queries(2):
            assert insert_new(first)
            assert not insert_new(second)
        assert second.pk is None
        assert Applicant.objects.get().name == first.name


class TestUpdate:
    def test_only_the_named_fields_are_written(self, django_assert_num_queries):
        row = applicant("075187000001")
        insert([row])
        row.name, row.born_on, row.phone = "Lê %s", date(1990, 1, 2), "0912345678"
        with django_assert_num_queries(1):
            update((row, ["name", "born_on"]))
        assert stored(row) == {**held(row), "phone": ""}

    def test_a_row_that_is_gone_is_told(self):
        row = applicant("075187000001")
        insert([row])
        Applicant.objects.all().delete()
        with pytest.raises(ObjectNotUpdated):
            update((row, ["name"]))

    def test_rows_of_several_models_change_together_or_are_told(self, django_assert_num_queries):
        dossier = another_dossier()
        insert([dossier])
        owner = dossier.owner
        owner.phone, dossier.phone, dossier.paused_at = "0911111111", "0922222222", timezone.now()
        with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
            update((dossier, ["phone", "paused_at"]), (owner, ["phone"]))
        assert stored(dossier) == held(dossier)
        assert stored(owner) == held(owner)
        Dossier.objects.filter(pk=dossier.pk).delete()
        with pytest.raises(ObjectNotUpdated, match="Dossier"):
            update((owner, ["phone"]), (dossier, ["phone"]))


NAMED = Compiled(
    lambda *, realm, pks: Agency.objects.filter(realm=realm, pk__in=pks, level="commune").order_by("pk"),
    "realm",
    "pks",
)
POSTS = Compiled(
    lambda *, pk, on: Post.objects.filter(pk=pk, officer__date_joined__lte=on).select_related(
        "officer", "unit__agency"
    ),
    "pk",
    "on",
)
PARENTS = Compiled(lambda *, pks: Agency.objects.filter(pk__in=pks).select_related("parent"), "pks")


class TestCompiled:
    def test_it_says_what_the_queryset_says_with_any_values(self):
        first, second, third = (AgencyFactory(level="commune") for _ in range(3))
        for pks in [(first.pk,), (first.pk, third.pk), (second.pk, third.pk)]:
            found = NAMED.rows({}, realm=first.realm, pks=pks)
            assert [row.pk for row in found] == list(pks)
            assert [held(row) for row in found] == list(
                Agency.objects.filter(pk__in=pks).order_by("pk").values()
            )
        assert NAMED.rows({}, realm="khác", pks=(first.pk,)) == []
        assert NAMED.first({}, realm="khác", pks=(first.pk,)) is None

    def test_constants_stand_in_the_statement_and_values_do_not(self, django_assert_num_queries):
        agency = AgencyFactory(level="commune")
        with django_assert_num_queries(1) as seen:
            NAMED.first({}, realm=agency.realm, pks=(agency.pk,))
        statement = NAMED.known[(connection.vendor, 1)]
        assert "'commune'" in statement.text
        assert statement.text.count("%s") == len(statement.order) == 2
        assert len(seen) == 1

    def test_an_instance_is_stored_and_can_be_changed(self):
        agency = AgencyFactory(level="commune")
        found = NAMED.first({}, realm=agency.realm, pks=(agency.pk,))
        found.short_name = "UBND"
        found.save(update_fields=["short_name"])
        agency.refresh_from_db()
        assert agency.short_name == "UBND"

    def test_relations_come_with_their_instance(self, django_assert_num_queries):
        post = PostFactory()
        with django_assert_num_queries(1):
            found = POSTS.first({}, pk=post.pk, on=timezone.now())
            assert (found.officer, found.unit.agency) == (post.officer, post.unit.agency)
            assert found.officer.full_name == post.officer.full_name
        assert held(found) == held(Post.objects.get(pk=post.pk))

    def test_what_is_not_there_comes_as_none(self, django_assert_num_queries):
        agency = AgencyFactory(level="commune", parent=None)
        with django_assert_num_queries(1):
            assert PARENTS.first({}, pks=(agency.pk,)).parent is None

    @pytest.mark.parametrize("shape", ["values", "values_list"])
    def test_dictionaries_and_tuples_come_as_the_queryset_gives_them(self, shape):
        officers = [OfficerFactory(full_name=name, preferences={"n": [1]}) for name in ("Bưởi", "Cam")]
        since = timezone.now() - timedelta(days=1)
        found = Compiled(
            lambda *, names, since: getattr(
                Officer.objects.filter(full_name__in=names, date_joined__gt=since).order_by("pk"), shape
            )("pk", "preferences", "date_joined"),
            "names",
            "since",
        )
        whole = getattr(Officer.objects.order_by("pk").filter(pk__in=[o.pk for o in officers]), shape)
        assert found.rows({}, names=("Bưởi", "Cam"), since=since) == list(
            whole("pk", "preferences", "date_joined")
        )
        assert found.rows({}, names=("Bưởi",), since=timezone.now() + timedelta(days=1)) == []

    def test_a_hole_inside_of_a_pattern_is_refused(self):
        with pytest.raises(TypeError, match="as it is"):
            Compiled(lambda *, name: Agency.objects.filter(name__contains=name), "name").rows({}, name="a")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no plans of ours")
def test_one_statement_is_one_plan_whatever_the_types_of_its_values():
    for number in range(3):
        insert([applicant(f"07518700000{number}", born_on=date(1990, 1, 1) if number else None)])
    kept = rows("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["INSERT%applicant%"])
    assert kept == [(1,)]
