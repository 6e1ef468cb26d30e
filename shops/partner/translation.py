from modeltranslation.translator import TranslationOptions, register

from shops.partner.models import Partner


@register(Partner)
class ShopText(TranslationOptions):
    fields = ("name", "story")
