"""Differences of versions: nothing is lost, nothing made up."""

from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.documents.rules.differences import differences, field_differences

LINES = st.lists(st.text(alphabet="ab c", max_size=6), max_size=6)


def test_words_in_a_changed_paragraph():
    changes = differences("Một hai ba.\nCuối.", "Một hai bốn.\nCuối.\nThêm.")
    assert [one.kind for one in changes] == ["changed", "same", "added"]
    assert [(piece.kind, piece.text) for piece in changes[0].pieces] == [
        ("same", "Một hai "),
        ("gone", "ba."),
        ("added", "bốn."),
    ]


def test_fields_that_differ():
    found = field_differences({"subject": "báo cáo", "to": "A"}, {"subject": "báo cáo lại", "to": "A"})
    assert [one.label for one in found] == ["Trích yếu"]


@given(LINES, LINES)
@settings(max_examples=80, deadline=None)
def test_both_versions_can_be_read_from_the_differences(old, new):
    changes = differences("\n".join(old), "\n".join(new))
    after = [one for one in changes if one.kind != "gone"]
    before = [one for one in changes if one.kind != "added"]
    words = ["".join(piece.text for piece in one.pieces if piece.kind != "gone") for one in after]
    gone = ["".join(piece.text for piece in one.pieces if piece.kind != "added") for one in before]
    assert words == "\n".join(new).splitlines()
    assert gone == "\n".join(old).splitlines()
