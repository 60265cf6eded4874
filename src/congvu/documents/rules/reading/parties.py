"""Who is meant: agencies, units, posts and persons in running text, told from the verbs around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from congvu.documents.rules.reading.text import flat
from congvu.documents.rules.reading.vocabulary import (
    BARE_VOCAB,
    LISTED,
    LOOSE,
    ORG,
    POST,
    PROTECTED,
    SECTORS,
    SHORT_VERBS,
    STOPS,
    VERBS,
    VOCAB,
)

_HEAD = re.compile(
    rf"(?:(?P<many>tat ca cac|toan bo cac|toan the|cac|tung|moi|nhung)\s+)?(?:(?P<post>{POST}))?"
    rf"(?:(?P<many2>cac|toan the)\s+)?(?P<org>{ORG})\b(?!\s+(?:cac )?(?:xem xet|do|nay)\b)"
)
_PERSON = re.compile(r"(?:dong chi|ong|ba|d/c|dc)\s+(?=\S)")
_POST_ONLY = re.compile(
    r"(?:chanh van phong|pho chanh van phong|chanh thanh tra|truong cong an|thu truong|lanh dao|giam doc|"
    r"chu tich|truong ban|bo phan mot cua|"
    r"cong chuc|vien chuc|can bo|chuyen vien|van thu|ke toan|quy (?:co quan|don vi|so|ubnd|cong ty|ong|"
    r"truong|vi|doanh nghiep|ban)|(?:cac )?dong chi thanh vien)\b"
)
_SECTOR = re.compile(rf"(?:{SECTORS})\b")
_VERB = re.compile(rf"(?:{'|'.join(sorted(VERBS.split(','), key=lambda verb: -len(verb)))})\b")
_SHORT_VERB = re.compile(rf"(?:{SHORT_VERBS})\b")
# Nouns that end in such a verb.
_COMPOUND = re.compile(
    r"(?:(?:công|chương|quy|quá|lộ) trình|việc làm|chứng nhận|chuyên đề|thông báo|thành lập|chuyển giao)$",
    re.IGNORECASE,
)
STRONG = re.compile(r"(?:chu tri|phoi hop|co trach nhiem|chiu trach nhiem|co nhiem vu|phai|can\b|chi dao)")
_DASHED = re.compile(r" (?:[A-ZÀ-ỸĐ]|xã hội|nghề nghiệp|thương binh|thương mại|kỹ thuật)")
_TOKEN = re.compile(r"\S+")
_AND = re.compile(r"\s*[,;]?\s+(?:va|cung(?: voi)?|hoac)\s+|\s*[,;]\s*")


@dataclass(frozen=True, slots=True)
class Party:
    """One who is meant: a place in the text, and the words."""

    name: str
    start: int
    end: int


def predicate(text: str, folded: str, at: int) -> bool:
    """Tell whether a verb that says what somebody does opens at `at` (verbs are not capitalised)."""
    if at >= len(text) or text[at].isupper():
        return False
    if _VERB.match(folded, at):
        return True
    short = _SHORT_VERB.match(text, at)
    return bool(short and not _COMPOUND.search(text, max(0, at - 8), short.end()))


def parties_at(text: str, folded: str, at: int) -> tuple[list[Party], int]:
    """Return the parties that stand one after the other from `at` on, and where they end."""
    found: list[Party] = []
    end = at
    while True:
        start = end
        if found:
            joint = _AND.match(folded, end)
            if not joint or joint.end() == end:
                break
            start = joint.end()
        stop = _party_end(text, folded, start)
        if stop is None:
            break
        found += _spread(text, start, stop)
        end = stop
    return found, end


def _spread(text: str, start: int, end: int) -> Iterator[Party]:
    """“các Sở: Nội vụ, Tài chính” are two agencies."""
    words = text[start:end]
    match = re.match(r"(?:cac\s+)?(so|bo|phong)\s*:?\s+", flat(words))
    names = list(_SECTOR.finditer(flat(words), match.end())) if match else []
    if match and len(names) > 1:
        head = words[match.start(1) : match.end(1)]
        for one in names:
            low, high = start + one.start(), start + one.end()
            yield Party(f"{head[0].upper()}{head[1:]} {text[low:high]}", low, high)
        return
    name = words.strip(" ,;:")
    yield Party(name, start, start + len(name))


def _party_end(text: str, folded: str, at: int) -> int | None:
    """Return where the party that opens at `at` ends, or None when none opens."""
    person = _PERSON.match(folded, at)
    if person and text[person.end() : person.end() + 1].isupper() and not _HEAD.match(folded, person.end()):
        return _person_end(text, folded, person.end())
    head = _HEAD.match(folded, at)
    if not head:
        alone = _POST_ONLY.match(folded, at)
        return _tail(text, folded, alone.end(), many=True, protect=0) if alone else None
    org = head["org"]
    if folded.startswith("to chuc", head.start("org")) and not (head["many"] or head["many2"]):
        return None
    many = bool(head["many"] or head["many2"] or (head["post"] or "").endswith("cac "))
    if not many and not head["post"] and not _named(text, folded, head):
        return None
    sector = _SECTOR.match(folded, min(len(folded), head.end() + 1))
    if not sector and org in {"so", "bo"}:
        listed = re.compile(rf"\s*:?\s*(?={SECTORS})").match(folded, head.end())
        sector = _SECTOR.match(folded, listed.end()) if listed and many else None
    if sector:
        return _sectors_end(text, folded, sector.end(), many=many)
    protect = 2 if not many and org in PROTECTED else 0
    return _tail(text, folded, head.end(), many=many, protect=protect, longest=4 if org in LOOSE else 1)


def _named(text: str, folded: str, head: re.Match[str]) -> bool:
    """A head word alone is a party only with a name behind it, or where it is written large."""
    start = head.start("org")
    if head["org"] in {
        "to",
        "ban",
        "bao",
        "dai",
        "bo",
        "hoi",
        "doi",
        "vien",
        "ho",
        "quy",
        "xa",
        "thue",
        "vu",
        "truong",
        "khoa",
        "doan",
        "so",
        "quan",
        "ap",
        "cong ty",
    }:
        after = text[head.end() : head.end() + 2].strip()[:1]
        return text[start].isupper() or after.isupper()
    return True


def _sectors_end(text: str, folded: str, end: int, *, many: bool) -> int:
    """After a known name: more names when several agencies are meant, else the rest of this one's."""
    while many:
        more = re.compile(rf"\s*(?:,|\bva|;)\s*(?=(?:{SECTORS})\b)").match(folded, end) or re.compile(
            rf"\s+va\s+(?=(?:{SECTORS})\b)"
        ).match(folded, end)
        if not more or not text[more.end()].isupper():
            break
        match = _SECTOR.match(folded, more.end())
        if not match:
            break
        end = match.end()
    return _tail(text, folded, end, many=False, protect=0, longest=0)


