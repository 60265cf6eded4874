"""Time limits as a person reads them."""

UNITS = {"hour": "giờ làm việc", "wday": "ngày làm việc", "day": "ngày", "month": "tháng"}


def limit_text(amount: int | None, unit: str) -> str:
    """Return "3 ngày làm việc" for 3, "wday"; same-day for 0; "" when the law states no limit."""
    if amount is None or unit not in UNITS:
        return ""
    if amount == 0:
        return "trong ngày làm việc"
    return f"{amount} {UNITS[unit]}"
