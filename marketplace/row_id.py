"""A row's id in an address, as long as one can be: a longer number is no address, and no database is asked for it."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowId(IntConverter):
    """`<row:pk>`: at most eighteen digits, which every database counts."""

    regex = "[0-9]{1,18}"


register_converter(RowId, "row")
