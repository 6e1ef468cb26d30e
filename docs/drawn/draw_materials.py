"""Draw the four doors of the home page: what a craft is made of, seen close.

Run by hand:  python -m docs.drawn.draw_materials
"""

from __future__ import annotations

from pathlib import Path

from marketplace.demo.pictures.materials import craft_material

FOLDER = Path(__file__).resolve().parents[2] / "static" / "materials"
WIDTH, HEIGHT = 576, 720


def main() -> None:
    """Write one picture per craft, cut to a standing door."""
    FOLDER.mkdir(exist_ok=True)
    for craft in ("textiles", "pottery", "jewellery", "palm"):
        whole = craft_material(craft, HEIGHT * 3 // 2)
        left = (whole.width - WIDTH) // 2
        door = whole.crop((left, 0, left + WIDTH, HEIGHT))
        door.save(FOLDER / f"{craft}.webp", quality=62, method=6)


if __name__ == "__main__":
    main()
