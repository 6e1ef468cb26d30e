"""A letter as it goes out: subject, plain text and HTML, in the language of who reads it."""

from __future__ import annotations

from typing import NamedTuple

from django.template.loader import get_template
from django.utils import translation

from marketplace.notifications import queries, rules
from marketplace.notifications.models import Delivery
from marketplace.notifications.states import Channel

ENGINE = "jinja2"


class Written(NamedTuple):
    """A letter ready to go; `html` is empty for a text message, and for what is said on the telephone."""

    subject: str
    text: str
    html: str


def write(delivery: Delivery) -> Written:
    """Render a letter in its recipient's language. Reads only; nothing is held while it runs."""
    with translation.override(delivery.language):
        contents = queries.contents(delivery)

        def render(ending: str) -> str:
            return get_template(f"notifications/{ending}", using=ENGINE).render(contents)

        subject = rules.header(render(f"{delivery.letter}.subject.txt"))
        contents["subject"] = subject
        if delivery.channel == Channel.CALL:
            spoken = f"{delivery.letter}.call.txt" if delivery.letter in rules.SPOKEN else ""
            return Written(
                subject, " ".join(_tidy(render(spoken)).split("\n")).strip() if spoken else subject, ""
            )
        if delivery.channel == Channel.SMS:
            return Written(subject, _tidy(render("_sms.txt")), "")
        return Written(subject, _tidy(render(f"{delivery.letter}.txt")), render(f"{delivery.letter}.html"))


def _tidy(text: str) -> str:
    """Return plain text without the gaps that template tags leave: at most one empty line in a row."""
    lines = [line.strip() for line in text.strip().splitlines()]
    kept = [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]
    return "\n".join(kept) + "\n"
