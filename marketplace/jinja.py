"""The Jinja2 environment: the only engine that reads `templates/`.

What a template may use beyond Jinja2 itself: the functions and filters named here, `request` where there is
one, and the macros of `templates/_macros/`. The language is the active one, so letters render the same way inside
`translation.override`. A name that is not given raises: a page leaves no blank where a fact was misspelled.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import get_urlconf, reverse
from django.utils import translation
from django.utils.timezone import localtime
from jinja2 import Environment, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup, escape

from catalog.grades import Grade
from marketplace import centimes, clips, formats, seal

NATIVE_NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}
SHORT_NAMES = {"ar": "ع", "fr": "Fr", "en": "En"}
BASKET_COOKIE = "basket_count"  # readable: how many pieces the badge shows, nothing else


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the switch: its own name, and the address of this same page in it."""

    code: str
    name: str
    short: str
    url: str
    current: bool


def lang() -> str:
    """Return the code of the active language: ar, fr or en."""
    return formats.known((translation.get_language() or settings.LANGUAGE_CODE)[:2])


def direction() -> str:
    """Return which way the active language runs: rtl or ltr."""
    return "rtl" if lang() == "ar" else "ltr"


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a named page in the active language."""
    if not args and not kwargs:
        return _plain_url(name, translation.get_language(), get_urlconf())
    return reverse(name, args=args or None, kwargs=kwargs or None)


@lru_cache(maxsize=512)
def _plain_url(name: str, _language: str | None, _urlconf: str | None) -> str:
    return reverse(name)


def at(path: str = "") -> str:
    """Return the address of `path` in the active language: `at("basket/")`; addresses are a contract."""
    return f"/{lang()}/{path}"


def product_path(slug: str, pk: int) -> str:
    """Return the address of a piece in the active language, without asking the resolver 24 times."""
    return f"/{lang()}/catalog/{slug}_{pk}/"


def photo_url(key: str, width: int, extension: str) -> str:
    """Return where one derivative of a photo lies (see `catalog.models.ProductImage`)."""
    return f"{settings.MEDIA_URL}photos/{key}/{width}.{extension}"


def media_url(name: str) -> str:
    """Return the address of a file that pages may show."""
    return f"{settings.MEDIA_URL}{name}"


def picture(
    key: str,
    files: list[dict[str, Any]],
    width: int,
    height: int,
    alt: str,
    sizes: str = "100vw",
    eager: bool = False,  # noqa: FBT001, FBT002  (templates pass it by its place)
) -> Markup:
    """Return a photo with its derivatives: `files` lists those that exist. Nothing is drawn without a WebP.

    Not a macro: a listing shows 24, and a macro costs four times as much.
    """
    first = next((file["w"] for file in files if file["f"] == "webp"), 0)
    if not first:
        return Markup()
    webp, avif = escape(srcset(key, files, "webp")), escape(srcset(key, files, "avif"))
    better = f'<source type="image/avif" srcset="{avif}" sizes="{escape(sizes)}">' if avif else ""
    when = 'fetchpriority="high"' if eager else 'loading="lazy"'
    return Markup(  # noqa: S704 (every part is escaped or a number)
        f'<picture>{better}<img src="{escape(photo_url(key, first, "webp"))}" srcset="{webp}" sizes="{escape(sizes)}"'
        f' width="{int(width)}" height="{int(height)}" alt="{escape(alt)}" {when} decoding="async"></picture>\n'
    )


def srcset(key: str, files: list[dict[str, Any]], extension: str) -> str:
    """Return the `srcset` of the derivatives of one kind that exist, empty when there is none."""
    return ", ".join(
        f"{photo_url(key, file['w'], extension)} {file['w']}w" for file in files if file["f"] == extension
    )


def grade_word(grade: int) -> str:
    """Return the word of a grade code in the active language."""
    return str(Grade(grade).label)


def in_words(row: Any, field: str, here: str = "") -> tuple[str, str]:
    """Return a translated text of `row` and its language: the active one, else the first that has it."""
    here = here or lang()
    for code in (here, *(other for other in ("fr", "en", "ar") if other != here)):
        if text := getattr(row, f"{field}_{code}", "") or "":
            return text, code
    return "", here


class Shown(NamedTuple):
    """What a card says, written in the active language; a text's language is empty when it is that one."""

    title: str
    title_lang: str
    place: str
    place_lang: str
    address: str
    price: str


