"""Words of three languages on one set of terms: pure, no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search import analysis
from catalog.search.concepts import CONCEPTS
from marketplace.demo.kinds import KINDS, KindSeed
from marketplace.demo.region import PLACES, Place


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("زَرْبِيَّةٌ", "زربيه"),
        ("زربيـــة", "زربيه"),
        ("أدرار", "ادرار"),
        ("ڨورارة", "قوراره"),
        ("ڤورارة", "قوراره"),
        ("غورارة", "قوراره"),
        ("گورارة", "قوراره"),
        ("مبنى", "مبني"),
        ("٤٥٠٠", "4500"),
        ("Théière À LA MAIN", "theiere a la main"),
        ("ﻻ", "لا"),  # a ligature, as old phones type it
        ("Ｔapis", "tapis"),  # full width
        ("cœur", "coeur"),
    ],
)
def test_fold_gives_one_shape_per_word(written: str, folded: str) -> None:
    assert analysis.fold(written) == folded


@pytest.mark.parametrize(
    "asked",
    [
        "tapis timimoun",
        "زربيه تيميمون",
        "زربية تيميمون",
        "zerbia timimoun",
        "carpet from Timimoun",
        "Timimoun carpets",
        "Tapis de Timimoun !",
        "الزرابي من تيميمون",
        "زرابي بتيميمون",
        "rugs TIMIMOUNE",
    ],
)
def test_question_is_the_same_in_every_language(asked: str) -> None:
    assert [group.terms for group in analysis.question(asked).groups] == [("c_carpet",), ("c_timimoun",)]


@pytest.mark.parametrize(
    ("spellings", "code"),
    [
        (("تمنراست", "تامنغست", "Tamanrasset", "Tamanghasset"), "tamanrasset"),
        (("الأهڤار", "الأهقار", "الهقار", "Ahaggar", "Hoggar"), "ahaggar"),
        (("قورارة", "ڨورارة", "Gourara"), "gourara"),
        (("توات", "Touat"), "touat"),
        (("تيمياوين", "Timiaouine"), "timiaouine"),
        (("برج باجي مختار", "Bordj Badji Mokhtar"), "bordj_badji_mokhtar"),
    ],
)
def test_place_has_one_concept_in_every_spelling(spellings: tuple[str, ...], code: str) -> None:
    assert {analysis.places(spelling) for spelling in spellings} == {frozenset({code})}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.slug)
def test_place_of_the_region_is_known_by_its_three_names(place: Place) -> None:
    named = [analysis.places(place.name[language]) for language in ("ar", "fr", "en")]

    assert frozenset.intersection(*named)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_kind_is_known_by_its_three_names(kind: KindSeed) -> None:
    named = [analysis.concepts(kind.name[language]) for language in ("ar", "fr", "en")]

    assert frozenset.intersection(*named)


def test_concepts_are_whole() -> None:
    codes = [concept.code for concept in CONCEPTS]
    broader = {code for concept in CONCEPTS for code in concept.broader}

    assert len(codes) == len(set(codes))
    assert broader <= set(codes)
    assert all(analysis.words(form) for concept in CONCEPTS for form in concept.forms)


def test_kind_is_also_what_it_belongs_to() -> None:
    assert {"flatweave", "carpet", "textiles"} <= analysis.broader("dokkali")
    assert {"timimoun", "gourara", "sahara", "algeria"} <= analysis.broader("charouine")


def test_words_that_say_nothing_ask_nothing() -> None:
    assert analysis.question("de la من the ' d'").groups == ()


def test_stems_meet_with_and_without_accents() -> None:
    filed = analysis.terms("Frange tressée et nouée", language="fr")
    asked = analysis.question("tressees").groups[0].terms

    assert filed & set(asked)


@pytest.mark.parametrize(
    ("first", "second", "near"),
    [
        ("tapis", "tapis", True),
        ("tappis", "tapis", True),
        ("tpais", "tapis", True),
        ("tapiz", "tapis", True),
        ("tapi", "tapis", True),
        ("topes", "tapis", False),
        ("ab", "ba", True),
        ("abc", "cab", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_within_one_edit_counts_a_swap_as_one(first: str, second: str, near: bool) -> None:
    assert analysis.within_one_edit(first, second) is near
    assert analysis.within_one_edit(second, first) is near


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_words_within_one_edit_share_a_variant(first: str, second: str) -> None:
    if analysis.within_one_edit(first, second) and len(first) > 1 and len(second) > 1:
        assert analysis.variants(first) & analysis.variants(second)


def test_mistyped_word_of_the_trade_is_read_right() -> None:
    read = analysis.correct(analysis.question("tappis timimonu"), {}, frozenset())

    assert [group.terms for group in read.groups] == [("c_carpet",), ("c_timimoun",)]
    assert dict(read.corrections) == {"tappis": "tapis", "timimonu": "timimoun"}


def test_word_that_some_piece_holds_is_left_alone() -> None:
    asked = analysis.question("tapit")

    assert analysis.correct(asked, {}, frozenset({"tapit"})) == asked


@pytest.mark.parametrize(
    ("latin", "arabic"), [("Khadidja", "خديجة"), ("Khedija", "خديجة"), ("Brahim", "براهيم")]
)
def test_name_sounds_the_same_in_both_scripts(latin: str, arabic: str) -> None:
    assert analysis.names(latin) == analysis.names(arabic) != frozenset()


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    asked = analysis.question(text)

    assert len(asked.groups) <= analysis.MOST_GROUPS
    for group in asked.groups:
        assert group.terms
        for term in group.terms:
            assert term
            assert all(character.isalnum() or character == "_" for character in term)
            assert len(term) <= analysis.LONGEST_TERM + 5
