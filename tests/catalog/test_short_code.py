"""The short code: reversible for ever, and no slip of a pen or an ear leads to another piece."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules import CODE_SIGNS, piece_of_code, short_code
from tests.factories import make_product

ids = st.integers(min_value=0, max_value=10**15)


@given(ids)
def test_code_leads_back_to_its_piece(pk: int) -> None:
    code = short_code(pk)

    assert piece_of_code(code) == pk
    assert piece_of_code(f" {code[:3].lower()}-{code[3:].lower()} ") == pk


@given(ids, st.data())
def test_one_wrong_sign_is_noticed(pk: int, data: st.DataObject) -> None:
    code = short_code(pk)
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([sign for sign in CODE_SIGNS if sign != code[place]]))

    with pytest.raises(ValueError, match="check sign"):
        piece_of_code(code[:place] + other + code[place + 1 :])


@given(ids, st.data())
def test_two_swapped_signs_are_noticed(pk: int, data: st.DataObject) -> None:
    code = short_code(pk)
    place = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    if swapped != code:
        with pytest.raises(ValueError, match="check sign"):
            piece_of_code(swapped)


def test_codes_stay_as_they_are_for_ever() -> None:
    """They are printed: another alphabet or weight would send every one of them astray."""
    assert [short_code(pk) for pk in (0, 1, 12345, 10**9)] == ["22222", "2223Y", "2EV9H", "35XT7QJT"]


@pytest.mark.parametrize("sign", "01IOUil!é")
def test_signs_that_are_taken_for_others_are_none_of_ours(sign: str) -> None:
    assert sign not in CODE_SIGNS


@pytest.mark.parametrize("code", ["", "2", "22223", "222222", "O0O0O", "2" * 40, "٢٢٢٢٢", "../..", "2222 "])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"code|sign"):
        piece_of_code(code)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "language"), [("fr-FR,fr;q=0.9", "fr"), ("en", "en"), ("de", "ar"), ("", "ar")]
)
def test_code_leads_to_the_piece_in_the_readers_language(client: Client, asked: str, language: str) -> None:
    product = make_product()

    answer = client.get(f"/p/{short_code(product.pk).lower()}", headers={"Accept-Language": asked})

    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/{language}/catalog/{product.slug}_{product.pk}/",
    )
    assert "Accept-Language" in answer["Vary"]
    assert not answer.cookies


@pytest.mark.django_db
def test_wrong_unknown_and_hidden_codes_are_not_found(client: Client) -> None:
    hidden = make_product(is_public=False, state="withdrawn")
    good = short_code(make_product().pk)

    for code in (good[:-1] + ("2" if good[-1] != "2" else "3"), short_code(987654), short_code(hidden.pk)):
        answer = client.get(f"/p/{code}", headers={"Accept-Language": "fr"})
        assert answer.status_code == 404
        assert '<html lang="fr"' in answer.content.decode()
