"""Time limits as a person reads them."""

UNITS = {"hour": "giờ làm việc", "wday": "ngày làm việc", "day": "ngày", "month": "tháng"}


def limit_text(amount: int | None, unit: str) -> str:
    """Return "3 ngày làm việc" for 3, "wday"; "" when the law states no limit."""
    if amount is None or unit not in UNITS:
        return ""
    return f"{amount} {UNITS[unit]}"
