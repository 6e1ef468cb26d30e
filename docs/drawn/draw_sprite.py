"""Write static/icons.svg (one sprite: icons, small seals, wordmark) and the favicons.

Run by hand from the checkout's root:  python -m docs.drawn.draw_sprite
The wordmark's outline came from draw_wordmark.py (Reem Kufi, its dots redrawn as round pierced holes); the icons are
drawn here, 24 units square, one line of 1.6.
"""

from __future__ import annotations

from math import cos, radians, sin
from pathlib import Path

from PIL import Image, ImageDraw

from marketplace import seal

STATIC = Path(__file__).resolve().parents[2] / "static"

ICONS = {
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20.5 20.5",
    "basket": "M3 9.5h18l-2 10.5H5ZM7.5 9.5 11 3.5M16.5 9.5 13 3.5M9 13v3.5M12 13v3.5M15 13v3.5",
    "check": "M4.5 12.5l5 5 10-11",
    "cross": "M6 6l12 12M18 6 6 18",
    "plus": "M12 5v14M5 12h14",
    "minus": "M5 12h14",
    "next": "M9 5l7 7-7 7",
    "back": "M15 5l-7 7 7 7",
    "down": "M5 9l7 7 7-7",
    "warning": "M12 4 2.5 20h19ZM12 10v5M12 17.2v.6",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v6M12 7.2v.6",
    "place": "M12 21.5s7-6.6 7-12a7 7 0 0 0-14 0c0 5.4 7 12 7 12ZM12 12a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2Z",
    "size": "M3 8h18v8H3ZM7 8v3.5M11 8v5M15 8v3.5M19 8v0",
    "mass": "M5 20.5 7 9h10l2 11.5ZM12 9a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 12 9Z",
    "material": "M12 20.5a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM5.5 9c4-1 9 1 12.5 6M4.2 13c4-1 7.5.5 10.5 6.8M9.5 5c4 .5 8 3.5 10 8M20 20.5h2",
    "colour": "M12 3.5s6.5 7 6.5 11.2a6.5 6.5 0 0 1-13 0C5.5 10.5 12 3.5 12 3.5ZM12 17.5a3 3 0 0 1-3-3",
    "care": "M3.5 9.5c1.5 1.3 2.8 1.3 4.3 0s2.8-1.3 4.2 0 2.8 1.3 4.2 0 2.8-1.3 4.3 0L18.5 20h-13ZM9 13.5v3M12 13.5v3M15 13.5v3",
    "technique": "M4 3.5v17M20 3.5v17M4 6h16M4 18h16M8 6v12M12 6v12M16 6v12M4 10.5h16",
    "age": "M7 3.5h10M7 20.5h10M8 3.5c0 5 8 6 8 8.5M16 3.5c0 5-8 6-8 8.5M8 20.5c0-5 8-6 8-8.5M16 20.5c0-5-8-6-8-8.5",
    "shop": "M4 10v10.5h16V10M3 10l2-6h14l2 6c0 1.5-1.5 2.5-3 2.5S15 11.5 15 10c0 1.5-1.5 2.5-3 2.5S9 11.5 9 10c0 1.5-1.5 2.5-3 2.5S3 11.5 3 10ZM10 20.5v-5h4v5",
    "centre": "M3.5 20.5h17M5 20.5V11L12 4l7 7v9.5M9.5 20.5V15a2.5 2.5 0 0 1 5 0v5.5M12 8.5v.6",
    "stamp": "M5 20.5h14M6 17v-2.5h12V17ZM10 14.5c0-4-2-4.5-2-7a4 4 0 0 1 8 0c0 2.5-2 3-2 7",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5.5l3.5 2",
    "calendar": "M4 6h16v14.5H4ZM4 10.5h16M8.5 3.5V8M15.5 3.5V8",
    "parcel": "M3.5 7.5 12 3.5l8.5 4v9L12 20.5l-8.5-4ZM3.5 7.5l8.5 4 8.5-4M12 11.5v9M7.7 5.5l8.5 4",
    "truck": "M2.5 6.5h11v10h-11ZM13.5 10h4.5l3.5 3.5v3h-8ZM7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM17.5 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
    "hand": "M4 13.5h3l3-1.5h4.5a1.5 1.5 0 0 1 0 3H11M15.5 14l4-2a1.5 1.5 0 0 1 1.5 2.5L14.5 19H4ZM12 9V3.5M9.5 6 12 3.5 14.5 6",
    "money": "M2.5 6.5h19v11h-19ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM5.5 9.5v.1M18.5 14.5v.1",
    "card": "M2.5 5.5h19v13h-19ZM2.5 9.5h19M6 14.5h4",
    "phone": "M7 2.5h10v19H7ZM11 18.5h2",
    "mail": "M3 5.5h18v13H3ZM3 6.5l9 7 9-7",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6",
    "leave": "M14 4H5v16h9M10 12h11M17.5 8.5 21 12l-3.5 3.5",
    "print": "M7 8V3.5h10V8M7 17H3.5V8h17v9H17M7 14h10v6.5H7Z",
    "filter": "M4 7h16M7 12h10M10 17h4",
    "camera": "M3 7.5h4.5L9 5h6l1.5 2.5H21V19H3ZM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z",
    "image": "M3.5 4.5h17v15h-17ZM3.5 16l5-5 4 4 3-3 5 5M15.5 9.5v.1",
    "list": "M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1",
    "edit": "M4 20h4L20 8l-4-4L4 16ZM13.5 6.5l4 4",
    "eye": "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
    "hourglass": "M7 3.5h10M7 20.5h10M8 3.5c0 5 8 6 8 8.5M16 3.5c0 5-8 6-8 8.5M8 20.5c0-5 8-6 8-8.5M16 20.5c0-5-8-6-8-8.5",
    "globe": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
    "pottery": "M9 3.5h6M10 3.5c0 3-5 4.5-5 10.5 0 4 3 6.5 7 6.5s7-2.5 7-6.5c0-6-5-7.5-5-10.5M5.5 12h13",
    "textiles": "M6 3.5h12v17H6ZM6 7h12M6 17h12M12 9l2.5 3-2.5 3-2.5-3ZM8 20.5V22M12 20.5V22M16 20.5V22",
    "jewellery": "M12 8.5a5.8 5.8 0 1 0 0 11.6 5.8 5.8 0 0 0 0-11.6ZM12 8.5 9 5l1.5-2h3L15 5Z",
    "palm": "M12 21V10.5M12 10.5C10 6 6 5.5 3.5 8M12 10.5C14 6 18 5.5 20.5 8M12 10.5C9.5 9.5 6 11 5.5 15M12 10.5c2.5-1 6 .5 6.5 4.5M12 10.5C11.5 8 11.5 5.5 12.5 3.5",
    "leather": "M6 4c2 1.5 4 1.5 6 0 2 1.5 4 1.5 6 0l2 5-2.5 2 .5 9-6-1.5L6 20l.5-9L4 9Z",
}
DOTS = ((67, 24), (10.4, 15), (10.4, 35))  # of ghayn and of the closing letter


