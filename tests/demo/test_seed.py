"""The demonstration's data and the command that writes it."""

import io
from collections import Counter
from collections.abc import Generator
from datetime import date
from pathlib import Path
from typing import Any

import algeria_wilayas_communes
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image

from catalog.models import Card, Product, ProductImage
from catalog.search.queries import search
from catalog.states import Care, Colour, Material, Technique, View
from marketplace.accounts.models import User
from marketplace.demo import drawing, makers, people, photos, region, stamps
from marketplace.demo.drawing import Drawn
from marketplace.demo.kinds import KINDS, KINDS_BY_CODE
from marketplace.demo.pieces import pieces, thinned
from marketplace.demo.region import LANGUAGES
from marketplace.demo.words import LIVING, MAKING, OPENINGS
from marketplace.order.models import Order
from quality_labels import queries, rules, schemes
from quality_labels.models import Application, Label
from quality_labels.states import Outcome
from shops.models import ArtisanCard, Body, Unit, UnitTenancy
from tests.factories import PASSWORD

# The glossary's words for other houses, and the spellings that are not ours.
FOREIGN_WORDS = (
    "سجادة",
    "سجاد",
    "مجوهرات",
    "منتج ",
    "تدريب",
    "أصلي",
    "label",
    "timbre",
    "consignment",
)


def all_texts() -> list[region.Text]:
    texts = [text for bank in (OPENINGS, MAKING, LIVING) for sentences in bank.values() for text in sentences]
    texts += [maker.story for maker in makers.MAKERS] + [shop.name for shop in makers.SHOPS]
    texts += [text for piece in pieces() for text in (piece.title, piece.description)]
    texts += [text for body in region.BODIES for text in (body.name, body.about, body.hours_text)]
    return texts + [kind.name for kind in KINDS]


# --- The data -----------------------------------------------------------------------------------------------------


def test_region_has_eleven_craft_centres_and_a_trade_centre_of_thirty_units() -> None:
    kinds = Counter(body.kind for body in region.BODIES)

    trade_centre = region.BODIES_BY_SLUG[region.COMMERCIAL_CENTRE_SLUG]

    assert (kinds["craft_centre"], kinds["commercial_centre"], trade_centre.units) == (11, 1, 30)


def test_region_names_wilayas_of_the_kept_package() -> None:
    known = {slugify(wilaya["nom_fr"]) for wilaya in algeria_wilayas_communes.get_wilayas()}

    named = {place.wilaya for place in region.PLACES}

    assert named <= known
    assert named == set(region.WILAYAS)


def test_crafts_live_where_the_facts_say() -> None:
    homes: dict[str, set[str]] = {}
    for piece in pieces():
        homes.setdefault(piece.kind.rpartition(".")[0] or piece.kind, set()).add(piece.place)

    assert homes["leather"] <= {"aoulef", "bordj-badji-mokhtar", "timiaouine"}
    assert homes["stone"] == {"tamanrasset"}
    assert {piece.place for piece in pieces() if piece.kind == "carpet.flat.fatis"} == {"fatis"}
    assert {
        piece.place for piece in pieces() if piece.colours == ("black",) and piece.craft == "pottery"
    } == {"tamentit"}


def test_texts_use_the_words_of_the_house() -> None:
    wrong = [
        (word, text[language])
        for text in all_texts()
        for language in LANGUAGES
        for word in FOREIGN_WORDS
        if word in text[language].lower()
    ]

    assert wrong == []


def test_texts_are_written_in_three_languages_and_with_western_digits() -> None:
    sources = [*(maker.story for maker in makers.MAKERS), *(shop.name for shop in makers.SHOPS)]
    sources += [text for bank in (OPENINGS, MAKING, LIVING) for row in bank.values() for text in row]

    missing = [text for text in sources if not all(text[language].strip() for language in LANGUAGES)]

    assert missing == []
    assert not any(digit in text.ar for text in all_texts() for digit in "٠١٢٣٤٥٦٧٨٩")


def test_stories_name_no_maker() -> None:
    leaks = [
        (maker.slug, name)
        for maker in makers.MAKERS
        for name in (maker.family[0], maker.family[1])
        for language in LANGUAGES
        if f" {name} " in f" {maker.story[language]} "
    ]

    assert leaks == []


def test_makers_consent_in_every_way() -> None:
    shown = Counter(maker.shown for maker in makers.MAKERS)
    portraits = Counter(maker.portrait for maker in makers.MAKERS)

    hidden = [maker for maker in makers.MAKERS if maker.shown == "cooperative_only"]

    assert set(shown) == {"full", "first_and_village", "cooperative_only"}
    assert set(portraits) == {"portrait", "hands", "none"}
    assert all(makers.SHOPS_BY_SLUG[maker.shop].kind == "cooperative" for maker in hidden)
    assert not any(maker.shown_name.ar for maker in hidden)


def test_one_card_expires_within_thirty_days() -> None:
    soon = [maker.slug for maker in makers.MAKERS if maker.card_days_left <= 30]

    assert len(soon) == 1


