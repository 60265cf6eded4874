"""The matrices of law and product name only modules and tests that really exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.source import ROOMS, ROOT

FOLDER = ROOT / "docs" / "conformance"
_CODE = re.compile(r"`([^`]+)`")
MARKS = {"[H]", "[M]", "[L]", "[MEM]"}


def matrices() -> list[Path]:
    """Return the pages of this form: a table with columns for where it is done and how it is tested."""
    return [path for path in sorted(FOLDER.glob("*.md")) if _head(path)]


def _head(path: Path) -> list[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = _cells(line)
        if any(cell.startswith("Thực hiện") for cell in cells) and "Kiểm thử" in cells:
            return cells
    return []


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a matrix by column."""
    head = _head(path)
    names = ["Thực hiện" if cell.startswith("Thực hiện") else cell for cell in head]
    lines = [_cells(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        dict(zip(names, cells, strict=True))
        for cells in lines
        if len(cells) == len(head) and cells != head and not cells[0].startswith("--")
    ]


@cache
def _names(path: Path) -> frozenset[str]:
    """Return the functions and classes that a module defines, methods as Class::method too."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{item.name}" for item in node.body if isinstance(item, ast.FunctionDef)}
    return frozenset(found)


def node_is_there(node: str) -> bool:
    """Tell whether a node id such as `dossiers/tests/test_x.py::test_y` can be collected."""
    file, _colons, name = node.partition("::")
    path = next((base / file for base in (ROOMS, ROOT) if (base / file).is_file()), None)
    return path is not None and name in _names(path)


def module_is_there(dotted: str) -> bool:
    """Tell whether `room.module` exists, or `room.module.name` is defined in it."""
    *parents, last = dotted.split(".")
    whole = ROOMS.joinpath(*parents, last)
    if whole.with_suffix(".py").is_file() or (whole / "__init__.py").is_file():
        return True
    module = ROOMS.joinpath(*parents).with_suffix(".py")
    return module.is_file() and last in _names(module)


def test_there_are_matrices_and_the_one_of_the_one_stop_is_whole() -> None:
    assert FOLDER / "mot-cua.md" in matrices()
    assert len(rows(FOLDER / "mot-cua.md")) >= 40


@pytest.mark.parametrize("path", matrices(), ids=lambda path: path.stem)
def test_every_row_names_what_exists(path: Path) -> None:
    wrong = []
    for row in rows(path):
        tests, places = _CODE.findall(row["Kiểm thử"]), _CODE.findall(row["Thực hiện"])
        if not tests or not places:
            wrong.append(f"a row without test or place: {row}")
        wrong += [f"no such test: {node}" for node in tests if not node_is_there(node)]
        wrong += [f"no such module: {name}" for name in places if not module_is_there(name)]
        if "Tin cậy" in row and row["Tin cậy"] not in MARKS:
            wrong.append(f"no such mark: {row['Tin cậy']}")
    assert not wrong, "\n".join(wrong)


def test_what_does_not_exist_is_noticed() -> None:
    assert not node_is_there("dossiers/tests/test_mended.py::test_that_nobody_wrote")
    assert not node_is_there("dossiers/tests/test_nowhere.py::test_case")
    assert not module_is_there("dossiers.services.intake.take_a_bribe")
    assert module_is_there("dossiers.services.intake.receive_dossier")
