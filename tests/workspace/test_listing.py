"""A shop mends its piece: the meter leads, each room takes one group of questions, and nobody types a stamp."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from catalog import kinds, reviewing
from catalog.models import ListingRevision, Product, ProductImage, TextWritten
from catalog.states import ListingState
from shops.partner.models import Partner
from tests.catalog.test_editing import stamped
from tests.factories import NOW, make_body, make_kind, make_photo, make_product, make_shop, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.OUTBOX_RINGS = False


@pytest.fixture
def shop(client: Client) -> Partner:
    owner = make_user()
    client.force_login(owner)
    return make_shop(owner=owner, language="ar")


def carpet(shop: Partner, **columns: Any) -> Product:
    kind = make_kind(needs=dict(kinds.kinds()["carpet.knotted"].needs))
    columns = {"materials": [], "title_ar": "زربية", "title_fr": "", "title_en": ""} | columns
    return make_product(shop=shop, kind=kind, **columns)


def at(name: str, piece: Product, *more: int) -> str:
    return reverse(name, args=[piece.pk, *more]).replace("/ar/", "/en/", 1)


def upload(colour: str) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (700, 800), colour).save(content, "JPEG")
    return SimpleUploadedFile("photo.jpg", content.getvalue(), "image/jpeg")


def score(page: str) -> int:
    return int(re.search(r'<progress class="meter" max="100" value="(\d+)"', page)[1])  # type: ignore[index]


ANSWERS: dict[str, dict[str, Any]] = {
    "words": {"title_ar": "زربية", "description_ar": "قصة"},
    "made": {"materials": ["wool"], "technique": "knotted", "colours": ["red"], "made_year": "2026"},
    "measures": {"length_mm": "200", "width_mm": "120.5", "mass_g": "9000"},
    "care": {"care": ["moths", "no_sun"]},
}


def test_following_the_meter_leads_to_a_whole_listing(client: Client, shop: Partner) -> None:
    piece = carpet(shop)
    colours = iter(["red", "green", "blue", "black", "white", "grey", "brown"])
    page = client.get(at("workspace_piece", piece)).content.decode()
    scores = [score(page)]

    for _ in range(12):
        step = re.search(r'<a class="button wide" href="([^"#]*/([a-z]+)/)#([a-z_]+)"', page)
        if step is None:
            break
        address, room, field = unescape(step[1]), step[2], step[3]
        assert f'id="{field}"' in client.get(address).content.decode()
        typed = {"photo": upload(next(colours)), "view": field} if room == "photos" else ANSWERS[room]
        page = client.post(address, typed, follow=True).content.decode()
        scores.append(score(page))

    assert scores[-1] == 100
    assert scores == sorted(set(scores))
    piece.refresh_from_db()
    assert (piece.length_mm, piece.width_mm, piece.mass_g) == (2000, 1205, 9000)
    assert set(piece.images.values_list("view", flat=True)) >= {"whole", "back", "corner", "fringe"}
    assert piece.state == ListingState.LISTED


def test_incomplete_piece_keeps_its_price_and_stock(client: Client, shop: Partner) -> None:
    piece = carpet(shop)

    response = client.post(at("workspace_piece", piece), {"price": "7 500", "stock": "2"})

    assert response.status_code == 302
    assert piece.stockrecords.get().price == 7500


def test_nobody_types_a_stamp_or_a_state(client: Client, shop: Partner) -> None:
    piece = carpet(shop, state=ListingState.REVIEW, is_public=False)
    typed = {
        "stamp_grade": "60",
        "stamp_public_id": "forged",
        "stamped_at": "2026-01-01",
        "state": "listed",
        "is_public": "1",
    }
    before = (
        Product.objects.filter(pk=piece.pk)
        .values("stamp_grade", "stamp_public_id", "state", "is_public")
        .get()
    )

    for name, room in (
        ("workspace_made", "made"),
        ("workspace_measures", "measures"),
        ("workspace_care", "care"),
        ("workspace_words", "words"),
    ):
        client.post(at(name, piece), ANSWERS[room] | typed)
    client.post(at("workspace_ready", piece), {"made_to_order": "yes", "lead_days": "30", **typed})

    after = Product.objects.filter(pk=piece.pk).values(*before).get()
    assert after == before
    assert Product.objects.get(pk=piece.pk).lead_days == 30


def test_measured_fact_of_a_stamped_piece_says_why_and_stays(client: Client, shop: Partner) -> None:
    piece = stamped(shop=shop)

    page = client.get(at("workspace_measures", piece)).content.decode()
    client.post(at("workspace_measures", piece), {"length_mm": "999", "width_mm": "999"})

    assert "It stands on the label" in page
    assert re.search(r'name="length_mm"[^>]*\bdisabled\b', page)
    piece.refresh_from_db()
    assert (piece.length_mm, piece.width_mm) == (2000, 1200)


def test_change_of_a_stamped_piece_waits_is_shown_and_can_be_taken_back(
    client: Client, shop: Partner
) -> None:
    piece = stamped(shop=shop)

    page = client.post(
        at("workspace_made", piece), {"technique": "sewn", "made_year": ""}, follow=True
    ).content.decode()
    in_room = client.get(at("workspace_made", piece)).content.decode()
    client.post(at("workspace_take_back", piece))

    assert "Your change waits for a look" in page
    assert re.search(r'<option value="sewn" selected', in_room)
    assert ListingRevision.objects.get().state == "withdrawn"
    piece.refresh_from_db()
    assert piece.technique == "knotted"


def test_photo_goes_first_and_is_taken_out(client: Client, shop: Partner) -> None:
    piece = make_product(shop=shop, photo=True)
    second = make_photo(piece)

    client.post(at("workspace_first_photo", piece, second.pk))
    client.post(at("workspace_remove_photo", piece, second.pk))

    second.refresh_from_db()
    assert (second.display_order, second.is_shown) == (0, False)


def test_photo_of_another_piece_is_not_replaced(client: Client, shop: Partner) -> None:
    piece, other = make_product(shop=shop, photo=True), make_product(photo=True)
    foreign = other.images.get()

    response = client.post(
        at("workspace_add_photo", piece),
        {"photo": upload("red"), "view": "back", "replaces": str(foreign.pk)},
    )

    assert response.status_code == 422
    assert ProductImage.objects.get(pk=foreign.pk).is_shown
    assert piece.images.count() == 1


def test_words_written_by_staff_say_who_wrote_them(client: Client, shop: Partner) -> None:
    piece = carpet(shop)
    chamber = make_body("chamber", name="Chamber of Adrar")
    from catalog import editing

    editing.write_words(
        product=piece,
        language="fr",
        title="Tapis",
        description="",
        by=make_user(),
        body=chamber,
        now=NOW,
    )

    page = client.get(at("workspace_words", piece)).content.decode()
    client.post(
        at("workspace_words", piece), {"title_ar": "زربية", "title_fr": "Tapis rouge", "description_fr": ""}
    )

    assert "Chamber of Adrar" in page
    assert TextWritten.objects.filter(language="fr").last().body is None  # type: ignore[union-attr]
    assert Product.objects.get(pk=piece.pk).title_fr == "Tapis rouge"


def test_name_in_the_shops_language_is_needed(client: Client, shop: Partner) -> None:
    piece = carpet(shop)

    response = client.post(at("workspace_words", piece), {"title_ar": "", "title_fr": "Tapis"})

    assert response.status_code == 422
    assert Product.objects.get(pk=piece.pk).title_ar == "زربية"


def test_refused_piece_shows_the_sentence_and_is_sent_again(client: Client, shop: Partner) -> None:
    piece = carpet(shop, state=ListingState.REVIEW, is_public=False, photo=True)
    reviewing.refuse(product=piece, by=make_user(), why="The back is not seen.", now=NOW)

    page = client.get(at("workspace_piece", piece)).content.decode()
    client.post(at("workspace_put_back", piece))

    assert "The back is not seen." in page
    assert Product.objects.get(pk=piece.pk).state == ListingState.REVIEW


def test_pause_withdraw_and_back(client: Client, shop: Partner) -> None:
    piece = carpet(shop, photo=True)
    seen = []

    for name in ("pause", "resume", "withdraw", "withdraw", "put_back", "put_back"):
        client.post(at(f"workspace_{name}", piece))
        now = Product.objects.get(pk=piece.pk)
        seen.append((now.state, now.is_public, now.paused_for))

    assert seen == [
        ("listed", True, "owner"),
        ("listed", True, ""),
        ("withdrawn", False, ""),
        ("withdrawn", False, ""),
        ("listed", True, ""),
        ("listed", True, ""),
    ]
    assert piece.changes.count() == 2


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("workspace_measures", {"length_mm": "-3"}),
        ("workspace_measures", {"length_mm": "1e9"}),
        ("workspace_measures", {"length_mm": "NaN"}),
        ("workspace_made", {"materials": ["gold"]}),
        ("workspace_made", {"made_year": "1800"}),
        ("workspace_care", {"care": ["for_food"]}),
        ("workspace_ready", {"made_to_order": "yes", "lead_days": "0"}),
        ("workspace_ready", {"lead_days": "3"}),
        ("workspace_add_photo", {"view": "inside"}),
    ],
)
def test_what_cannot_be_is_said_in_the_form(
    client: Client, shop: Partner, name: str, typed: dict[str, Any]
) -> None:
    piece = carpet(shop)
    before = Product.objects.filter(pk=piece.pk).values().get()

    response = client.post(at(name, piece), typed)

    assert response.status_code == 422
    assert Product.objects.filter(pk=piece.pk).values().get() == before
