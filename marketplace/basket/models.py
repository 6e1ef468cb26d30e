"""Oscar's basket and line, with what a visitor's choices need. A basket is found by a signed cookie."""

from django.db import models
from oscar.apps.basket.abstract_models import AbstractBasket, AbstractLine


class Basket(AbstractBasket):
    """A visitor's basket; `country` is remembered from `?to=`, `draft` holds the checkout form between its steps."""

    country = models.CharField(max_length=2, default="DZ")
    draft = models.JSONField(default=dict, blank=True)

    class Meta(AbstractBasket.Meta):
        abstract = False


class Line(AbstractLine):
    """A piece in a basket; its price is what it cost when put in, the stock record says what it costs."""

    class Meta(AbstractLine.Meta):
        abstract = False


from oscar.apps.basket.models import *  # noqa: E402, F403  (Oscar's recipe: own classes first, its own last)