def _person_end(text: str, folded: str, at: int) -> int:
    end = at
    for token in _TOKEN.finditer(text, at):
        word = token[0].rstrip(",.;:")
        if not word[:1].isupper():
            break
        end = token.start() + len(word)
        if word != token[0]:
            break
    title = re.compile(
        r"\s*[-,]\s*(?=(?:pho |quyen )?(?:chu tich|giam doc|truong|chanh|bi thu|pho|uy vien|cuc truong|"
        r"hieu truong))"
    ).match(folded, end)
    if title and text[title.end() : title.end() + 1].isupper():
        return _tail(text, folded, title.end(), many=True, protect=0)
    return end


def _tail(text: str, folded: str, at: int, *, many: bool, protect: int, longest: int = 1) -> int:
    """Go on over the words of a name until a verb, a stop word or a stop mark."""
    if text[at : at + 1] in {",", ";", ":", "."}:
        if not (text[at] == "," and many and _listed(folded, at + 1)):
            return at
        at += 1
    name = _Name(text, folded, many, protect, longest)
    end = safe = at
    for token in _TOKEN.finditer(text, at):
        word = token[0].rstrip(".,;:)")
        if word in {"-", "–"} and _DASHED.match(text, token.end()):
            continue
        if not name.takes(word, token.start()):
            return end if predicate(text, folded, token.start()) else safe
        end = token.start() + len(word)
        safe = safe if name.lows else end
        if _ended(text, folded, token, word):
            return safe
    return safe


