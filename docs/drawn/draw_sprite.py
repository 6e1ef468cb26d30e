"""Write static/icons.svg (one sprite: icons, small seals, wordmark) and the favicons.

Run by hand from the checkout's root:  python -m docs.drawn.draw_sprite
The wordmark's outline came from draw_wordmark.py (Reem Kufi, its dots redrawn as round pierced holes); the icons are
drawn in icons.txt, 24 units square, one line of 1.6.
"""

from __future__ import annotations

from math import cos, radians, sin
from pathlib import Path

from PIL import Image, ImageDraw

from marketplace import seal

STATIC = Path(__file__).resolve().parents[2] / "static"

DOTS = ((67, 24), (10.4, 15), (10.4, 35))  # of ghayn and of the closing letter


def wordmark() -> tuple[str, str]:
    """Return the outlines of the Arabic and of the Latin name, as draw_wordmark.py printed them."""
    folder = Path(__file__).with_name("wordmark")
    return folder.joinpath("ar.path").read_text().strip(), folder.joinpath("latin.path").read_text().strip()


def icons() -> dict[str, str]:
    """Return the path of each icon by its name."""
    rows = Path(__file__).with_name("icons.txt").read_text().splitlines()
    return dict(row.split(" ", 1) for row in rows)


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
    symbols = [line(name, path) for name, path in icons().items()]
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