def wordmark() -> tuple[str, str]:
    """Return the outlines of the Arabic name without its dots and of the Latin name, as draw_wordmark.py printed them."""
    folder = Path(__file__).with_name("wordmark")
    return folder.joinpath("ar.path").read_text().strip(), folder.joinpath("latin.path").read_text().strip()


def circle(x: float, y: float, radius: float) -> str:
    """Return a circle as a path, to be pierced into another by the even-odd rule."""
    return f"M{x - radius:.1f} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0-{2 * radius} 0Z"


def line(name: str, path: str) -> str:
    """Return one icon: a single line of 1.6."""
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24"><path d="{path}" fill="none" stroke="currentColor" '
        'stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round"/></symbol>'
    )


def sprite() -> str:
    """Return the sprite."""
    arabic, latin = wordmark()
    dots = "".join(circle(x, y, 7.4) + circle(x, y, 2.4) for x, y in DOTS)
    symbols = [line(name, path) for name, path in ICONS.items()]
    symbols += [seal.symbol(grade) for grade in range(10, 70, 10)]
    symbols.append(
        f'<symbol id="wordmark" viewBox="0 0 222 82"><path fill="currentColor" d="{arabic}"/>'
        f'<path fill-rule="evenodd" fill="var(--copper,currentColor)" d="{dots}"/></symbol>'
    )
    symbols.append(
        f'<symbol id="latin" viewBox="0 94 76 22"><path fill="currentColor" d="{latin}"/></symbol>'
    )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def favicon() -> str:
    """Return the favicon: the plate with its six holes, as it reads at 16 pixels."""
    holes = "".join(circle(round(16 + 8.4 * x, 1), round(16 + 8.4 * y, 1), 2.4) for x, y in _arc())
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#b4652a" fill-rule="evenodd" '
        f'd="{circle(16, 16, 15.5)}{holes}M13 15h6v9h-6Z"/></svg>\n'
    )


def _arc() -> list[tuple[float, float]]:
    return [(cos(radians(-90 + (i - 2.5) * 46)), sin(radians(-90 + (i - 2.5) * 46))) for i in range(6)]


def tile(side: int) -> Image.Image:
    """Return the icon of the installed page: the plate on stone, drawn at four times its size and shrunk."""
    big = side * 4
    image = Image.new("RGB", (big, big), "#f3f1ec")
    draw = ImageDraw.Draw(image)

    def disc(x: float, y: float, radius: float, colour: str) -> None:
        draw.ellipse(
            [big * (x - radius), big * (y - radius), big * (x + radius), big * (y + radius)], fill=colour
        )

    disc(0.5, 0.5, 0.36, "#b4652a")
    for x, y in _arc():
        disc(0.5 + 0.2 * x, 0.5 + 0.2 * y, 0.055, "#f3f1ec")
    draw.rectangle([big * 0.43, big * 0.48, big * 0.57, big * 0.68], fill="#f3f1ec")
    return image.resize((side, side), Image.Resampling.LANCZOS)


def main() -> None:
    """Write the sprite and the favicons."""
    (STATIC / "icons.svg").write_text(sprite())
    (STATIC / "favicon.svg").write_text(favicon())
    for side in (180, 192, 512):
        tile(side).quantize(32).save(STATIC / f"icon-{side}.png", optimize=True)


if __name__ == "__main__":
    main()