@dataclass(slots=True)
class _Name:
    """What is known of a name while its words are read one by one.

    Args:
        text: the whole text.
        folded: the same, folded.
        many: whether several agencies are meant (“các sở”).
        protect: words at the start that belong to the name even when they look like verbs.
        longest: most small words out of the vocabulary in a row.
        lows: how many of those stand at the end now; they count only when a verb follows.
    """

    text: str
    folded: str
    many: bool
    protect: int
    longest: int
    lows: int = 0
    count: int = 0
    fresh: bool = True
    before: bool = False

    def takes(self, word: str, at: int) -> bool:
        """Tell whether `word`, which stands at `at`, belongs to the name; remember it then."""
        if not word or word[0] in "(“\"'" or word in {"-", "–"}:
            return False
        guarded = self.count < self.protect and not STRONG.match(self.folded, at)
        if not guarded and predicate(self.text, self.folded, at):
            return False
        if not self._fits(word, at, guarded=guarded):
            return False
        large = word[0].isupper() or word[0].isdigit()
        self.fresh, self.before = (
            large and not self.before,
            word[0].isupper() and not (len(word) > 1 and word.isupper()),
        )
        self.count += 1
        return True

    def _fits(self, word: str, at: int, *, guarded: bool) -> bool:
        bare = self.folded[at : at + len(word)]
        if bare == "va":
            return _goes_on(self.text, self.folded, at + 3, many=self.many or word.isupper())
        if bare == "tren":
            return self.folded.startswith("tren dia ban", at) or self.folded.startswith("noi tren", at - 4)
        if word in STOPS:
            return False
        if (
            word[0].isupper()
            or word[0].isdigit()
            or word in VOCAB
            or (word == bare and bare in BARE_VOCAB and self.folded == self.text.lower())
        ):
            self.lows = 0
        elif not guarded:
            self.lows += 1
            return self.lows <= self.longest and (self.longest > 1 or self.fresh)
        return True


def _ended(text: str, folded: str, token: re.Match[str], word: str) -> bool:
    """Tell whether the mark behind a word ends the name."""
    mark = token[0][len(word) :]
    if not mark or (mark == "." and flat(word) in {"tp", "tx", "tt", "p", "q", "h", "th"}):
        return False
    if mark != ",":
        return True
    if _AND_MORE.match(text, token.end()) or (
        flat(word) == "phong" and folded.startswith(" chong", token.end())
    ):
        return False
    return not _listed(folded, token.end()) or bool(_HEAD_FAR.match(folded, token.end()))


# “Phòng Công chức, viên chức chủ trì”: a name may hold a comma where its verb follows at once.
_AND_MORE = re.compile(
    r" [a-zà-ỹđ]+ [a-zà-ỹđ]+(?: [a-zà-ỹđ]+ [a-zà-ỹđ]+)? (?=chủ trì|có trách nhiệm|chịu trách nhiệm|phối hợp)"
)
_HEAD_FAR = re.compile(
    r"\s*(?:ubnd|uy ban|cac (?!thanh pho|thi xa|phuong|xa|doan the)|so (?!,|va|ban)[a-z]|ban (?!,|"
    r"nganh)[a-z]|phong [a-z]|don vi|co quan|hoi [a-z])"
)


def _listed(folded: str, at: int) -> bool:
    """“các sở, ban, ngành”, “UBND các huyện, thị xã, thành phố” are one party."""
    match = re.compile(r"\s*([a-z]+)").match(folded, at)
    return bool(match and match[1] in LISTED)


def _goes_on(text: str, folded: str, at: int, *, many: bool) -> bool:
    """Tell whether the name goes on behind “và”: it does not when another party opens there."""
    if _PERSON.match(folded, at):
        return False
    if folded.startswith("phong, chong", at):
        return True
    head = _HEAD.match(folded, at)
    if (
        head
        and many
        and re.compile(
            r"(?:cac )?(?:xa|phuong|thanh pho|thi xa|thi tran|dac khu|huyen|quan|doan the|nganh)\b"
        ).match(folded, at)
    ):
        return True
    if head and (
        head["many"]
        or head["post"]
        or text[at].isupper()
        or head["org"] in {"ubnd", "don vi", "co quan", "cong an"}
    ):
        return False
    if text[at : at + 1].isupper():
        return True
    word = re.compile(r"[a-z]+").match(folded, at)
    return bool(word and (word[0] in VOCAB) and not predicate(text, folded, at))
