"""Which columns of the catalog exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from catalog.models import Craft, Kind, Product


@register(Craft)
class CraftText(TranslationOptions):
    fields = ("name",)


@register(Kind)
class KindText(TranslationOptions):
    fields = ("name",)


@register(Product)
class ProductText(TranslationOptions):
    fields = ("title", "description")
