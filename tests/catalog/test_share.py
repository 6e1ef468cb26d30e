"""The picture that is sent round: whole piece, right price, a QR that leads there, and no stamp that is not one."""

import io
import time
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, features

from catalog import share

ADDRESS = "https://damgha.example/p/2EV9H"
EDGE, INSIDE = (0, 160, 0), (200, 120, 60)
FACTS = share.Facts(
    language="ar",
    title="زربية ڤورارة معقودة 1.80 × 1.20",
    place="تيميمون",
    maker="فاطمة",
    price="48\u00a0500\u00a0دج",
    address=ADDRESS,
    code="2EV9H",
    photo="photos/x/1080.webp",
)


def photo(width: int = 900, height: int = 1400, kind: str = "WEBP") -> io.BytesIO:
    """Return a photo with a border on each side, as a carpet has its fringe."""
    image = Image.new("RGB", (width, height), EDGE)
    image.paste(INSIDE, (40, 40, width - 40, height - 40))
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "a phone"
    image.save(out, kind, quality=95, exif=exif)
    return io.BytesIO(out.getvalue())


def drawn(facts: share.Facts = FACTS, shape: str = "portrait", **size: int) -> Image.Image:
    return Image.open(io.BytesIO(share.draw(facts, photo(**size), shape)))


def near(colour: tuple[int, ...], other: tuple[int, ...], within: int = 40) -> bool:
    return max(abs(one - two) for one, two in zip(colour, other, strict=True)) < within


def says_stamped(picture: Image.Image) -> bool:
    """Tell whether the words below the comb hold anything in the colour of stamps."""
    words = picture.convert("RGB").crop((0, picture.height - 400, picture.width, picture.height))
    wanted = tuple(int(share.STAMP[place : place + 2], 16) for place in (1, 3, 5))
    colours = words.getcolors(words.width * words.height) or ()
    return any(near(seen, wanted, 20) for _count, seen in colours)


def test_pillow_joins_arabic() -> None:
    assert features.check("raqm")


@pytest.mark.parametrize("shape", share.SHAPES)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_picture_has_its_size_and_a_qr_that_leads_to_the_piece(shape: str, language: str) -> None:
    picture = drawn(replace(FACTS, language=language), shape)

    (code,) = zxingcpp.read_barcodes(picture)
    assert picture.size == share.SHAPES[shape]
    assert picture.format == "JPEG"
    assert code.text == ADDRESS


@pytest.mark.parametrize("shape", share.SHAPES)
@pytest.mark.parametrize(("width", "height"), [(900, 1400), (1400, 500), (400, 400), (3000, 900)])
def test_whole_piece_is_shown_with_every_edge(shape: str, width: int, height: int) -> None:
    picture = drawn(shape=shape, width=width, height=height).convert("RGB")

    room = picture.height - (430 if shape == "portrait" else 410)
    scale = min(picture.width / width, room / height)
    wide, high = round(width * scale), round(height * scale)
    left, top = (picture.width - wide) // 2, (room - high) // 2
    inset = max(3, round(12 * scale))
    for x, y in (
        (left + inset, top + high // 2),
        (left + wide - inset, top + high // 2),
        (left + wide // 2, top + inset),
        (left + wide // 2, top + high - inset),
    ):
        assert near(picture.getpixel((x, y)), EDGE), (x, y)


def test_nothing_of_the_photos_metadata_comes_along() -> None:
    picture = drawn()

    assert not picture.getexif()
    assert "icc_profile" not in picture.info
    assert "comment" not in picture.info


def test_only_a_stamped_piece_looks_stamped() -> None:
    stamped = replace(FACTS, grade=50, stamped="دمغة", grade_word="عالية")

    assert says_stamped(drawn(stamped))
    assert not says_stamped(drawn(FACTS))


def test_arabic_letters_are_joined_and_run_from_the_right() -> None:
    """Joined, «تيميمون» takes little more than half of its letters set apart."""
    words = share._Words("ar")
    font = words.strong(60)

    joined = words.width("تيميمون", font)
    apart = sum(font.getlength(letter, direction="rtl", language="ar") for letter in "تيميمون")
    picture = drawn().convert("L")
    below = picture.crop((0, picture.height - 380, picture.width, picture.height - 320))
    assert joined < 0.8 * apart
    assert any(below.crop((picture.width - 120, 0, picture.width - 60, 60)).histogram()[:120])


@pytest.mark.parametrize("letter", "ڤڨپچگآأإؤئةىàçéœŒ’«»0123456789×،؛؟")
def test_every_font_of_the_picture_has_the_letters_of_algerian_names(letter: str) -> None:
    from fontTools.ttLib import TTFont

    for name in ("share-strong", "share-plain", "share-latin"):
        assert ord(letter) in TTFont(share.DRAWN / f"{name}.ttf").getBestCmap(), name


def test_fonts_stand_beside_their_licences() -> None:
    assert len(list(share.DRAWN.glob("LICENSE-*.txt"))) == 2


def test_longest_words_stay_in_their_room() -> None:
    words = share._Words("fr")
    font = words.strong(42)

    lines = list(words.lines("Tapis " * 40 + "x" * 200, font, 600, most=2))

    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(words.width(line, font) <= 600 for line in lines)
    assert list(words.lines("", font, 600, most=2)) == []


@pytest.mark.parametrize(
    "change", [{"price": "1"}, {"grade": 20}, {"maker": ""}, {"photo": "y"}, {"language": "fr"}]
)
def test_key_changes_with_everything_that_is_shown(change: dict[str, object]) -> None:
    assert replace(FACTS, **change).key("portrait") != FACTS.key("portrait")
    assert FACTS.key("square") != FACTS.key("portrait")


def test_picture_takes_less_than_half_a_second_of_the_processor() -> None:
    began = time.process_time()

    share.draw(FACTS, photo(2400, 3200, "JPEG"), "portrait")

    assert time.process_time() - began < 0.5
