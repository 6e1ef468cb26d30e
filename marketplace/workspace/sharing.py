"""What a shop sends round of a piece: a picture and a text, each in one of the three languages (docs/share-kit.md)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog import photos, share
from catalog.models import Product, ProductImage
from catalog.rules import short_code
from marketplace import formats, jinja


@dataclass(frozen=True)
class Kit:
    """A piece ready to be shared in one language; `photo` is where its file lies, empty until there is one."""

    language: str
    facts: share.Facts
    photo: str
    text: str
    link: str

    @property
    def whatsapp(self) -> str:
        """Return the address that opens WhatsApp with the text in it."""
        return f"https://wa.me/?text={quote(self.text, safe='')}"

    @property
    def facebook(self) -> str:
        """Return the address that opens Facebook with the link in it; Facebook takes no text along."""
        return f"https://www.facebook.com/sharer/sharer.php?u={quote(self.link, safe='')}"


def kit_of(product: Product, *, language: str) -> Kit:
    """Return picture and text of a piece, whose photos and stock are at hand, in `language`.

    A maker is named as far as she consented; a piece that is not stamped says nothing of stamps.
    """
    stock = next(iter(product.stockrecords.all()), None)
    place = product.place or (product.shop.place if product.shop else None)
    code = short_code(product.pk)
    link = f"{settings.PUBLIC_ORIGIN}/p/{code}"
    with translation.override(language):
        photo = _file_of(product)
        grade = product.stamp_grade or 0
        facts = share.Facts(
            language=language,
            title=jinja.in_words(product, "title")[0],
            place=jinja.in_words(place, "name")[0] if place else "",
            maker=product.maker.public_name if product.maker else "",
            price=formats.dinars(int(stock.price), language) if stock and stock.price is not None else "",
            address=link,
            code=code,
            photo=photo,
            grade=grade,
            stamped=str(pgettext("on a picture, above the grade", "Stamp")) if grade else "",
            grade_word=jinja.grade_word(grade) if grade else "",
            note=_note(product),
        )
        text = _text(facts)
    return Kit(language=language, facts=facts, photo=photo, text=text, link=link)


def _note(product: Product) -> str:
    """Return what an honest picture says of itself in small letters."""
    if settings.DEMO:
        return _("Demonstration: nothing here is for sale.")
    return _("Illustration, not a photo.") if product.is_illustrated else ""


def _text(facts: share.Facts) -> str:
    """Return what goes with the picture: few lines, the link alone in the last."""
    lines = [facts.title, " · ".join(part for part in (facts.price, facts.place) if part)]
    if facts.grade:
        lines.append(_("With the stamp of the stamping centre: %(grade)s") % {"grade": facts.grade_word})
    return "\n".join([*lines, facts.address])


def _file_of(product: Product) -> str:
    """Return where the largest file of the main photo lies: a derivative that a page may show, else the original."""
    shown = [image for image in product.images.all() if image.is_shown]
    for image in sorted(shown, key=lambda image: (image.display_order, image.pk)):
        if path := _largest(image):
            return path
    return ""


def _largest(image: ProductImage) -> str:
    widths = [file["w"] for file in image.derivatives if file["f"] == "webp"]
    return photos.path_of(image.key or "", max(widths), "webp") if widths else ""


def picture_of(kit: Kit, *, shape: str) -> bytes:
    """Return the picture, made once per what it shows and kept in storage under that.

    :raises OSError: its photo is not there (any more).
    """
    name = f"share/{kit.facts.key(shape)}.jpg"
    if default_storage.exists(name):
        with default_storage.open(name) as kept:
            return kept.read()
    with default_storage.open(kit.photo) as photo:
        picture = share.draw(kit.facts, photo, shape)
    default_storage.save(name, ContentFile(picture))
    return picture
