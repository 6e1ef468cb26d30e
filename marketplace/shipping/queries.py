"""Reads of the delivery table."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.utils.translation import get_language

from catalog import seams
from marketplace.money import MINOR_PER_MAJOR
from marketplace.shipping import places
from marketplace.shipping.models import DeliveryRate
from marketplace.shipping.rates import CENTRE, Rate, options, zones_of

_TABLE = DeliveryRate._meta.db_table
_COLUMNS = "zone, method, price_dinars, days_min, days_max"


def rates_to(country: str, wilaya: str) -> tuple[Rate, ...]:
    """Return the rates that may hold for a place, collecting included: one query."""
    zones = (*zones_of(country, wilaya), CENTRE)
    places_held = ", ".join(["%s"] * len(zones))
    with connection.cursor() as cursor:  # by hand: every page of a piece and every basket asks this
        cursor.execute(f"SELECT {_COLUMNS} FROM {_TABLE} WHERE zone IN ({places_held})", zones)  # noqa: S608
        return tuple(Rate(*row) for row in cursor.fetchall())


def delivery_of(*, country: str, at_centre: bool, ready_on: date) -> seams.Delivery:
    """Return what a piece's page says of delivery to `country`, before a wilaya is known: one query.

    A country we do not deliver to is named all the same, without ways.
    """
    language = (get_language() or "ar")[:2]
    chosen = country if country in places.DELIVERABLE else ""
    rates = rates_to(chosen, "")
    ways = options(rates, country=chosen, wilaya="", at_centre=at_centre, ready_on=ready_on) if chosen else ()
    return seams.Delivery(
        country=chosen,
        countries=places.countries(language),
        ways=[
            seams.Way(str(way.method.label), way.price.minor // MINOR_PER_MAJOR, way.from_on, way.until_on)
            for way in ways
        ],
    )
