"""Closed sets of what is told to whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a letter reaches a person."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")
    CALL = "call", _("telephone call")  # a person makes it: the desk's list of calls


class To(models.TextChoices):
    """Who is told."""

    BUYER = "buyer", _("the buyer")
    SHOPS = "shops", _("each shop, of its own part")


class Letter(models.TextChoices):
    """Every letter there is: templates/notifications/<letter>.{subject.txt,txt,html}, in three languages."""

    ORDER_PAID = "order_paid", _("order paid")
    ORDER_CONFIRMED = "order_confirmed", _("order confirmed")
    ORDER_EXPIRED = "order_expired", _("order expired")
    ORDER_SOLD_OUT = "order_sold_out", _("paid, but sold out")
    SHOP_NEW_ORDER = "shop_new_order", _("new order for a shop")
    PARCEL_SENT = "parcel_sent", _("a shop sent its part")
    PARCEL_REFUSED = "parcel_refused", _("a shop cannot send its part")
    PARCEL_CANCELLED = "parcel_cancelled", _("a part was cancelled")
    DAY_PROPOSED = "day_proposed", _("a shop proposes another day")
    SHOP_DAY_AGREED = "shop_day_agreed", _("the buyer agreed to another day")
    SHOP_DAY_LAPSED = "shop_day_lapsed", _("the buyer did not answer about another day")
    SHOP_ENDED = "shop_ended", _("an order of a shop has ended")
    CONTACT_CODE = "contact_code", _("code that confirms a contact")
    LOGIN_CODE = "login_code", _("code to log in")
    PASSWORD_LINK = "password_link", _("link to set a new password")
