"""Every room keeps the house's habits; and every check can fail."""

from collections.abc import Callable

import pytest

from tests.house import habits
from tests.house.source import ROOMS, Module, modules, rooms, sample, templates

CHECKS = [
    habits.over_budget,
    habits.writes_in_faces,
    habits.writes_in_queries,
    habits.hidden_flow,
    habits.naive_datetimes,
    habits.impure,
    habits.long_jobs,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_rooms_keep_the_habit(check: Callable[[Module], list[str]]) -> None:
    breaches = [sentence for module in modules() for sentence in check(module)]
    assert not breaches, "\n".join(breaches)


def test_the_rooms_have_known_doors_only() -> None:
    breaches = []
    for room in rooms():
        found = {path.stem for path in (ROOMS / room).glob("*.py")} - {"__init__"}
        folders = (path for path in (ROOMS / room).iterdir() if path.is_dir())
        found |= {path.name for path in folders if path.name != "__pycache__"}
        breaches += habits.strange_doors(room, found)
    assert not breaches, "\n".join(breaches)


def test_templates_are_short_and_clean() -> None:
    breaches = []
    for path in templates():
        breaches += habits.bad_template(str(path.relative_to(ROOMS)), path.read_text(encoding="utf-8"))
    assert not breaches, "\n".join(breaches)


def test_there_is_something_to_check() -> None:
    assert len(rooms()) >= 15
    assert {"services", "queries", "models", "rules"} <= {module.door for module in modules()}


BAD = {
    "long module": (habits.over_budget, sample("x = 1\n" * 401)),
    "long function": (habits.over_budget, sample("def f():\n" + "    x = 1\n" * 40)),
    "long view": (
        habits.over_budget,
        sample("def page(request):\n" + "    x = 1\n" * 20, room="desk", parts=("views", "inbox")),
    ),
    "many imports": (
        habits.over_budget,
        sample("".join(f"from congvu.files.queries{n} import x\n" for n in range(13))),
    ),
    "save in a face": (habits.writes_in_faces, sample("form.save()", room="desk", parts=("views",))),
    "update in a face": (
        habits.writes_in_faces,
        sample("Dossier.objects.filter(pk=1).update(x=2)", room="setup", parts=("views",)),
    ),
    "create in a face": (
        habits.writes_in_faces,
        sample("Dossier.objects.create(x=2)", room="desk", parts=("forms",)),
    ),
    "write in a query": (
        habits.writes_in_queries,
        sample("Dossier.objects.create(x=2)", parts=("queries", "lists")),
    ),
    "receiver": (habits.hidden_flow, sample("from django.dispatch import receiver")),
    "signal": (habits.hidden_flow, sample("from django.db.models.signals import post_save")),
    "save override": (
        habits.hidden_flow,
        sample("class D(Model):\n    def save(self): pass", parts=("models", "d")),
    ),
    "naive now": (habits.naive_datetimes, sample("datetime.now()")),
    "utcnow": (habits.naive_datetimes, sample("datetime.datetime.utcnow()")),
    "naive timestamp": (habits.naive_datetimes, sample("datetime.fromtimestamp(1)")),
    "today": (habits.naive_datetimes, sample("date.today()")),
    "model in rules": (habits.impure, sample("from django.db import models", parts=("rules", "fees"))),
    "settings in rules": (habits.impure, sample("from django.conf import settings", parts=("rules",))),
    "clock in rules": (habits.impure, sample("x = timezone.now()", parts=("rules",))),
    "django in states": (
        habits.impure,
        sample("from django.utils.translation import gettext", parts=("states",)),
    ),
    "long job": (habits.long_jobs, sample("def f():\n" + "    x = 1\n" * 6, parts=("jobs",))),
}
GOOD = [
    (habits.over_budget, sample("x = 1\n" * 400)),
    (habits.over_budget, sample('def f():\n    """' + "Long.\n" * 60 + '"""\n' + "    x = 1\n" * 39)),
    (habits.writes_in_faces, sample("cache.delete('k'); context.update(x=1)", room="desk", parts=("views",))),
    (habits.writes_in_faces, sample("view.save()", room="desk", parts=("services",))),
    (habits.hidden_flow, sample("class Form:\n    def save(self): pass", parts=("forms",))),
    (habits.naive_datetimes, sample("datetime.now(tz); timezone.now(); timezone.localdate()")),
    (habits.impure, sample("from django.utils.translation import gettext", parts=("rules",))),
    (habits.impure, sample("from django.db import models", parts=("models",))),
]


@pytest.mark.parametrize("name", BAD)
def test_each_check_finds_its_breach(name: str) -> None:
    check, module = BAD[name]
    assert len(check(module)) == 1


@pytest.mark.parametrize(("check", "module"), GOOD)
def test_no_check_cries_wolf(check: Callable[[Module], list[str]], module: Module) -> None:
    assert check(module) == []


def test_a_strange_door_is_found() -> None:
    assert habits.strange_doors("dossiers", {"services", "helpers"}) == [
        "dossiers/helpers: no door of the house; see house rule 2"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<script>go()</script>",
        "<STYLE>p{}</STYLE>",
        '<p style="color:red">',
        '<button type="button" onclick="go()">',
        '<div hx-on:click="go()">',
        '<a href="javascript:go()">',
        "{{ note|safe }}",
        '<img src="https://example.org/x.png">',
        "<p></p>\n" * 151,
    ],
)
def test_each_template_breach_is_found(text: str) -> None:
    assert len(habits.bad_template("x.html", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        """<script type="module" src="{% static 'a.js' %}"></script>""",
        "{# style= #}",
        '<p data-on="x">one = "2"</p>',
    ],
)
def test_a_clean_template_passes(text: str) -> None:
    assert habits.bad_template("x.html", text) == []
