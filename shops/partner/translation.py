"""Which columns of a shop exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from shops.partner.models import Partner


@register(Partner)
class ShopText(TranslationOptions):
    fields = ("name", "story")
