"""Which columns of this app exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from shops.models import Artisan, Body, Place


@register(Place)
class PlaceText(TranslationOptions):
    fields = ("name",)


@register(Body)
class BodyText(TranslationOptions):
    fields = ("name", "address", "opening_hours", "about")


@register(Artisan)
class ArtisanText(TranslationOptions):
    fields = ("first_name", "last_name", "story")
