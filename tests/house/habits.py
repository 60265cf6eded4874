"""The checks of house rules over source: each takes source and returns sentences about its breaches."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import FACES, Module

MODULE_LINES, FUNCTION_LINES, VIEW_LINES, TEMPLATE_LINES, FOREIGN_IMPORTS = 400, 40, 20, 150, 12

DOORS = {"models", "states", "rules", "queries", "services", "permissions", "events", "messages", "jobs"}
DOORS |= {"checks", "views", "forms", "urls", "templatetags", "apps", "management", "middleware"}
PACKAGES = {"templates", "static", "data", "locale", "tests", "migrations"}
# What a library or Django itself wants elsewhere, room by room.
EXTRA_DOORS = {
    "interchange": {"envelopes", "channels"},  # house rule 2: one package per envelope and per channel
    "ui": {"finders", "formats"},  # a staticfiles finder; FORMAT_MODULE_PATH
    "directory": {"adapters"},  # allauth's ACCOUNT_ADAPTER
    "signing": {"providers"},  # plug-ins of one shape: where private keys are
    "common": {
        "text",
        "errors",
        "fonts",
        "subject",
        "subjects",
        "sealing",
    },  # pure, without a room of their own
}
_ROW_WRITES = {"save", "create", "delete"}
_BULK_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES = _ROW_WRITES | _BULK_WRITES | {f"a{name}" for name in _ROW_WRITES | _BULK_WRITES | {"update"}}
NOT_ROWS = {"session", "cache", "cookies", "headers"}
IMPURE = ("django.db", "django.conf", "django.utils.timezone", "django.core.cache", "django.contrib")


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str, str]]:
    """Yield every call of an attribute: the call, the dotted text before the last dot, the name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, ast.unparse(node.func.value), node.func.attr


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines from `def` to the end, the docstring apart."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def is_view(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a function is a view: it stands in `views` and takes the request first."""
    names = [argument.arg for argument in function.args.args]
    return module.door == "views" and "request" in names[:2]


def over_budget(module: Module) -> list[str]:
    """Modules of 400 lines, functions of 40, views of 20, 12 modules of other rooms."""
    found = []
    lines = len(module.text.splitlines())
    if lines > MODULE_LINES:
        found.append(f"{module}: {lines} lines, at most {MODULE_LINES}: split it by verb or by noun")
    for function in functions(module.tree):
        limit = VIEW_LINES if is_view(module, function) else FUNCTION_LINES
        if length(function) > limit:
            found.append(f"{module.at(function)} {function.name}: {length(function)} lines, at most {limit}")
    foreign = foreign_imports(module)
    if len(foreign) > FOREIGN_IMPORTS:
        found.append(f"{module}: imports {len(foreign)} modules of other rooms, at most {FOREIGN_IMPORTS}")
    return found


