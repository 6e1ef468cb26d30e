"""The import contract names every room of the house; what it names is checked by import-linter itself."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Not rooms: the frame that holds the others together (addresses, settings, the page environment).
FRAME = {"settings", "templates"}


def contracts() -> dict[str, dict]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return {
            contract["id"]: contract for contract in tomllib.load(file)["tool"]["importlinter"]["contracts"]
        }


def rooms() -> set[str]:
    """Every package that holds a part of the house."""
    inside = {f"marketplace.{path.parent.name}" for path in (ROOT / "marketplace").glob("*/__init__.py")}
    tops = {path.parent.name for path in ROOT.glob("*/apps.py")}
    return {room for room in inside if room.partition(".")[2] not in FRAME} | tops - {"marketplace"}


def test_every_room_has_its_row() -> None:
    rows = {name.strip(" ()") for row in contracts()["rows"]["layers"] for name in row.split(":")}

    assert rooms() - rows == set()


def test_every_room_with_actions_is_held_to_the_order_inside() -> None:
    held = set(contracts()["inside"]["containers"])
    with_actions = {room for room in rooms() if any((ROOT / room.replace(".", "/")).glob("actions*"))}

    assert with_actions - held == set()
