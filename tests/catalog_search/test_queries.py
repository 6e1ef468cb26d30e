"""What is found, in which order, on the database at hand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.actions import refresh_cards
from catalog.models import Card, Product
from catalog.search import actions, backend
from catalog.search.models import SearchDocument, Spelling
from catalog.search.queries import Found, search
from shops.models import Place
from shops.states import NameConsent
from tests.factories import NOW, make_artisan, make_kind, make_place, make_product, make_shop

pytestmark = pytest.mark.django_db

T1 = ("tapis timimoun", "زربيه تيميمون", "zerbia timimoun", "carpet from Timimoun")


def in_timimoun() -> Place:
    return make_place(
        "timimoun", wilaya="timimoun", name_ar="تيميمون", name_fr="Timimoun", name_en="Timimoun"
    )


def dokkali() -> Product:
    kind = make_kind(
        "carpet.flat.dokkali", name_ar="زربية دكالي", name_fr="Tapis dokkali", name_en="Dokkali carpet"
    )
    return make_product(
        title_ar="دكالي أحمر", title_fr="Dokkali aux deux bandes", title_en="Dokkali with two bands",
        kind=kind, place=in_timimoun(),
    )  # fmt: skip


def pot() -> Product:
    kind = make_kind("pottery.jar", craft="pottery", name_ar="جرة", name_fr="Jarre", name_en="Jar")
    return make_product(
        title_ar="جرة سوداء",
        title_fr="Jarre noire",
        title_en="Black jar",
        kind=kind,
        place=make_place("adrar"),
    )


def file(*pieces: Product) -> None:
    actions.index(product_ids=[piece.pk for piece in pieces], now=NOW)


def found(text: str, **only: list[str]) -> list[int]:
    answer = search(text, only=only)
    return [hit.product_id for hit in answer.hits] if answer else []


def test_search_finds_the_same_carpets_first_in_every_language() -> None:
    first, second, jar = dokkali(), dokkali(), pot()
    elsewhere = make_product(title="Carpet of the market", kind=first.kind, place=make_place("reggane"))
    file(first, second, jar, elsewhere)

    answers = [found(asked) for asked in T1]

    assert answers == [[second.pk, first.pk]] * 4


def test_search_puts_what_a_piece_is_before_what_its_story_mentions() -> None:
    carpet = dokkali()
    bag = make_product(
        title="Bag",
        description_fr="Cousu dans un vieux tapis, vendu à Timimoun.",
        kind=make_kind("leather.bag", craft="other", name_fr="Sac de cuir", name_ar="حقيبة", name_en="Bag"),
        place=make_place("aoulef"),
    )
    file(carpet, bag)

    assert found("tapis timimoun") == [carpet.pk, bag.pk]


def test_search_finds_a_village_under_its_region_after_what_is_called_so() -> None:
    town = make_product(place=in_timimoun(), title="Tray")
    village = make_product(place=make_place("charouine", name_ar="شروين"), title="Tray")
    file(town, village)

    assert found("plateau gourara") == [village.pk, town.pk]  # both lie there: newest first
    assert found("tray timimoun") == [town.pk, village.pk]


@pytest.mark.parametrize("typed", ["tappis timimonu", "carpte timimoun", "dokali", "دكالى", "banes dokkali"])
def test_search_reads_a_mistyped_word_as_its_neighbour(typed: str) -> None:
    carpet = dokkali()
    file(carpet, pot())

    assert found(typed) == [carpet.pk]


def test_search_says_how_it_read_a_mistyped_word() -> None:
    file(dokkali())

    answer = search("bandz")

    assert answer is not None
    assert answer.corrections == (("bandz", "bands"),)


def test_search_falls_back_to_pieces_that_hold_some_of_the_words() -> None:
    carpet, jar = dokkali(), pot()
    file(carpet, jar)

    answer = search("tapis xylophone")

    assert answer == Found(hits=answer.hits if answer else (), some_words_only=True)
    assert [hit.product_id for hit in answer.hits] == [carpet.pk] if answer else False


def test_search_without_any_word_is_no_search() -> None:
    assert search("  de la ، !? ") is None


def test_search_finds_nothing_for_what_nobody_makes() -> None:
    file(dokkali())

    assert found("xylophone") == []


def test_search_takes_candidates_among_the_chosen_values_only() -> None:
    carpet = dokkali()
    elsewhere = make_product(title="Carpet", kind=carpet.kind, place=make_place("bordj-badji-mokhtar"))
    file(carpet, elsewhere)

    assert found("tapis", place=["bordj-badji-mokhtar"]) == [elsewhere.pk]
    assert set(found("tapis", place=["bordj-badji-mokhtar", "timimoun"])) == {carpet.pk, elsewhere.pk}
    assert found("tapis", place=["reggane"]) == []


def test_maker_is_found_by_what_she_shows_and_in_either_script() -> None:
    shop = make_shop()
    shown = make_artisan(shop, first_name="Khadidja", last_name="Hamdaoui", name_consent=NameConsent.FULL)
    hidden = make_artisan(
        shop, first_name="Zoulikha", last_name="Benali", name_consent=NameConsent.COOPERATIVE
    )
    hers, other = make_product(shop=shop, maker=shown), make_product(shop=shop, maker=hidden)
    file(hers, other)

    assert found("khadidja") == [hers.pk]
    assert found("خديجة") == [hers.pk]
    assert found("zoulikha") == []
    assert not Spelling.objects.filter(word__in=["khadidja", "zoulikha"]).exists()


def test_stamp_is_said_by_the_row_and_not_by_the_story() -> None:
    plain = make_product(title="Stamped leather look", description_fr="Comme une pièce estampillée.")
    stamped = make_product(title="Jar")
    Card.objects.filter(pk=stamped.pk).update(grade=40, stamp_public_id="x")
    file(plain, stamped)

    assert found("estampillé") == [stamped.pk]
    assert found("بدون دمغة") == [plain.pk]


def test_index_forgets_a_piece_that_lost_its_card() -> None:
    carpet = dokkali()
    file(carpet)
    Product.objects.filter(pk=carpet.pk).update(is_public=False)
    refresh_cards(product_ids=[carpet.pk], now=NOW)

    file(carpet)

    assert found("tapis") == []
    assert not SearchDocument.objects.exists()


def test_index_twice_is_the_same_as_once_and_follows_a_new_title() -> None:
    carpet = dokkali()
    file(carpet)
    file(carpet)
    Product.objects.filter(pk=carpet.pk).update(title_fr="Couverture du vent")

    file(carpet)

    assert found("vent") == [carpet.pk]
    assert found("deux") == []
    assert SearchDocument.objects.count() == 1


def test_rebuild_index_files_what_is_listed_and_forgets_the_rest() -> None:
    kept, gone = dokkali(), pot()
    file(gone)
    Card.objects.filter(pk=gone.pk).delete()

    call_command("rebuild_index", stdout=None, verbosity=0)

    assert found("tapis") == [kept.pk]
    assert list(SearchDocument.objects.values_list("pk", flat=True)) == [kept.pk]


@pytest.mark.parametrize(
    "hostile",
    [
        '"',
        "'",
        "a'b\"c",
        "x AND y OR NOT z",
        "NEAR(a b)",
        "tapis*",
        "a:b",
        "\\",
        "%s",
        "%",
        "\x00",
        "&|!<->()",
        "' OR 1=1 --",
    ],
)
def test_search_takes_the_engines_own_signs_as_text(hostile: str) -> None:
    file(dokkali())

    search(hostile)
    search(f"tapis {hostile}")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
def test_search_answers_any_text(text: str) -> None:
    search(text)


def test_search_of_a_large_catalogue_takes_the_newest_first_and_says_that_there_are_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backend, "SHELF", 2)
    monkeypatch.setattr(backend, "ENOUGH", 3)
    carpets = [dokkali() for _ in range(8)]
    old = make_product(title="Windmill", kind=carpets[0].kind, place=make_place("reggane"))
    newer = [dokkali() for _ in range(8)]
    file(*carpets, old, *newer)

    few, many = backend.backend().find([["c_reggane"]]), backend.backend().find([["c_dokkali"]], limit=5)

    assert few == ([(old.pk, 8)], False)  # a rare word is looked for as far back as need be
    assert many.is_capped
    assert [hit.product_id for hit in many.hits][:3] == [piece.pk for piece in newer[:-4:-1]]


def test_search_asks_at_most_five_queries(django_assert_max_num_queries: Callable[..., Any]) -> None:
    file(dokkali(), pot())

    with django_assert_max_num_queries(5):
        search("xylophone zanzibar qwertz")
    with django_assert_max_num_queries(2):
        search("tapis timimoun")