def test_units_are_let_to_one_shop_at_a_time() -> None:
    held = [shop.unit for shop in makers.SHOPS if shop.unit]

    ended = [date.fromisoformat(end) for _unit, _shop, _start, end in makers.PAST_TENANCIES]

    assert len(held) == len(set(held))
    assert all(1 <= unit <= 30 for unit in held)
    assert max(ended) <= date.fromisoformat(makers.TENANCIES_SINCE)


def test_pieces_are_about_three_hundred_and_none_is_called_like_another() -> None:
    count = len(pieces())

    repeated = [
        title
        for language in LANGUAGES
        for title, times in Counter(piece.title[language] for piece in pieces()).items()
        if title and times > 1
    ]

    assert 280 <= count <= 320
    assert repeated == []


def test_smaller_market_keeps_something_of_every_shop_as_it_is() -> None:
    few = thinned(pieces(), 130)

    assert len(few) == 130
    assert set(few) < set(pieces())
    assert {piece.shop for piece in few} == {piece.shop for piece in pieces()}
    assert [piece.code for piece in few] == sorted(piece.code for piece in few)


def test_pieces_speak_the_catalogues_codes() -> None:
    wrong = [
        piece.code
        for piece in pieces()
        if not set(piece.materials) <= set(Material.values)
        or not set(piece.colours) <= set(Colour.values)
        or not set(piece.care) <= set(Care.values)
        or (piece.technique and piece.technique not in Technique.values)
        or not set(piece.views) <= set(View.values)
    ]

    assert wrong == []


def test_pieces_leave_some_things_to_show() -> None:
    untranslated = [piece for piece in pieces() if not all(piece.title[language] for language in LANGUAGES)]
    forgotten = [piece for piece in pieces() if piece.mass_g is None or piece.made_year is None]

    carpets = [piece for piece in untranslated if piece.kind.startswith("carpet.")]

    assert 5 <= len(untranslated) <= 12
    assert carpets == []  # or the three languages would not find the same carpets
    assert forgotten
    assert any(piece.stock == 0 for piece in pieces())


def test_pieces_bound_to_a_stamp_are_single() -> None:
    several = [piece.code for piece in pieces() if piece.asks_stamp and piece.stock > 1]

    assert several == []


def test_prices_are_whole_dinars_one_can_say() -> None:
    odd = [piece.code for piece in pieces() if piece.price_da % 50 or not 300 <= piece.price_da <= 250_000]

    assert odd == []


def test_every_kind_has_sentences_and_pictures() -> None:
    codes = set(KINDS_BY_CODE)

    assert codes == set(OPENINGS)
    assert codes <= set(drawing.view_counts())
    assert {kind.family for kind in KINDS} <= set(MAKING) & set(LIVING)


@pytest.mark.parametrize("code", ["carpet.knotted", "carpet.flat", "pottery"])
def test_sheets_stay_clear_of_thresholds_unless_doubt_is_wanted(code: str) -> None:
    scheme = schemes.read(schemes.shipped()[code])
    wanted = [piece for piece in pieces() if piece.asks_stamp and piece.kind.startswith(code)]

    sure = [
        rules.assess(scheme, stamps.sheet_for(scheme, piece, doubtful=False, defect=False))
        for piece in wanted
    ]
    doubtful = [
        rules.assess(scheme, stamps.sheet_for(scheme, piece, doubtful=True, defect=False)) for piece in wanted
    ]

    assert not any(assessment.needs_second_reading or assessment.failures for assessment in sure)
    assert all(assessment.needs_second_reading for assessment in doubtful)


# --- The command --------------------------------------------------------------------------------------------------


