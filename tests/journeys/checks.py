"""What every page has to hold to, whoever looks at it: one question to the page each, in the page's own script."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser import require_accessible, require_no_sideways_scroll

MAIN_TARGET = 44
DIRECTIONS = {"ar": "rtl", "fr": "ltr", "en": "ltr"}
# Three Latin words in a row are a sentence nobody translated; on a French page these words give English away.
FOREIGN = {
    "ar": r"[A-Za-zÀ-ÿ]{2,}(?:[\s,;:'’.-]+[A-Za-zÀ-ÿ]{2,}){2,}",
    "fr": r"\b(?:the|with|your|you|this|that|from|please|what)\b",
    "en": r"[\u0600-\u06FF]{2,}",
}

_FOREIGN_TEXTS = """([language, pattern]) => {
    const foreign = new RegExp(pattern, "i");
    const excused = "bdi, code, pre, script, style, svg, .code, .letter-text, .tongues";
    const own = (element) => {
        if (element.closest(excused)) return false;
        const marked = element.closest("[lang]");
        return !marked || marked.lang === language;
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (foreign.test(node.data) && own(element) && element.checkVisibility()) found.push(node.data.trim());
    }
    for (const name of ["alt", "aria-label", "placeholder", "title"])
        for (const element of document.querySelectorAll(`[${name}]`))
            if (foreign.test(element.getAttribute(name)) && own(element)) found.push(element.getAttribute(name));
    return found.slice(0, 8);
}"""

_SMALL_TARGETS = """(least) => {
    const main = 'button:not(.hush), a.button, summary, select, textarea, .chip,'
        + ' input:not([type="hidden"], [type="checkbox"], [type="radio"]), label.choice, .tick label';
    const small = [];
    for (const element of document.querySelectorAll(main)) {
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        const box = element.getBoundingClientRect();
        if (box.width && (box.height < least - 0.5 || box.width < least - 0.5))
            small.push(`${Math.round(box.width)}x${Math.round(box.height)} ${element.outerHTML.slice(0, 100)}`);
    }
    return small.slice(0, 8);
}"""


def require_language(page: Page, language: str) -> None:
    """Check that the page says which language it is in, runs that way, and says nothing in another one unmarked.

    :raises AssertionError: names the texts.
    """
    root = page.locator("html")
    assert root.get_attribute("lang") == language, page.url
    assert root.get_attribute("dir") == DIRECTIONS[language], page.url
    assert page.evaluate("getComputedStyle(document.body).direction") == DIRECTIONS[language], page.url
    found = page.evaluate(_FOREIGN_TEXTS, [language, FOREIGN[language]])
    assert found == [], f"{page.url} says in another language: {found}"


def require_large_targets(page: Page) -> None:
    """Check that buttons, fields and what opens are large enough for a thumb (24 px for all else: axe looks).

    :raises AssertionError: names the small ones.
    """
    small = page.evaluate(_SMALL_TARGETS, MAIN_TARGET)
    assert small == [], f"{page.url} has small targets: {small}"


def complaints(page: Page, language: str) -> list[str]:
    """Return everything that is wrong with the page as it stands, so that one run of a crawl tells it all."""
    found = []
    for check in (
        lambda: require_language(page, language),
        lambda: require_large_targets(page),
        lambda: require_no_sideways_scroll(page),
        lambda: require_accessible(page),
    ):
        try:
            check()
        except AssertionError as problem:
            found.append(str(problem).partition("\nassert")[0])
    return found
