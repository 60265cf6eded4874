"""Scopes of tokens, and the capabilities that each one lends to the program (deny by default)."""

from collections.abc import Iterable

SCOPES: dict[str, tuple[str, frozenset[str]]] = {
    "directory.read": ("Tra cứu danh mục cơ quan", frozenset()),
    "files.write": ("Tải tệp lên để gửi kèm", frozenset()),
    "documents.read": ("Xem văn bản đi, đến của cơ quan", frozenset({"document.view"})),
    "documents.receive": ("Gửi văn bản vào chờ vào sổ", frozenset({"document.view", "document.register"})),
    "dossiers.read": ("Xem hồ sơ thủ tục hành chính", frozenset({"dossier.view"})),
    "dossiers.create": (
        "Nộp, tiếp nhận hồ sơ từ hệ thống khác",
        frozenset({"dossier.view", "dossier.intake", "dossier.accept"}),
    ),
    "dossiers.supplement": (
        "Nộp bổ sung vào hồ sơ",
        frozenset({"dossier.view", "dossier.work", "dossier.supplement"}),
    ),
    "assignments.read": ("Xem nhiệm vụ được giao", frozenset({"assignment.view"})),
    "assignments.give": ("Giao nhiệm vụ", frozenset({"assignment.view", "assignment.give"})),
    "assignments.report": ("Báo cáo nhiệm vụ", frozenset({"assignment.view", "assignment.work"})),
    "webhooks.manage": ("Đăng ký nhận sự kiện của phần mềm mình", frozenset()),
}
"""Each scope: what it allows in words, and the capabilities of the house that it lends."""


def capabilities_of(scopes: Iterable[str]) -> frozenset[str]:
    """Return the capabilities that scopes lend; a scope that is not known lends nothing."""
    known = (SCOPES[scope][1] for scope in scopes if scope in SCOPES)
    return frozenset[str]().union(*known)