def on_card(row: Any) -> Shown:
    """Return what a card shows of a `catalog.models.Card` row: one call instead of seven, 24 times a page."""
    here = lang()
    title, title_lang = in_words(row, "title", here)
    place, place_lang = in_words(row, "place", here)
    return Shown(
        title=title,
        title_lang=title_lang if title_lang != here else "",
        place=place,
        place_lang=place_lang if place_lang != here else "",
        address=f"/{here}/catalog/{row.slug}_{row.product_id}/",
        price=formats.dinars(row.price_dinars, here),
    )


def in_language(path: str, code: str) -> str:
    """Return the same path under another language; addresses differ by their first part only."""
    first, _, rest = path.lstrip("/").partition("/")
    return f"/{code}/{rest}" if first in NATIVE_NAMES else f"/{code}/"


def languages(request: HttpRequest) -> list[Language]:
    """Return the three languages, each leading to this page with its filters kept."""
    query = request.META.get("QUERY_STRING", "")
    here, kept = lang(), f"?{query}" if query else ""
    return [
        Language(
            code,
            name,
            SHORT_NAMES[code],
            quote(in_language(request.path, code), safe="/") + kept,
            code == here,
        )
        for code, name in NATIVE_NAMES.items()
    ]


def comma() -> str:
    """Return what parts the names of a list in the active language."""
    return "، " if lang() == "ar" else ", "


def colon() -> str:
    """Return what stands between a word and what it names: French parts it from the word by NBSP."""
    return f"{formats.NBSP}:" if lang() == "fr" else ":"


def absolute(path: str) -> str:
    """Return the public address of a path, for canonical, Open Graph and letters."""
    return settings.PUBLIC_ORIGIN + quote(path, safe="/?=&%#:+,;@~!$'()*")


@cache
def _sprite() -> str:
    return static("icons.svg")


@lru_cache(maxsize=1024)
def icon(name: str, label: str = "", css: str = "") -> Markup:
    """Return a drawing of the sprite: silent beside words, or named by `label` where it stands alone.

    Kept once made: a listing shows some forty of a few kinds.
    """
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon{}" {}><use href="{}#{}"/></svg>').format(
        f" {css}" if css else "", spoken, _sprite(), name
    )


def draw_seal(grade: int, word: str, title: str, **rest: Any) -> Markup:
    """Return the large seal of a label or grade; see `marketplace.seal.svg`."""
    return Markup(seal.svg(grade=int(grade), word=word, title=title, language=lang(), **rest))  # noqa: S704 (it escapes)


def bdi(text: object, code: str = "") -> Markup:
    """Return a name kept apart from the direction around it, marked with its own language by `code`."""
    spoken = f' lang="{escape(code)}"' if code else ""
    return Markup(f"<bdi{spoken}>{escape(text)}</bdi>")  # noqa: S704 (both are escaped; Markup's format costs thrice)


def ltr(text: object) -> Markup:
    """Return a code, phone or serial that always reads from left to right."""
    return Markup(f'<bdi dir="ltr">{escape(text)}</bdi>')  # noqa: S704 (escaped)


def paragraphs(text: str) -> Markup:
    """Return plain text as paragraphs, parted where it has an empty line."""
    blocks = (block.strip() for block in text.replace("\r\n", "\n").split("\n\n"))
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(map(escape, block.split("\n"))))
        for block in blocks
        if block
    )


