"""Spans of time, written as they are said."""

from datetime import timedelta


def minutes(count: int) -> timedelta:
    """Return so many minutes."""
    return timedelta(minutes=count)


def hours(count: int) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=count)
