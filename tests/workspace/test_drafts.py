"""A new piece, on plain forms and as the phone sends it: nothing is lost or doubled, and one piece comes of it."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from catalog.actions import process_due_photos
from catalog.models import Product, ProductImage
from catalog.states import ListingState, PhotoState
from marketplace.machine import AlreadyThere, IllegalMove, advance
from marketplace.order.states import ShopOrderState
from marketplace.outbox.models import Message
from marketplace.refusal import Refusal
from marketplace.workspace import actions, rules
from marketplace.workspace.models import DraftPhoto, PieceDraft, PieceDraftChange
from marketplace.workspace.states import DRAFT_MOVES, DraftState, Screen
from shops.partner.models import Partner
from shops.states import BodyKind
from tests.catalog.test_photos import picture
from tests.factories import (
    NOW,
    make_artisan,
    make_body,
    make_centre,
    make_draft,
    make_kind,
    make_product,
    make_shop,
    make_user,
)
from tests.workspace.test_isolation import make_shop_order

WEBM = b"\x1a\x45\xdf\xa3" + bytes(2000)


@pytest.fixture
def shop(db: None, client: Client, settings: Any, tmp_path: Path) -> Partner:
    settings.MEDIA_ROOT = tmp_path
    settings.OUTBOX_RINGS = False
    make_kind("pottery.jar", craft="pottery")
    owner = make_user()
    client.force_login(owner)
    shop = make_shop(owner=owner)
    make_artisan(shop, craft="pottery")
    return shop


def upload(content: bytes = b"", name: str = "jar.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture(), content_type="image/jpeg")


def different(seed: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), (seed * 40, 90, 90)).save(out, "JPEG")
    return out.getvalue()


def answers(**changes: Any) -> dict[str, Any]:
    return {"kind": "pottery.jar", "price": "٤ ٥٠٠ دج", "stock": "2", "age": "new"} | changes


def send_photo(client: Client, draft: uuid.UUID, photo: uuid.UUID, content: bytes = b"") -> Any:
    address = reverse("workspace_draft_photo", args=[draft, photo])
    return client.post(address, {"photo": upload(content), "view": "whole"})


def publish(client: Client, draft: uuid.UUID, **changes: Any) -> Any:
    return client.post(reverse("workspace_draft_publish", args=[draft]), answers(**changes))


def test_five_plain_forms_list_a_piece(client: Client, shop: Partner) -> None:
    start = client.post(reverse("workspace_new_piece"), {"camera": upload(), "photos": upload(different(2))})
    draft = PieceDraft.objects.get()
    steps = {
        Screen.WHAT: {"kind": "pottery.jar", "title": "جرة سوداء"},
        Screen.PRICE: {"price": "4.500"},
        Screen.COUNT: {"stock": "2", "lead": "7"},
        Screen.CHECK: {"age": "new", "description": "من طين تمنطيط", "voice": SimpleUploadedFile("v", WEBM)},
    }

    answered = [
        client.post(reverse("workspace_draft", args=[draft.pk, screen]), typed)
        for screen, typed in steps.items()
    ]

    product = Product.objects.get(shop=shop)
    assert start["Location"] == reverse("workspace_draft", args=[draft.pk, "what"])
    assert [response.status_code for response in answered] == [302] * 4
    assert answered[-1]["Location"] == reverse("workspace_piece", args=[product.pk])
    assert (product.title_ar, product.title_fr, product.description_ar) == (
        "جرة سوداء",
        None,
        "من طين تمنطيط",
    )
    assert (product.lead_days, product.state) == (7, ListingState.LISTED)
    assert (product.stockrecords.get().price, product.stockrecords.get().num_in_stock) == (4500, 2)
    assert [photo.state for photo in product.images.order_by("pk")] == [PhotoState.WAITING] * 2
    assert product.voice_format == "webm"
    draft.refresh_from_db()
    assert (draft.state, draft.product) == (DraftState.PUBLISHED, product)
    assert Message.objects.filter(kind="catalog.refresh").exists()


@pytest.mark.parametrize("typed", ["4500", "4 500", "4.500", "٤٥٠٠", "4500 دج", "4\u00a0500 DA"])
def test_price_is_taken_as_people_write_it_and_read_back_in_both_ways(
    client: Client, shop: Partner, typed: str
) -> None:
    draft = make_draft(shop, answers={"kind": "pottery.jar"})

    client.post(reverse("workspace_draft", args=[draft.pk, "price"]), {"price": typed})
    page = client.get(reverse("workspace_draft", args=[draft.pk, "count"])).content.decode()

    draft.refresh_from_db()
    assert draft.answers["price"] == 4500
    assert "4\u00a0500\u00a0دج" in page
    assert "450\u00a0ألف\u00a0سنتيم" in page
    assert "4\u00a0140\u00a0دج" in page  # you receive: eight per cent less


@pytest.mark.parametrize(
    ("screen", "typed", "field"),
    [
        ("photo", {}, "camera"),
        ("photo", {"photos": SimpleUploadedFile("x.jpg", b"<svg/>")}, "photos"),
        ("photo", {"photos": [SimpleUploadedFile(f"{n}.jpg", b"x") for n in range(7)]}, "photos"),
        ("what", {"kind": ""}, "kind"),
        ("what", {"kind": "no.such"}, "kind"),
        ("price", {"price": "4,5"}, "price"),
        ("price", {"price": "0"}, "price"),
        ("price", {"price": "NaN"}, "price"),
        ("count", {"stock": "0"}, "stock"),
        ("count", {"stock": "1e3"}, "stock"),
        ("check", {"age": ""}, "age"),
    ],
)
def test_mistake_is_told_on_its_screen_and_loses_nothing(
    client: Client, shop: Partner, screen: str, typed: dict[str, Any], field: str
) -> None:
    before = {"kind": "pottery.jar", "price": 900, "stock": 1}
    draft = make_draft(shop, answers=before)

    response = client.post(reverse("workspace_draft", args=[draft.pk, screen]), typed)

    draft.refresh_from_db()
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()
    assert field in response.content.decode()
    assert draft.answers == before
    assert draft.photos.count() == 1
    assert not Product.objects.filter(shop=shop).exists()


def test_nothing_is_asked_before_there_is_a_photo(client: Client, shop: Partner) -> None:
    draft = make_draft(shop, photos=0)

    page = client.get(reverse("workspace_draft", args=[draft.pk, "price"])).content.decode()

    plain = page.partition("<template data-screens>")[0]
    assert 'name="camera"' in plain
    assert 'name="price"' not in plain


def test_only_kinds_of_the_makers_cards_are_offered(client: Client, shop: Partner) -> None:
    make_kind("palm.basket", craft="palm")

    page = client.get(reverse("workspace_new_piece")).content.decode()

    assert 'value="pottery.jar"' in page
    assert 'value="palm.basket"' not in page


def test_form_sent_twice_begins_one_draft(client: Client, shop: Partner) -> None:
    form = {"draft": str(uuid.uuid4())}

    for _ in range(2):
        client.post(reverse("workspace_new_piece"), form | {"camera": upload()})

    assert [str(draft.pk) for draft in PieceDraft.objects.all()] == [form["draft"]]
    assert DraftPhoto.objects.count() == 1


def test_photo_sent_again_is_the_same_photo(client: Client, shop: Partner) -> None:
    draft, photo = uuid.uuid4(), uuid.uuid4()

    first = [send_photo(client, draft, photo), send_photo(client, draft, photo)]
    same_bytes_new_name = send_photo(client, draft, uuid.uuid4())
    other = send_photo(client, draft, uuid.uuid4(), different(3))

    assert [answer.status_code for answer in (*first, same_bytes_new_name, other)] == [200] * 4
    assert DraftPhoto.objects.filter(draft=draft).count() == 2


def test_a_large_photo_is_seen_small_by_its_shop(client: Client, shop: Partner) -> None:
    draft, photo = uuid.uuid4(), uuid.uuid4()
    send_photo(client, draft, photo, picture(size=(2000, 1500)))

    seen = client.get(reverse("workspace_draft_photo", args=[draft, photo]))

    assert Image.open(io.BytesIO(seen.content)).size == (320, 240)
    assert "no-store" in seen["Cache-Control"]


def test_removed_photo_is_gone_with_its_file(
    client: Client, shop: Partner, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    draft, photo = uuid.uuid4(), uuid.uuid4()
    send_photo(client, draft, photo)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.delete(reverse("workspace_draft_photo", args=[draft, photo]))

    assert answer.status_code == 200
    assert not DraftPhoto.objects.exists()
    assert list(tmp_path.rglob("*.jpg")) == []


def test_published_again_and_again_is_one_piece(client: Client, shop: Partner) -> None:
    draft = uuid.uuid4()
    for seed in range(3):
        send_photo(client, draft, uuid.uuid4(), different(seed))

    answered = [publish(client, draft), publish(client, draft), publish(client, draft, price="9000")]

    product = Product.objects.get(shop=shop)
    assert {answer.json()["address"] for answer in answered} == {
        reverse("workspace_piece", args=[product.pk])
    }
    assert product.images.count() == 3
    assert product.stockrecords.get().price == 4500
    assert not send_photo(client, draft, uuid.uuid4(), different(5)).json().get("kept")


def test_photos_of_a_published_draft_are_made_ready_by_the_worker(client: Client, shop: Partner) -> None:
    draft = uuid.uuid4()
    send_photo(client, draft, uuid.uuid4())
    publish(client, draft)

    process_due_photos(now=timezone.now())

    photo = Product.objects.get(shop=shop).images.get()
    assert photo.state == PhotoState.READY
    assert {file["f"] for file in photo.derivatives} == {"avif", "webp"}


def test_unfinished_draft_cannot_be_published(client: Client, shop: Partner) -> None:
    draft = make_draft(shop, photos=0)

    without_photo = publish(client, draft.pk)
    make_photo_of = make_draft(shop)
    without_kind = client.post(reverse("workspace_draft_publish", args=[make_photo_of.pk]), {"price": "900"})

    assert (without_photo.status_code, without_kind.status_code) == (422, 422)
    assert list(without_photo.json()["errors"]) == ["photos"]
    assert list(without_kind.json()["errors"]) == ["kind"]
    assert not Product.objects.filter(shop=shop).exists()


def test_answers_of_the_phone_are_kept_and_bad_ones_told(client: Client, shop: Partner) -> None:
    draft = make_draft(shop)

    answer = client.post(
        reverse("workspace_draft_answers", args=[draft.pk]),
        {"kind": "pottery.jar", "price": "4,5", "stock": "3"},
    )

    draft.refresh_from_db()
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["price"])
    assert (draft.answers["kind"], draft.answers["stock"], "price" in draft.answers) == (
        "pottery.jar",
        3,
        False,
    )


def _known_prices() -> None:
    for price in (4000, 4500, 4500, 5000, 6000):
        make_product(kind=make_kind("pottery.jar", craft="pottery"), price=price)


@pytest.mark.parametrize(("typed", "meant"), [("450000", "4\u00a0500"), ("450", "4\u00a0500")])
def test_unlikely_price_is_asked_about_once(client: Client, shop: Partner, typed: str, meant: str) -> None:
    _known_prices()
    draft = make_draft(shop, answers={"kind": "pottery.jar", "stock": 1, "age": "new"})
    address = reverse("workspace_draft", args=[draft.pk, "price"])

    question = client.post(address, {"price": typed})
    unanswered = client.post(reverse("workspace_draft_publish", args=[draft.pk]), {})
    answered = client.post(address, {"price": typed, "price_sure": typed})
    published = client.post(reverse("workspace_draft_publish", args=[draft.pk]), {})

    assert question.status_code == 422
    plain = question.content.decode().partition("<template data-screens>")[0]
    assert plain.count('name="price_sure"') == 2
    assert meant in plain
    assert (unanswered.status_code, list(unanswered.json()["errors"])) == (422, ["price"])
    assert answered.status_code == 302
    assert published.status_code == 200
    assert Product.objects.get(shop=shop).stockrecords.get().price == int(typed)


def test_similar_pieces_are_shown_beside_the_price(client: Client, shop: Partner) -> None:
    _known_prices()
    draft = make_draft(shop, answers={"kind": "pottery.jar"})

    page = client.get(reverse("workspace_draft", args=[draft.pk, "price"])).content.decode()

    assert "4\u00a0000\u00a0دج" in page
    assert "6\u00a0000\u00a0دج" in page


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"title": "زربية بنقشة قديمة"}, ListingState.LISTED),
        ({"title": "جرة قديمة"}, ListingState.REVIEW),
        ({"age": "looks_old"}, ListingState.REVIEW),
    ],
)
def test_doubtful_piece_waits_for_a_look(
    client: Client, shop: Partner, changes: dict[str, Any], state: str
) -> None:
    draft = make_draft(shop)

    answer = publish(client, draft.pk, **changes)

    assert answer.status_code == 200
    product = Product.objects.get(shop=shop)
    assert (product.state, product.is_public) == (state, state == ListingState.LISTED)


@pytest.mark.parametrize("changes", [{"title": "قطعة أثرية"}, {"title": "Fossile du désert"}, {"age": "old"}])
def test_forbidden_piece_is_refused_with_a_sentence_and_stays_a_draft(
    client: Client, shop: Partner, changes: dict[str, Any]
) -> None:
    draft = make_draft(shop)

    answer = publish(client, draft.pk, **changes)

    draft.refresh_from_db()
    assert answer.status_code == 422
    assert len(answer.json()["errors"]["title"]) > 30
    assert draft.state == DraftState.OPEN
    assert not Product.objects.filter(shop=shop).exists()
    assert not Message.objects.exists()


def test_maker_is_who_is_named_else_who_sends_it_else_the_only_one(client: Client, shop: Partner) -> None:
    fatma, zohra = shop.artisans.get(), make_artisan(shop, craft="pottery")
    stranger = make_artisan(make_shop())

    asked = publish(client, make_draft(shop).pk)
    foreign = publish(client, make_draft(shop).pk, maker=stranger.pk)
    named = publish(client, make_draft(shop).pk, maker=zohra.pk)

    assert (asked.status_code, foreign.status_code, named.status_code) == (422, 422, 200)
    assert Product.objects.get(shop=shop).maker == zohra
    assert not fatma.pieces.exists()


def test_only_maker_of_a_shop_is_not_asked_for(client: Client, shop: Partner) -> None:
    publish(client, make_draft(shop).pk)

    assert Product.objects.get(shop=shop).maker == shop.artisans.get()


def test_shop_without_a_maker_lists_nothing(client: Client, shop: Partner) -> None:
    shop.artisans.get().cards.all().delete()
    shop.artisans.all().delete()

    answer = publish(client, make_draft(shop).pk)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["maker"]
    assert not Product.objects.filter(shop=shop).exists()


@pytest.mark.parametrize("content", [b"", b"<html>", b"RIFF" + bytes(20), WEBM + bytes(300_000)])
def test_what_is_no_voice_note_is_refused(client: Client, shop: Partner, content: bytes) -> None:
    draft = make_draft(shop)

    answer = client.post(
        reverse("workspace_draft_voice", args=[draft.pk]), {"voice": SimpleUploadedFile("v.webm", content)}
    )

    draft.refresh_from_db()
    assert answer.status_code == 422
    assert draft.voice_key == ""


def test_new_recording_takes_the_place_of_the_old(
    client: Client, shop: Partner, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    draft = make_draft(shop)
    address = reverse("workspace_draft_voice", args=[draft.pk])
    with django_capture_on_commit_callbacks(execute=True):
        for content in (WEBM, b"OggS" + bytes(99)):
            client.post(address, {"voice": SimpleUploadedFile("v", content), "seconds": "12"})

    draft.refresh_from_db()
    assert (draft.voice_format, draft.voice_seconds) == ("ogg", 12)
    assert [path.name for path in (tmp_path / "voices").iterdir()] == [f"{draft.voice_key}.ogg"]


def test_buyers_hear_the_voice_on_the_pieces_page(client: Client, shop: Partner) -> None:
    draft = make_draft(shop)
    client.post(reverse("workspace_draft_voice", args=[draft.pk]), {"voice": SimpleUploadedFile("v", WEBM)})
    publish(client, draft.pk)
    product = Product.objects.get(shop=shop)

    page = Client().get(product.get_absolute_url()).content.decode()

    assert (
        f'<audio class="voice-note" controls preload="none" src="/media/voices/{product.voice_key}.webm"'
        in page
    )


def test_draft_is_listed_and_can_be_thrown_away(
    client: Client, shop: Partner, django_capture_on_commit_callbacks: Any
) -> None:
    draft = uuid.uuid4()
    send_photo(client, draft, uuid.uuid4())
    home = client.get(reverse("workspace")).content.decode()
    listed = client.get(reverse("workspace_pieces")).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("workspace_throw_away", args=[draft]))

    assert f"{reverse('workspace_pieces')}#unfinished" in home
    assert str(draft) in listed
    row = PieceDraft.objects.get()
    assert (row.state, row.answers, row.photos.count()) == (DraftState.DISCARDED, {}, 0)
    assert str(draft) not in client.get(reverse("workspace_pieces")).content.decode()
    assert publish(client, draft).status_code == 422


def test_shop_has_at_most_thirty_open_drafts(client: Client, shop: Partner) -> None:
    for _ in range(rules.MAX_OPEN_DRAFTS):
        make_draft(shop, photos=0)

    answer = send_photo(client, uuid.uuid4(), uuid.uuid4())

    assert answer.status_code == 422
    assert PieceDraft.objects.count() == rules.MAX_OPEN_DRAFTS


def test_piece_has_at_most_twelve_photos(client: Client, shop: Partner) -> None:
    draft = make_draft(shop, photos=rules.MAX_PHOTOS)

    answer = send_photo(client, draft.pk, uuid.uuid4())

    assert answer.status_code == 422
    assert draft.photos.count() == rules.MAX_PHOTOS


def test_abandoned_drafts_are_swept_and_others_stay(shop: Partner) -> None:
    old = make_draft(shop, updated_at=NOW - rules.ABANDONED_AFTER - timedelta(days=1))
    young = make_draft(shop, updated_at=NOW - rules.ABANDONED_AFTER + timedelta(days=1))

    swept = [actions.sweep_abandoned(now=NOW), actions.sweep_abandoned(now=NOW)]

    old.refresh_from_db()
    young.refresh_from_db()
    assert swept == [1, 0]
    assert (old.state, young.state) == (DraftState.DISCARDED, DraftState.OPEN)
    change = PieceDraftChange.objects.get(row=old)
    assert (change.to_state, change.by) == (DraftState.DISCARDED, None)


def test_draft_moves_only_along_its_arrows(shop: Partner) -> None:
    row = make_draft(shop, photos=0)

    for here, there in product(DraftState, repeat=2):
        PieceDraft.objects.filter(pk=row.pk).update(state=here)
        changes = row.changes.count()
        if there in DRAFT_MOVES.get(here, set()):
            advance(row, there, moves=DRAFT_MOVES, by=None, at=NOW)
        else:
            with pytest.raises(AlreadyThere if here == there else IllegalMove):
                advance(row, there, moves=DRAFT_MOVES, by=None, at=NOW)
        assert row.changes.count() - changes == (there in DRAFT_MOVES.get(here, set()))


def test_leaving_empties_the_phone_and_cancelling_a_login_does_not(client: Client, shop: Partner) -> None:
    stranger = Client().post("/ar/account/logout/")
    left = client.post("/ar/account/logout/")

    assert left["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in stranger


@pytest.mark.parametrize("phone_of", ["centre", "chamber", "nobody"])
def test_help_is_a_call_in_the_same_corner_of_every_page(
    client: Client, shop: Partner, phone_of: str
) -> None:
    if phone_of == "centre":
        shop.centre = make_centre(phone="+21349000001")
        shop.save()
    if phone_of == "chamber":
        make_body(BodyKind.CHAMBER, phone="+21349000002", place=shop.place)
    wanted = {"centre": "+21349000001", "chamber": "+21349000002", "nobody": ""}[phone_of]

    pages = [
        client.get(reverse(name)).content.decode()
        for name in ("workspace", "workspace_pieces", "workspace_orders", "workspace_money")
    ]

    assert all((f'href="tel:{wanted}"' in page) == bool(wanted) for page in pages)


def test_money_says_what_is_coming_without_the_markets_part(client: Client, shop: Partner) -> None:
    make_shop_order(shop, state=ShopOrderState.SENT)
    make_shop_order(make_shop(), number="ZXCVBN6789")
    make_shop_order(shop, number="REFUSED222", state=ShopOrderState.REFUSED)

    page = client.get(reverse("workspace_money")).content.decode()
    home = client.get(reverse("workspace")).content.decode()

    assert page.count("4\u00a0140\u00a0دج") == 2  # the sum, and its one sale
    assert "REFUSED222" not in page
    assert "4\u00a0140\u00a0دج" in home


def test_shared_photos_become_a_draft(client: Client, shop: Partner) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "none"})
    strict.force_login(shop.body.memberships.get().user)

    answer = strict.post(
        reverse("workspace_share"), {"photos": [upload(), upload(different(4), "../../x.php")]}
    )

    draft = PieceDraft.objects.get()
    assert answer["Location"] == reverse("workspace_draft", args=[draft.pk, "what"])
    assert draft.photos.count() == 2


def test_photos_shared_from_another_site_are_refused(client: Client, shop: Partner) -> None:
    answer = client.post(
        reverse("workspace_share"), {"photos": upload()}, headers={"sec-fetch-site": "cross-site"}
    )

    assert answer.status_code == 403
    assert not PieceDraft.objects.exists()


def test_token_says_who_is_logged_in_and_strangers_are_sent_to_log_in(client: Client, shop: Partner) -> None:
    told = client.get(reverse("workspace_token")).json()
    stranger = Client().get(reverse("workspace_token"))

    assert told["user"] == f"{shop.body.memberships.get().user_id}-{shop.pk}"
    assert len(told["token"]) > 30
    assert stranger.status_code == 302


def test_phone_without_token_is_refused(shop: Partner) -> None:
    draft = make_draft(shop)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(shop.body.memberships.get().user)

    answers_ = [send_photo(strict, draft.pk, uuid.uuid4()), publish(strict, draft.pk)]

    assert [answer.status_code for answer in answers_] == [403, 403]
    assert (draft.photos.count(), Product.objects.filter(shop=shop).count()) == (1, 0)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_manifest_takes_shared_photos_in_each_language(client: Client, db: None, language: str) -> None:
    told = client.get(f"/{language}/workspace/app.webmanifest").json()
    worker = client.get(f"/{language}/workspace/worker.js")

    assert told["scope"] == told["start_url"] == f"/{language}/workspace/"
    assert told["share_target"]["action"] == f"/{language}/workspace/share/"
    assert told["share_target"]["params"]["files"] == [{"name": "photos", "accept": ["image/*"]}]
    assert worker["Content-Type"].startswith("text/javascript")
    assert f'"shell": "/{language}/workspace/pieces/new/"' in worker.content.decode()


def test_originals_of_drafts_are_no_photos_of_pieces(client: Client, shop: Partner) -> None:
    send_photo(client, uuid.uuid4(), uuid.uuid4())

    assert not ProductImage.objects.exists()


def test_recording_that_claims_endless_seconds_is_too_long(client: Client, shop: Partner) -> None:
    draft = make_draft(shop)

    answer = client.post(
        reverse("workspace_draft_voice", args=[draft.pk]),
        {"voice": SimpleUploadedFile("v.webm", WEBM), "seconds": "9" * 5000},
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("what", ["photo", "voice", "other voice"])
def test_request_that_comes_late_takes_no_file_of_the_piece_away(
    client: Client, shop: Partner, tmp_path: Path, django_capture_on_commit_callbacks: Any, what: str
) -> None:
    draft = make_draft(shop, photos=0)
    send_photo(client, draft.pk, uuid.uuid4())
    client.post(reverse("workspace_draft_voice", args=[draft.pk]), {"voice": SimpleUploadedFile("v", WEBM)})
    late = PieceDraft.objects.get(pk=draft.pk)
    publish(client, draft.pk)
    kept = sorted(path for path in tmp_path.rglob("*") if path.is_file())

    sent = {
        "photo": lambda: actions.remove_photo(draft=late, uuid=late.photos.get().uuid, now=NOW),
        "voice": lambda: actions.remove_voice(draft=late, now=NOW),
        "other voice": lambda: actions.set_voice(draft=late, content=b"OggS" + bytes(99), seconds=3, now=NOW),
    }[what]
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refusal):
        sent()

    assert DraftPhoto.objects.filter(draft=draft).count() == 1
    assert len(kept) == 2
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == kept