def flat_drawings(codes: list[str]) -> list[Drawn]:
    """Paint flat pictures instead of three hundred carpets: drawing them is tested where they are drawn.

    Each is another one, because no two pieces may show the same photo.
    """
    drawn = []
    for number, code in enumerate(codes):
        out = io.BytesIO()
        Image.new("RGB", (36, 48), (number % 256, number // 256, 28)).save(out, "WEBP", lossless=True)
        drawn.append(
            Drawn(code=code, view="whole", files=((720, 960, out.getvalue()), (360, 480, out.getvalue())))
        )
    return drawn


@pytest.fixture(scope="module")
def seeded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Generator[str]:
    """Seed once for all tests below, in a transaction that is undone after the last; each works inside its own.

    The centre's made-up key and the files go to a folder of their own.
    """
    folder = tmp_path_factory.mktemp("seed")
    with (
        django_db_blocker.unblock(),
        override_settings(
            LABEL_KEY_DIR=folder / "keys", ROOT_KEY=folder / "root.vkey", MEDIA_ROOT=folder / "media"
        ),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(drawing, "draw_all", flat_drawings)
        everything = transaction.atomic()
        everything._from_testcase = True  # type: ignore[attr-defined]  # as Django's TestCase: paying stays durable
        with everything:
            yield seed()
            transaction.set_rollback(True)


def seed() -> str:
    out = io.StringIO()
    call_command("seed", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_seed_fills_an_empty_house_once(seeded: str) -> None:
    before = {
        model: model.objects.count() for model in (Product, Label, Application, Card, ArtisanCard, User)
    }
    with CaptureQueriesContext(connection) as asked:
        second = seed()

    assert "301" in seeded
    assert "the demonstration stands" in second
    assert before == {model: model.objects.count() for model in before}
    assert not [
        query for query in asked.captured_queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert Product.objects.count() == Card.objects.count() == ProductImage.objects.count() == 301
    assert Unit.objects.count() == 30
    assert UnitTenancy.objects.filter(until_on__isnull=True).count() == 20
    assert Body.objects.filter(kind="craft_centre").count() == 11


@pytest.mark.django_db
@pytest.mark.usefixtures("seeded")
def test_seed_signs_about_a_hundred_labels_that_verify() -> None:
    labels = list(Label.objects.select_related("product"))
    verdicts = {
        queries.verify(queries.carrier_url(label).rpartition("/")[2]).outcome for label in labels[::10]
    }

    assert 90 <= len(labels) <= 110
    assert verdicts == {Outcome.GENUINE}
    assert Card.objects.filter(grade__gt=0).count() == len(
        [label for label in labels if label.state == "active"]
    )
    assert {"submitted", "accepted", "evaluated", "granted", "refused", "returned"} == set(
        Application.objects.values_list("state", flat=True)
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("seeded")
def test_seed_is_found_in_three_languages_alike() -> None:
    questions = ("tapis timimoun", "زربيه تيميمون", "zerbia timimoun", "carpet from Timimoun")
    found = [[hit.product_id for hit in search(question).hits] for question in questions]
    first = Card.objects.in_bulk(found[0][:20])

    assert found[0] == found[1] == found[2] == found[3]
    assert {card.place for card in first.values()} == {"timimoun"}
    assert all(card.kind.startswith("carpet.") for card in first.values())


@pytest.mark.django_db
@pytest.mark.usefixtures("seeded")
def test_seed_lets_the_demo_people_in() -> None:
    users = User.objects.filter(email__in=[person.email for person in people.PEOPLE])

    assert users.count() == 11
    assert all(user.check_password(PASSWORD) for user in users[:2])
    assert set(User.objects.get(email="artisan@demo.test").memberships.values_list("role", flat=True)) == {
        "owner"
    }
    weaver = User.objects.get(email="weaver@demo.test").artisan
    assert weaver.place.slug == "timimoun"
    assert not weaver.cards.get().photo
    assert weaver.cards.get().is_valid_on(timezone.localdate())


@pytest.mark.django_db
@pytest.mark.usefixtures("seeded")
def test_seed_places_two_paid_orders_of_the_buyer() -> None:
    old, new = Order.objects.filter(user__email="buyer@demo.test").order_by("date_placed")

    assert old.paid_at
    assert new.paid_at
    assert {part.state for part in old.shop_orders.all()} == {"sent"}
    assert {part.state for part in new.shop_orders.all()} == {"paid"}
    assert new.shop_orders.count() == 2
    assert "dar-touat" in {part.shop.slug for part in new.shop_orders.all()}
    assert [line.product.stamp_grade for line in new.lines.all() if line.product.stamp_grade]
    sold = Card.objects.filter(product__in=[line.product_id for line in new.lines.all()], available=True)
    assert not sold.exclude(product__stockrecords__num_in_stock__gt=0).exists()


# --- After the first page is up -----------------------------------------------------------------------------------


def small_original(code: str, view: str) -> bytes:
    """Paint a small photo that is another for each view of each piece."""
    number = int(code[1:]) * 16 + View.values.index(view)
    out = io.BytesIO()
    Image.new("RGB", (240, 240), (number % 256, number // 256, 90)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.usefixtures("seeded")
def test_further_views_are_drawn_once_and_newest_pieces_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "draw_original", small_original)
    newest = Product.objects.order_by("-date_created", "-pk")[0]
    views = drawing.views_to_draw(str(newest.upc))

    photos.draw_further(now=timezone.now(), limit=len(views) - 1)
    after_first = list(newest.images.values_list("view", flat=True))
    photos.draw_further(now=timezone.now(), limit=3)

    assert sorted(after_first) == sorted(views)
    assert sorted(newest.images.values_list("view", flat=True)) == sorted(views)
    assert ProductImage.objects.count() == 301 + len(views) - 1 + 3


@pytest.mark.django_db
@pytest.mark.usefixtures("seeded")
def test_photo_in_the_folder_takes_the_place_of_drawings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = Product.objects.get(upc="D0001")
    (tmp_path / f"{piece.slug}.jpg").write_bytes(small_original("D0001", "room"))
    monkeypatch.setattr(photos, "PHOTOS_FOLDER", tmp_path)

    seed()

    piece.refresh_from_db()
    assert not piece.is_illustrated
    assert piece.images.get().original.name.startswith("originals/")
    assert photos.overrides_stand(timezone.now())
