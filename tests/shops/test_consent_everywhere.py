"""What a maker keeps to herself is on no public page and in no letter (A21); what she shows is there at once."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from catalog import photos, portraits
from catalog.models import Product
from catalog.search.models import SearchDocument
from marketplace.notifications import letters
from marketplace.notifications.models import Delivery
from shops.models import Artisan
from shops.people.actions import consent
from shops.people.models import Portrait
from shops.states import NameConsent, PortraitConsent
from tests.catalog.test_photos import picture
from tests.factories import NOW, make_artisan, make_centre, make_place, make_product, make_shop, make_user
from tests.orders import make_paid_order
from tests.quality_labels.centre import Centre, affixed, make_carpet, make_stamping_centre
from tests.shops.test_cards import drain

pytestmark = pytest.mark.django_db
FIRST, LAST, PHONE = "Zzohra", "Qqhamdaoui", "661777333"
START = (
    "/ar/",
    "/fr/",
    "/en/",
    "/sitemap.xml",
    "/en/catalog/?q=Zzohra",
    "/ar/catalog/?q=Qqhamdaoui",
)
NOT_PUBLIC = re.compile(
    r"^/(?:..)/(?:account|basket|checkout|workspace|desk|stamping|orders)\b|^/(?:static|media|admin)/"
)


@pytest.fixture
def maker(settings: Any, tmp_path: Any) -> Artisan:
    """A maker with the least consent, who has a story, a stamped piece, a sold one and a phone."""
    settings.OUTBOX_RINGS = False
    settings.MEDIA_ROOT = tmp_path
    settings.PUBLIC_ORIGIN = ""
    stamping: Centre = make_stamping_centre(key_dir=tmp_path / "keys", settings=settings)
    herself = make_user("zz.qq@example.test", phone=f"+213{PHONE}", full_name=f"{FIRST} {LAST}")
    shop = make_shop(
        name="Dar Touat",
        slug="dar-touat",
        owner=herself,
        centre=make_centre(),
        notify_email="shop@example.test",
    )
    found = make_artisan(
        shop,
        user=herself,
        first_name=FIRST,
        last_name=LAST,
        place=make_place("timimoun"),
        name_consent=NameConsent.COOPERATIVE,
        portrait_consent=PortraitConsent.NONE,
        **{f"story_{code}": "I weave since I was ten." for code in ("ar", "fr", "en")},
    )
    affixed(stamping, make_carpet(shop=shop, maker=found))
    make_paid_order(make_product(shop=shop, maker=found))
    drain()
    return found


def crawl(limit: int = 400) -> Iterator[tuple[str, str]]:
    """Follow every link of the public pages and give what each answers."""
    client, waiting, known = Client(), list(START), set(START)
    while waiting and len(known) < limit:
        address = waiting.pop(0)
        answer = client.get(address)
        if answer.status_code != 200 or "text" not in answer["Content-Type"] + "text" * (
            "xml" in answer["Content-Type"]
        ):
            continue
        text = answer.content.decode()
        yield address, text
        for found in re.findall(r'(?:href="|<loc>)([^"<]+)', text):
            path = html.unescape(found).partition("#")[0].removeprefix("http://testserver")
            if path.startswith("/") and not NOT_PUBLIC.match(path) and path not in known:
                known.add(path)
                waiting.append(path)


def read_letters() -> list[str]:
    """Return every letter that was to be sent, to whomever, but those to the maker's own shop."""
    return [
        "\n".join(letters.write(delivery))
        for delivery in Delivery.objects.exclude(recipient="shop@example.test").exclude(payload={})
    ]


def test_least_consent_leaves_no_name_and_no_phone_on_any_page_or_letter(maker: Artisan) -> None:
    pages = dict(crawl())
    product = Product.objects.filter(maker=maker).exclude(stamp_public_id="").get()

    leaks = {
        address: word
        for address, text in pages.items()
        for word in (FIRST, LAST, PHONE)
        if word.lower()
        in text.lower().replace(f"q={word}".lower(), "").replace(f'value="{word}"'.lower(), "")
        and "?q=" not in address
    }
    written = read_letters()
    assert leaks == {}
    assert [word for letter in written for word in (FIRST, LAST, PHONE) if word in letter] == []
    assert written
    assert not SearchDocument.objects.filter(facts__icontains=FIRST).exists()
    for needed in (
        product.get_absolute_url(),
        "/en/shops/dar-touat/",
        f"/en/stamps/{product.stamp_public_id}/",
    ):
        assert needed in pages, f"the crawl missed {needed}: {sorted(pages)[:40]}"


def test_pages_and_search_follow_each_choice(maker: Artisan) -> None:
    client, herself = Client(), make_user()
    product = Product.objects.filter(maker=maker).exclude(stamp_public_id="").get()
    pages = (product.get_absolute_url(), "/en/shops/dar-touat/", "/en/shops/")
    seen = {}

    for shown in (NameConsent.FULL, NameConsent.FIRST_AND_VILLAGE, NameConsent.COOPERATIVE):
        consent.choose_name(artisan=maker, shown=shown, by=herself, now=NOW)
        drain()
        text = " ".join(client.get(page).content.decode() for page in pages)
        found = client.get(f"/en/catalog/?q={FIRST}").content.decode()
        seen[shown] = (
            FIRST in text,
            LAST in text,
            product.get_absolute_url().partition("/catalog/")[2] in found,
        )

    assert seen == {
        NameConsent.FULL: (True, True, True),
        NameConsent.FIRST_AND_VILLAGE: (True, False, True),
        NameConsent.COOPERATIVE: (False, False, False),
    }


def test_picture_follows_and_tells_nothing_in_its_files(
    maker: Artisan, django_capture_on_commit_callbacks: Any
) -> None:
    import io

    upload = picture()
    photo = photos.clean(io.BytesIO(upload), size=len(upload))
    shop_page, client, herself = "/en/shops/dar-touat/", Client(), make_user()
    portraits.keep_portrait(
        artisan=maker, shows=PortraitConsent.PORTRAIT, photo=photo, by=herself, now=timezone.now()
    )
    key = Portrait.objects.get().key
    shown = client.get(shop_page).content.decode()
    with default_storage.open(
        photos.path_of(key, Portrait.objects.get().derivatives[0]["w"], "webp")
    ) as file:
        metadata = dict(Image.open(file).getexif())
    Artisan.objects.filter(pk=maker.pk).update(portrait_consent=PortraitConsent.HANDS)
    not_her_face = client.get(shop_page).content.decode()
    maker.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        consent.choose_portrait(artisan=maker, shown=PortraitConsent.NONE, by=herself, now=NOW)
    gone = client.get(shop_page).content.decode()

    assert (key in shown, key in not_her_face, key in gone) == (True, False, False)
    assert metadata == {}