def foreign_imports(module: Module) -> set[str]:
    """Return the modules of other rooms that `module` imports."""
    found = set()
    for node in ast.walk(module.tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            inside = node.module.count(".") == 1  # from congvu.room import door
            names = [f"{node.module}.{alias.name}" if inside else node.module for alias in node.names]
        found |= {name for name in names if name.startswith("congvu.") and name.split(".")[1] != module.room}
    return found


def strange_doors(room: str, names: set[str]) -> list[str]:
    """Names inside a room that the house does not know."""
    known = DOORS | PACKAGES | EXTRA_DOORS.get(room, set())
    return [f"{room}/{name}: no door of the house; see house rule 2" for name in sorted(names - known)]


def writes_in_faces(module: Module) -> list[str]:
    """Faces parse, call and render: rows are written by services only (a face's own saved views too)."""
    if module.room not in FACES | {"ui"} or module.door == "services":
        return []
    found = []
    for node, before, name in calls(module.tree):
        rows = not NOT_ROWS & set(re.split(r"\W+", before.casefold()))
        bulk = name == "update" and re.search(r"\.(objects|filter|exclude|all)\b|queryset", before)
        if (name in WRITES and rows) or bulk:
            found.append(f"{module.at(node)} {before}.{name}(): a face writes nothing; call a service")
    return found


def writes_in_queries(module: Module) -> list[str]:
    """Queries, rules, states and messages write nothing either."""
    if module.door not in {"queries", "rules", "states", "messages", "permissions", "events"}:
        return []
    return [
        f"{module.at(node)} {before}.{name}(): {module.door} write nothing; make it a service"
        for node, before, name in calls(module.tree)
        if name in WRITES - {"save", "create", "delete"}
        or (name in {"save", "create", "delete"} and "objects" in before)
    ]


def hidden_flow(module: Module) -> list[str]:
    """No signals and no `save()` override: what happens is read in the service."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals"):
            found.append(f"{module.at(node)}: signals hide what happens; call it from the service")
        if isinstance(node, ast.ImportFrom) and node.module == "django.dispatch":
            found.append(f"{module.at(node)}: signals hide what happens; call it from the service")
        if isinstance(node, ast.ClassDef) and module.door == "models":
            own = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
            for name in sorted(own & {"save", "delete"}):
                found.append(f"{module.at(node)} {node.name}.{name}(): do it in the service")
    return found


def naive_datetimes(module: Module) -> list[str]:
    """No clock without a time zone: utcnow, now() and fromtimestamp() without one, today()."""
    found = []
    for node, before, name in calls(module.tree):
        owner = before.split(".")[-1]
        bare = not node.args and not node.keywords
        if owner == "datetime" and (name in {"utcnow", "utcfromtimestamp"} or (name == "now" and bare)):
            found.append(f"{module.at(node)} {before}.{name}(): naive; use django.utils.timezone")
        if owner == "datetime" and name == "fromtimestamp" and len(node.args) < 2 and not node.keywords:
            found.append(f"{module.at(node)} {before}.{name}(): naive; give the time zone")
        if owner in {"datetime", "date"} and name == "today":
            found.append(f"{module.at(node)} {before}.today(): the server's zone; use timezone.localdate()")
    return found


def impure(module: Module) -> list[str]:
    """Rules, states and messages know no database, no settings and no clock; states no Django at all."""
    if module.door not in {"rules", "states", "messages"} and module.room != "common":
        return []
    found = []
    forbidden = ("django",) if module.door == "states" else IMPURE
    for node in ast.walk(module.tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith(forbidden):
                found.append(f"{module.at(node)} imports {name}: {module.door} are pure")
    for node, before, name in calls(module.tree):
        if name in {"now", "localdate", "localtime"} and before.split(".")[-1] in {"datetime", "timezone"}:
            found.append(f"{module.at(node)} {before}.{name}(): {module.door} do not read the clock; take it")
    return found


def long_jobs(module: Module) -> list[str]:
    """Entry points of the worker are at most 5 lines each."""
    if module.door != "jobs":
        return []
    return [
        f"{module.at(function)} {function.name}: a job calls a service, at most 5 lines"
        for function in functions(module.tree)
        if length(function) > 6
    ]


# Help texts are written by us, and Django marks them up the same way.
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an on… attribute": re.compile(r"<[^>]*\s(hx-)?on[a-z:-]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"[\"']\s*j(ava)?s(cript)?:", re.IGNORECASE),
    "the filter safe": re.compile(r"(?<!help_text)\|\s*safe\b"),
    "another host": re.compile(r"\s(src|href|action)\s*=\s*[\"'](https?:)?//", re.IGNORECASE),
}


def bad_template(name: str, text: str) -> list[str]:
    """Templates: 150 lines, nothing inline, nothing unescaped, nothing from elsewhere."""
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
    found = []
    lines = len(text.splitlines())
    if lines > TEMPLATE_LINES:
        found.append(f"{name}: {lines} lines, at most {TEMPLATE_LINES}: make parts of it")
    for what, pattern in INLINE.items():
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{name}:{line} has {what}")
    return found
