"""What a search of the index costs, from a thousand pieces to a hundred thousand.

    python -m benchmarks.search [sqlite|postgres] [1000 10000 100000]

CPU milliseconds of reading the question, finding and ranking, our process and the database's together; and what
filing one piece costs.
"""

from __future__ import annotations

import json
import sys

from benchmarks import catalogue

QUESTIONS = {
    "common word": "tapis",
    "common word, rare place": "tapis timimoun",
    "two common words": "jarre argile",
    "rare word": "رقم 777",
    "mistyped": "tappis timimonu",
    "nothing": "xylophone zanzibar",
}


def measure() -> dict[str, float]:
    """Return the cost of each question on the catalogue at hand."""
    import django  # noqa: PLC0415

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from catalog.search import actions, queries  # noqa: PLC0415

    costs = {
        f"{name} ({question})": catalogue.cost(lambda question=question: queries.search(question))
        for name, question in QUESTIONS.items()
    }
    costs["file one piece"] = catalogue.cost(lambda: actions.index(product_ids=[500], now=timezone.now()))
    return costs


if __name__ == "__main__":
    if "--measure" in sys.argv:
        print(json.dumps(measure()))
    else:
        catalogue.run("benchmarks.search", sys.argv[1:])
