"""The quick ways of cleaning and folding give what the definition gives."""

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from congvu.common.text import clean, fold

TEXTS = st.text(
    st.one_of(st.sampled_from(" \t\n\u00a0đĐẵỆa\u0301\u200b\ufeff"), st.characters()), max_size=30
)


@given(TEXTS)
@example("Trần  Thị Bưởi")
@example("Tra\u0302\u0300n")
def test_folding_strips_marks_and_case(text):
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    bare = bare.replace("đ", "d").replace("Đ", "D").casefold()
    assert fold(text) == re.sub(r"\s+", " ", bare).strip()


@given(TEXTS)
@example("một\u00a0hai")
@example(" a  b ")
def test_cleaning_drops_control_characters_and_spare_spaces(text):
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(char for char in normal if char in "\n\t" or unicodedata.category(char)[0] != "C").strip()
    assert clean(text) == "\n".join(re.sub(r"\s+", " ", line).strip() for line in kept.splitlines())
