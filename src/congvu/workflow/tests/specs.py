"""Small builders for definitions in tests."""

from typing import Any

from congvu.workflow.rules import Definition


def step(key: str, after: str, **more: Any) -> dict[str, Any]:
    row = {
        "key": key,
        "kind": "step",
        "no": key,
        "name": f"Bước {key}",
        "role": "specialist",
        "hours": 1,
        "next": after,
    }
    return row | more


def fork(key: str, *targets: str) -> dict[str, Any]:
    return {"key": key, "kind": "fork", "next": list(targets)}


def join(key: str, after: str) -> dict[str, Any]:
    return {"key": key, "kind": "join", "next": after}


def choice(key: str, *branches: tuple[str, str], otherwise: str) -> dict[str, Any]:
    rows = [{"when": when, "next": target} for when, target in branches]
    return {"key": key, "kind": "choice", "branches": rows, "else": otherwise}


END = {"key": "e", "kind": "end"}


def spec(*nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"start": nodes[0]["key"], "nodes": [*nodes, END], **more}


def define(*nodes: dict[str, Any], **more: Any) -> Definition:
    return Definition.parse(spec(*nodes, **more))


def consultation() -> Definition:
    """Receive, then appraise beside two opinions, join, choose, sign."""
    return define(
        step("a", "f"),
        fork("f", "b", "g"),
        step("b", "j"),
        fork("g", "c", "d"),
        step("c", "k"),
        step("d", "d2"),
        step("d2", "k", returns_to=["d", "a", "b"]),
        join("k", "j"),
        join("j", "s"),
        step("s", "x", outcomes=["agree", "again"], returns_to=["a", "b", "c", "s"]),
        choice("x", ('outcome.s == "again" && data.area > 100', "a"), otherwise="t"),
        step("t", "e"),
    )
