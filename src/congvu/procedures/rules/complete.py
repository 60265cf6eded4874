"""What a draft still lacks before it may be published."""

from collections.abc import Iterator

from congvu.procedures.messages import FrozenCase, FrozenProcedure


def missing(content: FrozenProcedure) -> list[str]:
    """Return one Vietnamese sentence per thing that keeps `content` from being published."""
    return [*_head(content), *_cases(content), *_notes(content)]


def _head(content: FrozenProcedure) -> Iterator[str]:
    if not content.name.strip():
        yield "Chưa có tên thủ tục."
    if not content.levels:
        yield "Chưa nêu cấp thực hiện."
    if not content.results:
        yield "Chưa nêu kết quả giải quyết."
    if not content.cases:
        yield "Chưa có trường hợp nào."
    if len(content.cases) > 1 and any(not case.name.strip() for case in content.cases):
        yield "Có nhiều trường hợp thì mỗi trường hợp phải có tên."


def _cases(content: FrozenProcedure) -> Iterator[str]:
    for case in content.cases:
        label = case.name or f"trường hợp {case.no}"
        if not case.time_rows:
            yield f"“{label}” chưa có hình thức nộp nào."
        yield from _times(case, label)
        if any(not component.name.strip() for component in case.components):
            yield f"“{label}” có giấy tờ không tên."


def _times(case: FrozenCase, label: str) -> Iterator[str]:
    for row in case.time_rows:
        if (row.amount is None) != (row.unit == ""):
            yield f"“{label}” có thời hạn thiếu số hoặc thiếu đơn vị."


def _notes(content: FrozenProcedure) -> Iterator[str]:
    for note in content.review_notes:
        if note.blocking and not note.done:
            yield f"Chưa rà soát xong: {note.reason}"
