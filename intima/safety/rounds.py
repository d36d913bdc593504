"""When the questions about fear and control come round again."""

from datetime import date


def comes_round(day: date) -> bool:
    """Whether Today offers the reading: to everybody, in the first seven days of each quarter.

    By the calendar alone, so that nothing is stored: a day on which somebody was shown it, or read it, would tell
    whoever else holds the phone.
    """
    return day.month % 3 == 1 and day.day <= 7
