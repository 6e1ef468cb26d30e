"""The share kit: what is sent round says no more than the piece's page, in the language that was asked for."""

import io
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image

from catalog import photos, share
from catalog.models import Product
from catalog.rules import short_code
from marketplace.workspace import queries, sharing
from shops.partner.models import Partner
from shops.states import NameConsent
from tests.factories import make_artisan, make_photo, make_place, make_product, make_shop, make_user, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db: None, client: Client, settings: Any, tmp_path: Path) -> Partner:
    settings.MEDIA_ROOT = tmp_path
    owner = make_user()
    client.force_login(owner)
    return make_shop(owner=owner, place=make_place("timimoun", name="Timimoun", name_ar="تيميمون"))


def make_piece(shop: Partner, **columns: Any) -> Product:
    """Make a piece whose photo is really there."""
    product = make_product(
        shop=shop, title_ar="زربية", title_fr="Tapis", title_en="Carpet", price=48500, **columns
    )
    photo = make_photo(product)
    out = io.BytesIO()
    Image.new("RGB", (720, 960), (200, 120, 60)).save(out, "WEBP")
    default_storage.save(photos.path_of(photo.key or "", 720, "webp"), ContentFile(out.getvalue()))
    return product


def kit(product: Product, language: str = "ar") -> sharing.Kit:
    return sharing.kit_of(queries.piece_of(product.shop, product.pk), language=language)


@pytest.mark.parametrize(
    ("language", "title", "price", "place"),
    [
        ("ar", "زربية", "48\u00a0500\u00a0دج", "تيميمون"),
        ("fr", "Tapis", "48\u00a0500\u00a0DA", "Timimoun"),
        ("en", "Carpet", "DZD\u00a048,500", "Timimoun"),
    ],
)
def test_text_says_title_price_village_and_link(
    shop: Partner, settings: Any, language: str, title: str, price: str, place: str
) -> None:
    settings.PUBLIC_ORIGIN = "https://damgha.example"
    product = make_piece(shop)

    made = kit(product, language)

    link = f"https://damgha.example/p/{short_code(product.pk)}"
    assert made.text.splitlines() == [title, f"{price} · {place}", link]
    assert made.facts.address == link


@pytest.mark.parametrize(
    ("consent", "shown"),
    [
        (NameConsent.FULL, "Fatma Touati"),
        (NameConsent.FIRST_AND_VILLAGE, "Fatma"),
        (NameConsent.COOPERATIVE, ""),
    ],
)
def test_maker_is_named_as_far_as_she_consented(shop: Partner, consent: str, shown: str) -> None:
    maker = make_artisan(shop, first_name="Fatma", last_name="Touati", name_consent=consent)

    made = kit(make_piece(shop, maker=maker))

    assert made.facts.maker == shown
    assert "Touati" in made.facts.maker or "Touati" not in str(made)


def test_stamp_is_said_of_a_stamped_piece_only(shop: Partner) -> None:
    plain = kit(make_piece(shop))
    stamped = kit(stamp(make_piece(shop), grade=50))

    assert (plain.facts.grade, plain.facts.stamped, plain.facts.grade_word) == (0, "", "")
    assert "دمغ" not in plain.text
    assert stamped.facts.grade == 50
    assert stamped.facts.grade_word in stamped.text


def test_picture_is_sent_to_its_shop_and_leads_to_the_piece(client: Client, shop: Partner) -> None:
    product = make_piece(shop)
    address = reverse("workspace_share_picture", args=[product.pk])

    answer = client.get(address, {"in": "fr", "shape": "square", "save": "1"})

    picture = Image.open(io.BytesIO(answer.content))
    (code,) = zxingcpp.read_barcodes(picture)
    followed = Client().get(code.text.partition("8000")[2])
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment")
    assert picture.size == share.SHAPES["square"]
    assert followed["Location"].endswith(f"/catalog/{product.slug}_{product.pk}/")


def test_picture_is_made_once_and_anew_when_the_price_changes(
    client: Client, shop: Partner, monkeypatch: Any
) -> None:
    product, drawn = make_piece(shop), []
    real = share.draw

    def draw(facts: share.Facts, *given: Any) -> bytes:
        drawn.append(facts.price)
        return real(facts, *given)

    monkeypatch.setattr(share, "draw", draw)
    address = reverse("workspace_share_picture", args=[product.pk])

    first, again = client.get(address), client.get(address)
    product.stockrecords.update(price=50000)
    after = client.get(address)

    assert first.content == again.content != after.content
    assert len(drawn) == 2
    assert len(default_storage.listdir("share")[1]) == 2


def test_page_works_by_links_alone(client: Client, shop: Partner) -> None:
    product = make_piece(shop)

    page = client.get(reverse("workspace_share_kit", args=[product.pk]), {"in": "fr"}).content.decode()

    assert "https://wa.me/?text=Tapis%0A" in page
    assert "https://www.facebook.com/sharer/sharer.php?u=http%3A%2F%2F" in page
    assert short_code(product.pk) in page
    assert "<textarea" in page
    assert "download=" in page


def test_language_is_the_shops_own_unless_asked(client: Client, shop: Partner) -> None:
    product = make_piece(shop)
    address = reverse("workspace_share_kit", args=[product.pk])
    Partner.objects.filter(pk=shop.pk).update(language="fr")

    own = client.get(address).content.decode()
    other = client.get(address, {"in": "en"}).content.decode()
    nonsense = client.get(address, {"in": "../xx", "shape": "<b>"}).content.decode()

    assert ">Tapis\n" in own
    assert ">Carpet\n" in other
    assert ">Tapis\n" in nonsense
    assert "<b>" not in nonsense


def test_piece_that_nobody_sees_is_not_shared(client: Client, shop: Partner) -> None:
    hidden = make_piece(shop, is_public=False, state="withdrawn")
    without_photo = make_product(shop=shop)
    gone = make_product(shop=shop, photo=True)

    page = client.get(reverse("workspace_share_kit", args=[hidden.pk])).content.decode()
    answers = [
        client.get(reverse("workspace_share_picture", args=[product.pk])).status_code
        for product in (hidden, without_photo, gone)
    ]

    assert "wa.me" not in page
    assert answers == [404, 404, 404]
    assert client.get(reverse("workspace_share_kit", args=[without_photo.pk])).status_code == 200
    assert not default_storage.exists("share")


def test_words_of_a_shop_are_written_as_text(client: Client, shop: Partner) -> None:
    product = make_piece(shop)
    Product.objects.filter(pk=product.pk).update(title_ar='"><script>alert(1)</script>')

    page = client.get(reverse("workspace_share_kit", args=[product.pk])).content.decode()

    assert "<script>alert" not in page
    assert client.get(reverse("workspace_share_picture", args=[product.pk])).status_code == 200
