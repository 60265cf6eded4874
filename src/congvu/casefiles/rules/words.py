"""Numbers in Vietnamese words, as minutes and lists write them beside the figures."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def spelled(number: int) -> str:
    """Return a number below one million in words: 105 → "một trăm linh năm"; ValueError past it."""
    if not 0 <= number < 1_000_000:
        raise ValueError(f"not spelled: {number}")
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest, full=False)
    words = f"{_below_thousand(thousands, full=False)} nghìn"
    return f"{words} {_below_thousand(rest, full=True)}" if rest else words


def _below_thousand(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    words = f"{_DIGITS[hundreds]} trăm" if hundreds or full else ""
    if not rest:
        return words or _DIGITS[0]
    tail = f"linh {_DIGITS[rest]}" if rest < 10 and words else _below_hundred(rest)
    return f"{words} {tail}".strip()


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return words
    if ones == 5:
        return f"{words} lăm"
    if ones == 1 and tens > 1:
        return f"{words} mốt"
    return f"{words} {_DIGITS[ones]}"
