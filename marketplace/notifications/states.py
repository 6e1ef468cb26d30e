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
    STAMP_GRANTED = "stamp_granted", _("a stamp was granted")
    STAMP_REFUSED = "stamp_refused", _("a stamp was refused")
    LABEL_CHANGED = "label_changed", _("the stamp of a piece is in doubt, holds again, or is gone")
    STAMP_RETURNED = "stamp_returned", _("a request for a stamp was sent back")
    SESSION_CALLED = "session_called", _("day and place where pieces are inspected")
    SESSION_DROPPED = "session_dropped", _("pieces need not come to a session")
    PARCEL_CANCELLED = "parcel_cancelled", _("a part was cancelled")
    DAY_PROPOSED = "day_proposed", _("a shop proposes another day")
    SHOP_DAY_AGREED = "shop_day_agreed", _("the buyer agreed to another day")
    SHOP_DAY_LAPSED = "shop_day_lapsed", _("the buyer did not answer about another day")
    SHOP_ENDED = "shop_ended", _("an order of a shop has ended")
    CONTACT_CODE = "contact_code", _("code that confirms a contact")
    LOGIN_CODE = "login_code", _("code to log in")
    LISTING_SHOWN = "listing_shown", _("a piece is shown")
    LISTING_REFUSED = "listing_refused", _("a piece is not accepted")
    LISTING_TAKEN_DOWN = "listing_taken_down", _("a piece was taken down")
    LISTING_CHANGE = "listing_change", _("a change of a stamped piece was looked at")
    PASSWORD_LINK = "password_link", _("link to set a new password")
    CARD_DUE = "card_due", _("artisan card expires")
    PHONE_REPLACED = "phone_replaced", _("a new phone was asked for")
    ASSISTANCE_BEGAN = "assistance_began", _("staff may act for a shop")
    APPLICATION_APPROVED = "application_approved", _("shop approved")
    APPLICATION_RETURNED = "application_returned", _("application sent back")
    APPLICATION_REFUSED = "application_refused", _("application refused")
    SELLING_SUSPENDED = "selling_suspended", _("shop suspended")
    SELLING_ACTIVE = "selling_active", _("shop reopened")
    SELLING_CLOSED = "selling_closed", _("shop closed")
    DESTINATION_CODE = "destination_code", _("code to change where money goes")
    DESTINATION_CHANGED = "destination_changed", _("where money goes has changed")
    DESTINATION_DECIDED = "destination_decided", _("a new account was looked at")
