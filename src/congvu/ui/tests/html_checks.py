"""What every page must satisfy; each check names what is wrong and where."""

import re
from collections import Counter
from typing import Any

import html5lib
from html5lib.html5parser import ParseError

VOID_LABELS = {"hidden", "submit", "button", "reset", "image"}


def parse(text: str, *, fragment: bool = False) -> Any:
    """Parse strictly and return the lxml tree; invalid HTML fails with its line."""
    builder = html5lib.getTreeBuilder("lxml")
    try:
        parser = html5lib.HTMLParser(tree=builder, strict=True, namespaceHTMLElements=False)
        parser.parseFragment(text) if fragment else parser.parse(text)
    except ParseError as error:
        line, column = parser.errors[0][0] if parser.errors else (0, 0)
        around = text.splitlines()[max(0, line - 2) : line + 1] if line else []
        raise AssertionError(f"invalid HTML at {line}:{column}: {error}\n" + "\n".join(around)) from None
    lenient = html5lib.HTMLParser(tree=builder, namespaceHTMLElements=False)
    if fragment:
        return lenient.parse(f"<!DOCTYPE html><body>{text}</body>")
    return lenient.parse(text)


def text_of(node: Any) -> str:
    """Return a node's text with single spaces."""
    return " ".join("".join(node.itertext()).split())


def problems(tree: Any, *, nonce: str = "", fragment: bool = False) -> list[str]:
    """Return every broken rule of a page or fragment."""
    found = [*_ids(tree), *_labels(tree), *_inline(tree, nonce), *_names(tree)]
    return found if fragment else [*_title(tree), *found]


def _title(tree: Any) -> list[str]:
    headings = tree.xpath("//h1")
    if len(headings) != 1:
        return [f"{len(headings)} h1 elements, expected exactly one"]
    heading = text_of(headings[0])
    title = text_of(tree.xpath("//title")[0]) if tree.xpath("//title") else ""
    if not heading:
        return ["the h1 is empty"]
    return [] if heading in title else [f"title {title!r} does not contain the h1 {heading!r}"]


def _ids(tree: Any) -> list[str]:
    counted = Counter(tree.xpath("//@id"))
    found = [f"duplicate id {name!r}" for name, times in counted.items() if times > 1]
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for value in tree.xpath(f"//@{attribute}"):
            found += [
                f"{attribute} points to missing id {one!r}" for one in value.split() if one not in counted
            ]
    return found


def _labels(tree: Any) -> list[str]:
    named = set(tree.xpath("//label/@for"))
    found = []
    for node in tree.xpath("//input | //select | //textarea"):
        if node.get("type", "text") in VOID_LABELS:
            continue
        labelled = node.get("id") in named or node.get("aria-label") or node.get("aria-labelledby")
        if not labelled and not node.xpath("ancestor::label"):
            found.append(f"field {node.get('name') or node.get('id')!r} has no label")
    return found


def _names(tree: Any) -> list[str]:
    found = []
    for node in tree.xpath("//a[@href] | //button | //summary"):
        spoken = text_of(node) or node.get("aria-label") or node.get("title")
        if not spoken and not node.xpath(".//*[@aria-label]"):
            found.append(f"<{node.tag}> without a name: {dict(node.attrib)}")
    found += [f"image without alt: {node.get('src')}" for node in tree.xpath("//img[not(@alt)]")]
    return found


def _inline(tree: Any, nonce: str) -> list[str]:
    found = []
    for node in tree.iter():
        if not isinstance(node.tag, str):
            continue
        for name, value in node.attrib.items():
            if name == "style" or re.match(r"on[a-z]+$", name):
                found.append(f"inline {name}= on <{node.tag}>")
            if name.startswith("hx-on") or (
                name in {"href", "src", "hx-vals"} and re.match(r"\s*(javascript|js):", value)
            ):
                found.append(f"script in {name} on <{node.tag}>")
        if node.tag in {"script", "style"} and not node.get("src") and (node.text or "").strip():
            if node.get("type") in {"application/json", "speculationrules"}:
                continue
            if not nonce or node.get("nonce") != nonce:
                found.append(f"<{node.tag}> inside the page without the nonce")
    return found
