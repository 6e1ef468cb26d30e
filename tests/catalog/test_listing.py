"""The listing's address, read and written: pure."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import listing
from catalog.listing import Cursor, Wanted, address, carried, read


def test_read_takes_all_that_an_address_says() -> None:
    parameters = {
        "q": ["  tapis \n rouge "],
        "place": ["timimoun", "fatis", "timimoun"],
        "centre": ["trade-centre-adrar"],
        "shop": ["dar-touat"],
        "grade": ["50", "60"],
        "stamped": ["1"],
        "min": ["10 000"],
        "max": ["٤٠٠٠٠"],
        "sort": ["-price"],
        "after": ["1.38000.12"],
    }

    wanted = read(parameters, craft="textiles")

    assert wanted == Wanted(
        q="tapis rouge",
        craft=("textiles",),
        place=("timimoun", "fatis"),
        centre=("trade-centre-adrar",),
        shop=("dar-touat",),
        grade=("50", "60"),
        stamped=True,
        low=10_000,
        high=40_000,
        sort="-price",
        after=Cursor(available=True, value=38_000, product_id=12),
    )


@pytest.mark.parametrize(
    "price", ["NaN", "1e9", "-5", "inf", "0x10", "9" * 40, "½", "²", "10 000 DA", "1;DROP TABLE", "\x00"]
)
def test_read_leaves_out_a_price_that_is_none_and_says_so(price: str) -> None:
    wanted = read({"min": [price]})

    assert wanted == Wanted(unread=("min",))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("place", "Timimoun' OR 1=1"),
        ("shop", "../../etc"),
        ("craft", "a" * 51),
        ("centre", "\x00"),
        ("grade", "55"),
        ("grade", "NaN"),
        ("sort", "price; --"),
        ("sort", "match"),  # without a search nothing matches best
        ("after", "1.x.2"),
        ("after", "2.1.1"),
        ("before", "1.99999999999999999.1"),
        ("after", "١.٢.٣"),
    ],
)
def test_read_leaves_out_what_makes_no_sense_and_says_so(name: str, value: str) -> None:
    wanted = read({name: [value]})

    assert wanted == Wanted(unread=(name,))


def test_read_turns_round_prices_the_wrong_way_round() -> None:
    wanted = read({"min": ["900"], "max": ["100"]})

    assert (wanted.low, wanted.high) == (100, 900)


def test_address_of_equal_wishes_is_one_address() -> None:
    first = read({"place": ["timimoun", "fatis"], "stamped": ["1"]}, craft="textiles")
    second = read({"stamped": ["1"], "craft": ["textiles"], "place": ["fatis", "timimoun"]})

    assert address(first) == address(second) == "textiles/?place=fatis&place=timimoun&stamped=1"


def test_address_of_a_new_choice_begins_at_the_beginning() -> None:
    deep = read({"place": ["timimoun"], "after": ["1.5.5"]})

    assert address(deep.toggled("place", "fatis")) == "?place=fatis&place=timimoun"
    assert address(deep.toggled("place", "timimoun")) == ""


def test_carried_leaves_out_what_the_form_asks_itself() -> None:
    wanted = read(
        {"q": ["jar"], "min": ["5"], "max": ["9"], "sort": ["price"], "after": ["1.5.5"]}, craft="pottery"
    )

    assert carried(wanted, "min", "max") == [("q", "jar"), ("sort", "price")]


words = st.lists(st.text(max_size=30), max_size=15)


@given(
    st.dictionaries(
        st.sampled_from([*listing.DIMENSIONS, "q", "stamped", "min", "max", "sort", "after", "before"]), words
    )
)
def test_any_address_is_read_and_written_again_as_itself(parameters: dict[str, list[str]]) -> None:
    wanted = read(parameters)

    path, _, query = address(wanted).partition("?")
    again = read(parse_qs(query), craft=path.rstrip("/"))
    assert address(again) == address(wanted)
    assert again.unread == ()
