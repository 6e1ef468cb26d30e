"""A shop changes its piece: at once, or as a difference that waits once the piece is stamped."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from catalog import actions, editing, queries, reviewing
from catalog.grades import Grade
from catalog.models import ListingRevision, Product, ProductImage, TextWritten
from catalog.states import ListingState, PauseCause, RevisionState
from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.outbox.models import Message
from marketplace.refusal import Refusal
from tests.factories import NOW, make_body, make_photo, make_product, make_shop, make_user, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.OUTBOX_RINGS = False


def photo_file(colour: str = "red") -> tuple[BytesIO, int]:
    content = BytesIO()
    Image.new("RGB", (700, 800), colour).save(content, "JPEG")
    size = content.tell()
    content.seek(0)
    return content, size


def put(piece: Product, *, colour: str = "red", **wanted: Any) -> ProductImage:
    upload, size = photo_file(colour)
    return editing.put_photo(
        **{"product": piece, "upload": upload, "size": size, "view": "back", "by": make_user(), "now": NOW}
        | wanted
    )


def stamped(**columns: Any) -> Product:
    piece = make_product(
        **{"length_mm": 2000, "width_mm": 1200, "technique": "knotted", "care": ["no_sun"], "photo": True}
        | columns
    )
    return stamp(piece, grade=min(Grade.values))


def change(piece: Product, **facts: Any) -> ListingRevision | None:
    return editing.change_facts(product=piece, facts=facts, by=make_user(), now=NOW)


def fresh(piece: Product) -> Product:
    return Product.objects.get(pk=piece.pk)


# Facts


def test_facts_of_an_unstamped_piece_change_at_once() -> None:
    piece = make_product(technique="")

    waiting = change(piece, technique="knotted", length_mm=1500)

    assert waiting is None
    assert (fresh(piece).technique, fresh(piece).length_mm) == ("knotted", 1500)
    assert ListingRevision.objects.count() == 0
    assert Message.objects.filter(kind="catalog.refresh").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("length_mm", 2100), ("width_mm", None), ("materials", ["cotton"])],
)
def test_what_stands_on_the_label_cannot_be_typed(name: str, value: object) -> None:
    piece = stamped()

    with pytest.raises(Refusal) as refused:
        change(piece, **{name: value}, technique="sewn")

    assert refused.value.field == name
    assert (fresh(piece).length_mm, fresh(piece).technique) == (2000, "knotted")
    assert ListingRevision.objects.count() == 0


def test_other_facts_of_a_stamped_piece_wait_as_a_difference() -> None:
    piece = stamped()

    revision = change(piece, technique="sewn", made_year=2020)

    assert revision is not None
    assert revision.before == {"technique": "knotted", "made_year": None}
    assert revision.after == {"technique": "sewn", "made_year": 2020}
    assert fresh(piece).technique == "knotted"


def test_a_second_change_goes_into_the_one_that_waits() -> None:
    piece = stamped()
    first = change(piece, technique="sewn")

    second = change(piece, care=["moths"], made_year=None)

    assert first is not None
    assert second is not None
    assert second.pk == first.pk
    assert second.after == {"technique": "sewn", "care": ["moths"]}
    assert ListingRevision.objects.get().edits == 2


def test_a_change_typed_back_is_taken_back() -> None:
    piece = stamped()
    revision = change(piece, technique="sewn")

    waiting = change(piece, technique="knotted")

    assert revision is not None
    assert waiting is None
    revision.refresh_from_db()
    assert revision.state == RevisionState.WITHDRAWN


def test_database_keeps_one_waiting_change_a_piece() -> None:
    piece = stamped()
    change(piece, technique="sewn")

    with pytest.raises(IntegrityError), transaction.atomic():
        ListingRevision.objects.create(product=piece, made_at=NOW)


def test_price_and_stock_of_a_stamped_piece_are_free() -> None:
    piece = stamped()

    actions.reprice_and_count(product=piece, dinars=9000, count=3)

    assert piece.stockrecords.get().price == 9000
    assert ListingRevision.objects.count() == 0


# Photos


def test_photo_of_an_unstamped_piece_is_shown_at_once_and_takes_the_place_of_another() -> None:
    piece = make_product()
    old = make_photo(piece, view="back")

    new = put(piece, replaces=old)

    old.refresh_from_db()
    assert (new.is_shown, old.is_shown) == (True, False)
    assert new.display_order == old.display_order


def test_photo_of_a_stamped_piece_waits_and_is_on_no_public_page(client: Client) -> None:
    piece = stamped()
    old = piece.images.get()

    new = put(piece, replaces=old)
    ProductImage.objects.filter(pk=new.pk).update(
        state="ready", derivatives=[{"w": 360, "h": 480, "f": "webp"}]
    )

    revision = ListingRevision.objects.get()
    assert (revision.add, revision.remove) == ([new.pk], [old.pk])
    assert [photo.pk for photo in queries.photos_of(piece.pk)] == [old.pk]
    assert queries.build_cards([piece.pk], now=NOW)[0].image_key == old.key
    page = client.get(fresh(piece).get_absolute_url()).content.decode()
    assert str(new.key) not in page
    assert str(old.key) in page


def test_the_same_bytes_are_one_photo_also_after_they_were_taken_out() -> None:
    piece = make_product(photo=True)
    photo = put(piece)
    editing.take_out_photo(product=piece, photo=photo, by=make_user(), now=NOW)

    again = put(piece, view="corner")

    again.refresh_from_db()
    assert (again.pk, again.is_shown, again.view) == (photo.pk, True, "corner")


def test_last_photo_of_a_shown_piece_stays() -> None:
    piece = make_product(photo=True)
    photo = piece.images.get()

    with pytest.raises(Refusal):
        editing.take_out_photo(product=piece, photo=photo, by=make_user(), now=NOW)

    photo.refresh_from_db()
    assert photo.is_shown


def test_photo_taken_out_of_a_stamped_piece_is_shown_until_somebody_looked() -> None:
    piece = stamped()
    other = make_photo(piece)

    editing.take_out_photo(product=piece, photo=other, by=make_user(), now=NOW)

    other.refresh_from_db()
    assert other.is_shown
    assert ListingRevision.objects.get().remove == [other.pk]


def test_new_photo_that_waits_can_be_taken_out_again_and_leaves_nothing_to_look_at() -> None:
    piece = stamped()
    new = put(piece)

    editing.take_out_photo(product=piece, photo=new, by=make_user(), now=NOW)

    assert ListingRevision.objects.get().state == RevisionState.WITHDRAWN
    new.refresh_from_db()
    assert not new.is_shown


def test_thirteenth_photo_is_refused() -> None:
    piece = make_product()
    for _ in range(editing.MAX_PHOTOS):
        make_photo(piece)

    with pytest.raises(Refusal):
        put(piece)

    assert piece.images.count() == editing.MAX_PHOTOS


def test_photo_put_first_stands_on_the_card() -> None:
    piece = make_product(photo=True)
    second = make_photo(piece)

    editing.put_photo_first(product=piece, photo=second)

    assert queries.build_cards([piece.pk], now=NOW)[0].image_key == second.key


# Words


def test_words_of_a_language_leave_the_others_and_move_the_address() -> None:
    piece = make_product(title_ar="زربية", title_fr="", title_en="")

    editing.write_words(
        product=piece, language="fr", title="Tapis rouge", description="Doux.", by=make_user(), now=NOW
    )

    now = fresh(piece)
    assert (now.title_ar, now.title_fr, now.title_en, now.description_fr) == (
        "زربية",
        "Tapis rouge",
        "",
        "Doux.",
    )
    assert now.slug == "tapis-rouge"
    assert TextWritten.objects.get().body is None


def test_staff_writes_what_is_missing_and_never_over_what_the_shop_wrote() -> None:
    piece = make_product(shop=make_shop(language="ar"), title_ar="زربية", title_fr="", title_en="Carpet")
    chamber, officer = make_body("chamber"), make_user()

    def write(language: str) -> None:
        editing.write_words(
            product=piece,
            language=language,
            title="Mot",
            description="",
            by=officer,
            body=chamber,
            now=NOW,
        )

    write("fr")
    for language in ("ar", "en"):
        with pytest.raises(Refusal):
            write(language)

    assert fresh(piece).title_fr == "Mot"
    assert (fresh(piece).title_ar, fresh(piece).title_en) == ("زربية", "Carpet")
    assert TextWritten.objects.get().body == chamber


def test_what_the_shop_corrected_is_its_own() -> None:
    piece = make_product(shop=make_shop(language="ar"), title_ar="زربية", title_fr="", title_en="")
    chamber, officer, owner = make_body("chamber"), make_user(), make_user()
    wanted: dict[str, Any] = {"product": piece, "language": "fr", "description": "", "now": NOW}
    editing.write_words(**wanted, title="Tapi", by=officer, body=chamber)
    editing.write_words(**wanted, title="Tapis", by=owner)

    with pytest.raises(Refusal):
        editing.write_words(**wanted, title="Tapi", by=officer, body=chamber)

    assert fresh(piece).title_fr == "Tapis"


# Whether it is offered


def test_pause_and_resume_move_the_projection() -> None:
    piece = make_product()

    editing.pause(product=piece, now=NOW)
    paused = fresh(piece).paused_for
    editing.resume(product=piece, now=NOW)

    assert paused == PauseCause.OWNER
    assert (fresh(piece).paused_for, fresh(piece).owner_paused_at) == ("", None)


def test_what_was_shown_comes_back_shown_and_what_was_never_looked_at_waits() -> None:
    shown = make_product(photo=True)
    unseen = make_product(state=ListingState.REVIEW, is_public=False, photo=True)
    owner = make_user()
    for piece in (shown, unseen):
        editing.withdraw(product=piece, by=owner, now=NOW)

    states = [editing.put_back(product=piece, by=owner, now=NOW) for piece in (shown, unseen)]

    assert states == [ListingState.LISTED, ListingState.REVIEW]
    assert (fresh(shown).is_public, fresh(unseen).is_public) == (True, False)


def test_piece_without_a_photo_is_not_put_back() -> None:
    piece = make_product(state=ListingState.WITHDRAWN, is_public=False)

    with pytest.raises(Refusal):
        editing.put_back(product=piece, by=make_user(), now=NOW)

    assert fresh(piece).state == ListingState.WITHDRAWN


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("Old carpet", ListingState.REVIEW),
        ("Carpet with an old pattern", ListingState.LISTED),
        ("Red carpet", ListingState.LISTED),
    ],
)
def test_new_words_that_sound_old_take_a_shown_piece_back_to_a_look(title: str, state: str) -> None:
    piece = make_product(title="Carpet")

    editing.write_words(product=piece, language="en", title=title, description="", by=make_user(), now=NOW)

    assert fresh(piece).state == state


def test_words_of_what_may_not_be_sold_are_refused_and_nothing_is_kept() -> None:
    piece = make_product(title="Carpet")

    with pytest.raises(Refusal):
        editing.write_words(
            product=piece, language="en", title="Fossil", description="", by=make_user(), now=NOW
        )

    assert (fresh(piece).title_en, fresh(piece).state) == ("Carpet", ListingState.LISTED)


def test_refused_piece_is_sent_again_and_a_taken_down_one_is_not() -> None:
    refused = make_product(state=ListingState.REFUSED, is_public=False, photo=True)
    down = make_product(photo=True)
    operator = make_user()
    reviewing.take_down(product=down, by=operator, why="Not hers.", now=NOW)

    editing.put_back(product=refused, by=operator, now=NOW)
    with pytest.raises(Refusal):
        editing.put_back(product=down, by=operator, now=NOW)

    assert fresh(refused).state == ListingState.REVIEW
    assert fresh(down).state == ListingState.TAKEN_DOWN


def test_second_tap_on_withdraw_is_already_there() -> None:
    piece = make_product()
    editing.withdraw(product=piece, by=make_user(), now=NOW)

    with pytest.raises(AlreadyThere):
        editing.withdraw(product=piece, by=make_user(), now=NOW)

    assert piece.changes.count() == 1


def test_waiting_change_is_taken_back_once() -> None:
    revision = change(stamped(), technique="sewn")
    assert revision is not None
    editing.take_back_revision(revision=revision, by=make_user(), now=NOW)

    with pytest.raises(IllegalMove):
        editing.take_back_revision(revision=revision, by=make_user(), now=NOW)


def test_words_that_became_doubtful_out_of_sight_wait_for_a_look() -> None:
    piece, mended = make_product(photo=True), make_product(photo=True)
    owner = make_user()
    for one in (piece, mended):
        editing.withdraw(product=one, by=owner, now=NOW)
    for one, title in ((piece, "Antique silver bracelet"), (mended, "Silver bracelet")):
        editing.write_words(product=one, language="fr", title=title, description="", by=owner, now=NOW)

    states = [editing.put_back(product=one, by=owner, now=NOW) for one in (piece, mended)]

    assert states == [ListingState.REVIEW, ListingState.LISTED]
    assert not fresh(piece).is_public
    assert piece.changes.order_by("-pk")[0].why == "antiquity"
