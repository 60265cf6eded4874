"""Whether letters make a Vietnamese syllable: the measure by which a character set is known for certain."""

import re
import unicodedata
from functools import lru_cache

TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")
_STOPPED = "\u0301\u0323"
"""Tones of syllables that end in a stop: sắc and nặng alone."""
LETTERS = frozenset(
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
)
MARKS = frozenset("“”‘’…–—−°²³§±×½¼¾«»€•·©®\u00a0\u00ad")
"""Signs outside ASCII that ordinary Vietnamese text carries; those that old fonts misuse apart."""
_MISUSED = frozenset("«»©®½¼¾±×§²³°·\u00ad")
_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep
et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam
oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ô ôc ôi ôm ôn ông ôp
ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya
uych uyên uyêt uynh uyp uyt uyu uc ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên
yêng yêt yêu ăk âk ôk uôk êng êc ưng
"""
_SHAPE = re.compile(f"(?:{_ONSETS})(?:{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})")
_WORDS = re.compile(r"[^\W\d_]+")


def strange(text: str) -> bool:
    """Tell whether `text` has a character that no Vietnamese text typed in Unicode would have."""
    return any(
        ord(char) > 126 and char.casefold() not in LETTERS and (char not in MARKS or char in _MISUSED)
        for char in text
    )


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell whether a word (one case, letters only) can be a Vietnamese syllable."""
    bare, tones = [], ""
    for char in unicodedata.normalize("NFD", word.casefold()):
        if char in TONES:
            tones += char
        else:
            bare.append(char)
    shape = unicodedata.normalize("NFC", "".join(bare))
    stopped = shape[-1:] in {"c", "p", "t", "k"} or shape.endswith("ch")
    toned = len(tones) == 1 and tones in _STOPPED if stopped else len(tones) <= 1
    return toned and _SHAPE.fullmatch(shape) is not None


def marked_words(text: str) -> list[str]:
    """Return the words with a letter outside ASCII: those that a wrong character set would spoil."""
    return [word for word in _WORDS.findall(text) if not word.isascii()]


def likeness(text: str) -> float:
    """Return how Vietnamese a text is: the share of marked words that are syllables, 0 for strange signs.

    1.0 for a text without any marked word: nothing speaks against it, and nothing for it.
    """
    words = marked_words(text)
    if not words:
        return 0.0 if strange(text) else 1.0
    good = sum(is_syllable(word) for word in words)
    odd = sum(char not in LETTERS and ord(char) > 126 for char in text.casefold() if char not in MARKS)
    return max(0.0, (good - odd) / len(words))
