"""What may not be sold here, or not without a look: words as people write them, and the rule that reads them.

Refused at once: what the law or the house forbids whoever asks. Sent to a look: a word that may mean it and may not.
Pure: folded words in, a verdict out. Why each ground stands here: docs/new-piece.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.search.analysis import words


class Ground(models.TextChoices):
    """Why something may not be sold, as a sentence to the shop."""

    ANTIQUITY = (
        "antiquity",
        _(
            ""
            "Antiquities belong to everybody: the law forbids selling them. Please list what was made by hand today."
        ),
    )
    FOSSIL = (
        "fossil",
        _("Fossils, meteorites and prehistoric stones may not be sold: the law protects them."),
    )
    LIVE_PALM = (
        "live_palm",
        _(
            ""
            "Live palms and offshoots may not be sent: they carry the palm disease. Work made of dry palm is welcome."
        ),
    )
    CORAL = "coral", _("Raw coral may not be sold: the law protects it.")
    PROTECTED = "protected", _("This animal is protected: nothing made of it may be sold.")
    RAW_HIDE = "raw_hide", _("Raw hides may not be sent. Tanned leather work is welcome.")


DOUBTS: dict[str, Promise] = {
    Ground.ANTIQUITY: _("The words sound like an old piece. Somebody looks at it before it is shown."),
    Ground.FOSSIL: _("The words sound like an old stone. Somebody looks at it before it is shown."),
    Ground.LIVE_PALM: _("The words sound like a live plant. Somebody looks at it before it is shown."),
    Ground.CORAL: _("Coral needs a paper. Somebody looks at the piece before it is shown."),
    Ground.PROTECTED: _(
        "The words name an animal that may be protected. Somebody looks at the piece before it is shown."
    ),
    Ground.RAW_HIDE: _("Hides need a look. Somebody looks at the piece before it is shown."),
}  # fmt: skip

# Phrases of folded words: a star stands for any ending. Arabic words are read without their و ف ب ك ل and ال.
REFUSED: dict[Ground, str] = {
    Ground.ANTIQUITY: "اثري, اثريه, اثريات, اثار قديمه, قطعه اثار, قديم جدا, قديمه جدا, عتيق جدا, من القبور, "
    "رومانيه اصليه, "
    "antiquit*, antique authentique, piece archeologique, archeologi*, epoque romaine, antiquity, antiquities, "
    "genuine antique, ancient artefact, ancient artifact, archaeologi*, very old, tres ancien, tres ancienne",
    Ground.FOSSIL: "متحجر*, احفور*, حفريات, مستحاث*, نيزك, نيازك, حجر نيزكي, ترايلوبيت, "
    "fossil*, meteorit*, trilobit*, ammonit*, pointe de fleche, pointes de fleches, "
    "arrowhead*, neolith*, dent de requin",
    Ground.LIVE_PALM: "فسيله, فسايل, فسائل, جباره, جبار نخل, نخله حيه, نخيل حي, شتله نخيل, شتله نخله, "
    "شتلات نخيل, حشان, "
    "djebar, djebbar, palmier vivant, palmiers vivants, plant de palmier, plants de palmier, rejet de palmier, "
    "rejets de palmier, live palm*, palm offshoot*, palm seedling*, palm sapling*, palm sucker*",
    Ground.CORAL: "مرجان خام, مرجان طبيعي خام, corail brut, corail non travaille, branche de corail, "
    "raw coral, coral branch*",
    Ground.PROTECTED: "عاج, سن فيل, سن الفيل, جلد غزال, قرن غزال, قرون غزال, جلد الغزال, قرن الغزال, "
    "قرون الغزال, ريم محنط, "
    "غزال محنط, مهاه, مها, اداكس, جلد فهد, جلد نمر, فنك, جلد فنك, فنيك, ذبل, درع سلحفاه, "
    "صدفه سلحفاه, قوقعه سلحفاه, سلحفاه, فكرون, "
    "ضب محنط, جلد ضب, ورل محنط, جلد ورل, بيض نعام, بيضه نعام, بيضه نعامه, ريش نعام, جلد نعام, حباري, نسر محنط, "
    "ivoire, ivory, elephant tusk, fennec*, peau de gazelle, corne de gazelle, "
    "cornes de gazelle, gazelle skin*, gazelle horn*, "
    "gazelle leather, cuir de gazelle, addax, oryx, ecaille de tortue, carapace de tortue, tortoiseshell, "
    "tortoise shell*, turtle shell*, tortue vivante, peau de guepard, cheetah skin*, "
    "leopard skin*, peau de leopard, "
    "peau de panthere, oeuf d autruche, oeufs d autruche, plume d autruche, plumes d autruche, cuir d autruche, "
    "ostrich egg*, ostrich feather*, ostrich leather, peau de varan, fouette queue, uromastyx, "
    "monitor lizard*, outarde",
    Ground.RAW_HIDE: "جلد خام, جلود خام, جلد غير مدبوق, جلود غير مدبوقه, جلد ني, هيدوره خام, "
    "peau brute, peaux brutes, peau non tannee, cuir brut non tanne, raw hide*, rawhide*, untanned",
}  # fmt: skip
DOUBTED: dict[Ground, str] = {
    Ground.ANTIQUITY: "قديم, قديمه, قدام, عتيق, عتيقه, عتيقات, انتيك, انتيكه, بالي, باليه, من زمان, "
    "تراث الاجداد, موروث عن جدتي, "
    "ancien, ancienne, anciens, anciennes, antique*, vieux, vieil, vieille, d epoque, brocante, vintage, "
    "old, ancient, century old, siecle",
    Ground.FOSSIL: "حجر قديم, حجاره قديمه, خشب متحجر, bois petrifie, petrified wood, rose des sables, "
    "desert rose, ورده الرمال, "
    "ورده رمال, pierre taillee, silex, flint",
    Ground.LIVE_PALM: "نبته, شتله, شتلات, غرسه, plante, plant vivant, seedling*, offshoot*, sapling*",
    Ground.CORAL: "مرجان, مرجانيه, corail, coraux, coral*",
    Ground.PROTECTED: "غزال, غزاله, نعام, نعامه, فهد, نمر, تمساح, افعي, ثعبان, سحليه, ورل, ضب, قنفذ, عضم, "
    "gazelle*, autruche*, ostrich*, crocodile*, serpent*, python*, snake*, lezard*, lizard*, "
    "tortue*, tortoise*, turtle*, "
    "guepard*, leopard*, panthere*",
    Ground.RAW_HIDE: "هيدوره, هياضر, جلد خروف بصوفه, peau de mouton, sheepskin*, peau de chevre, goatskin*",
}  # fmt: skip
# An old pattern on a new piece is no old piece: words that "old" may belong to, before it or after it.
OF_A_MANNER = frozenset(
    words(
        "نقش نقشة نقوش رسم رسمة رسوم رسومات طراز موديل تصميم زخرفة زخارف طريقة تقليد تقاليد "
        "حرفة صنعة تقنية غرزة شكل نول مدينة قصر حكاية قصة تراث "
        "motif motifs dessin dessins style modèle modèles technique techniques façon tradition "
        "traditions savoir métier ksar ville forme formes manière pattern patterns design designs "
        "way craft town shape fashion method story stitch"
    )
)
_TO_PRAISE = frozenset(
    {
        "ancien",
        "ancienne",
        "anciens",
        "anciennes",
        "old",
        "ancient",
        "قديم",
        "قديمه",
        "عتيق",
        "عتيقه",
        "antique",
    }
)
_PREFIXES = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ك", "ل")
_ARABIC = re.compile("[\u0600-\u06ff]")
_SHORTEST = 3


@dataclass(frozen=True)
class Verdict:
    """What is refused, and what somebody has to look at; both empty for nearly every piece."""

    refused: list[Ground] = field(default_factory=list)
    doubted: list[Ground] = field(default_factory=list)


def judge(*texts: str) -> Verdict:
    """Return what the words of `texts` (title, description, in any of the three languages) speak of."""
    refused: list[Ground] = []
    doubted: list[Ground] = []
    for text in texts:
        said = words(text)
        refused += [ground for ground, _at in _found(said, _phrases("refused"))]
        doubted += [
            ground for ground, at in _found(said, _phrases("doubted")) if not _is_of_a_manner(said, at)
        ]
    kept = _once(refused)
    return Verdict(kept, [ground for ground in _once(doubted) if ground not in kept])


def _once(grounds: Iterable[Ground]) -> list[Ground]:
    return list(dict.fromkeys(grounds))


Phrase = tuple[str, ...]


@cache
def _phrases(which: str) -> tuple[tuple[Ground, Phrase], ...]:
    table = REFUSED if which == "refused" else DOUBTED
    return tuple(
        (ground, tuple(_folded(part)))
        for ground, written in table.items()
        for part in written.split(",")
        if part.strip()
    )


def _folded(phrase: str) -> Iterator[str]:
    for word in phrase.split():
        yield from (f"{one}*" if word.endswith("*") else one for one in words(word))


def _found(said: list[str], phrases: tuple[tuple[Ground, Phrase], ...]) -> Iterator[tuple[Ground, int]]:
    for ground, phrase in phrases:
        for at in range(len(said) - len(phrase) + 1):
            if all(_is(said[at + index], wanted) for index, wanted in enumerate(phrase)):
                yield ground, at


def _is(word: str, wanted: str) -> bool:
    """Tell whether a folded word is the wanted one, as it stands or without what Arabic writes before it."""
    return any(
        form.startswith(wanted[:-1]) if wanted.endswith("*") else form == wanted for form in _forms(word)
    )


def _forms(word: str) -> Iterator[str]:
    yield word
    if _ARABIC.search(word):
        for prefix in _PREFIXES:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
                yield word[len(prefix) :]


def _is_of_a_manner(said: list[str], at: int) -> bool:
    """Tell whether "old" at `at` praises a pattern or a manner (one of the two words around it), not the piece."""
    if not _TO_PRAISE.intersection(_forms(said[at])):
        return False
    around = [*said[max(0, at - 2) : at], *said[at + 1 : at + 2]]
    return any(OF_A_MANNER.intersection(_forms(word)) for word in around)