def ld_json(data: dict[str, Any]) -> Markup:
    """Return a block of JSON-LD: data, not script, so the content policy lets it stand; nothing in it can end it."""
    written = json.dumps(data, ensure_ascii=False).translate({60: "\\u003c", 62: "\\u003e", 38: "\\u0026"})
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(written))  # noqa: S704 (escaped)


def iso(when: date | datetime) -> str:
    """Return the machine's reading of a day or moment, for `<time datetime>`."""
    return localtime(when).isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


@lru_cache(maxsize=8192)
def _said(_language: str | None, message: str) -> tuple[str, Markup]:
    """Return a sentence without blanks in the active language, as text and as markup. Kept: a page says a hundred."""
    text = translation.gettext(message) % {}
    return text, Markup(text)  # noqa: S704 (our own sentences, as Jinja2's i18n extension takes them)


@pass_context
def say(context: Context, message: str, **blanks: object) -> str:
    """Return a sentence in the active language, its blanks filled: `_` in templates, as i18n's own but kept."""
    is_html = context.eval_ctx.autoescape
    if not blanks:
        return _said(translation.get_language(), message)[is_html]
    text = translation.gettext(message)
    return (Markup(text) if is_html else text) % blanks  # noqa: S704 (the same)


def _once(env: Environment) -> Callable[..., Markup]:
    """Return `once(template, macro, *codes)`: a macro's markup, made once per language and codes.

    For what hangs on nothing else: the frame around every page, the mark of a grade.
    """

    @lru_cache(maxsize=512)
    def made(_language: str, template: str, macro: str, *codes: object) -> Markup:
        return Markup(getattr(env.get_template(template).module, macro)(*codes))  # noqa: S704 (a macro escapes)

    def once(template: str, macro: str, *codes: object) -> Markup:
        return made(lang(), template, macro, *codes)

    return once


def _in_language(write: Callable[..., str]) -> Callable[..., str]:
    """Return a filter that writes in the active language.

    It asks for the context only so that Jinja2 does not work out `4500|dinars` once, in whichever language
    came first.
    """

    @pass_context
    def written(_context: Context, value: Any, *rest: Any) -> str:
        return write(value, *rest, language=lang())

    return written


def environment(**options: Any) -> Environment:
    """Build the environment that Django's Jinja2 backend asks for."""
    options |= {
        # The backend would escape letters in plain text too.
        "autoescape": select_autoescape(["html", "xml"], default_for_string=True),
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
    }
    env = Environment(**options)  # noqa: S701 (autoescape is set above)
    env.install_gettext_callables(  # type: ignore[attr-defined]  # the i18n extension adds it
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.globals.update(
        url=url,
        at=at,
        product_path=product_path,
        photo_url=photo_url,
        media_url=media_url,
        srcset=srcset,
        grade_word=grade_word,
        in_words=in_words,
        static=cache(static),  # the manifest does not change while a process lives
        gettext=say,
        _=say,
        once=_once(env),
        draw_picture=picture,
        on_card=on_card,
        lang=lang,
        dir=direction,
        languages=languages,
        clips=lambda: clips.addresses(lang()),
        in_language=in_language,
        absolute=absolute,
        comma=comma,
        colon=colon,
        icon=icon,
        seal=draw_seal,
        native_names=NATIVE_NAMES,
        demo=settings.DEMO,
        messages_of=get_messages,
    )
    env.filters.update(
        dinars=_in_language(formats.dinars),
        amount=_in_language(formats.amount),
        spoken=_in_language(centimes.spoken),
        approx=_in_language(formats.approx),
        number=_in_language(formats.number),
        decimal=_in_language(formats.decimal),
        day=_in_language(formats.day),
        short_day=_in_language(formats.short_day),
        month=_in_language(formats.month),
        clock=formats.clock,
        iso=iso,
        cm=_in_language(formats.centimetres),
        mm=_in_language(formats.centimetres),
        size=_in_language(formats.size),
        mass=_in_language(formats.mass),
        bdi=bdi,
        ld_json=ld_json,
        ltr=ltr,
        paragraphs=paragraphs,
    )
    return env
