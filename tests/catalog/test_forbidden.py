"""What may not be sold, by the words people use: refused, looked at, or nobody's business."""

import pytest

from catalog.forbidden import DOUBTED, DOUBTS, REFUSED, Ground, judge

REFUSED_TITLES = [
    ("قطعة أثرية من تمنطيط", Ground.ANTIQUITY),
    ("جرة قديمة جدًا", Ground.ANTIQUITY),
    ("عملات رومانية أصلية", Ground.ANTIQUITY),
    ("Antiquité berbère", Ground.ANTIQUITY),
    ("Poterie très ancienne", Ground.ANTIQUITY),
    ("Archaeological find", Ground.ANTIQUITY),
    ("حجر متحجّر من الصحراء", Ground.FOSSIL),
    ("أحفورة سمكة", Ground.FOSSIL),
    ("نيزك من تنزروفت", Ground.FOSSIL),
    ("Météorite du Tanezrouft", Ground.FOSSIL),
    ("Lot de pointes de flèches", Ground.FOSSIL),
    ("Trilobites", Ground.FOSSIL),
    ("فسيلة تقربوشت", Ground.LIVE_PALM),
    ("Djebbar de palmier deglet nour", Ground.LIVE_PALM),
    ("Live palm tree", Ground.LIVE_PALM),
    ("مرجان خام", Ground.CORAL),
    ("Corail brut de Tabarka", Ground.CORAL),
    ("سوار من العاج", Ground.PROTECTED),
    ("جلد غزال", Ground.PROTECTED),
    ("وقرون الغزال", Ground.PROTECTED),
    ("بيض النعام منقوش", Ground.PROTECTED),
    ("فنك محنط", Ground.PROTECTED),
    ("Bracelet en ivoire", Ground.PROTECTED),
    ("Cornes de gazelle", Ground.PROTECTED),
    ("Tortoise shell box", Ground.PROTECTED),
    ("Addax horn", Ground.PROTECTED),
    ("Ostrich eggs, painted", Ground.PROTECTED),
    ("جلود خام", Ground.RAW_HIDE),
    ("Peau brute de chèvre", Ground.RAW_HIDE),
    ("Raw hide", Ground.RAW_HIDE),
]
LOOKED_AT_TITLES = [
    ("جرة قديمة", Ground.ANTIQUITY),
    ("صندوق عتيق", Ground.ANTIQUITY),
    ("خلخال أنتيك", Ground.ANTIQUITY),
    ("Vieux coffre en bois", Ground.ANTIQUITY),
    ("Vintage rug", Ground.ANTIQUITY),
    ("وردة الرمال", Ground.FOSSIL),
    ("Rose des sables", Ground.FOSSIL),
    ("قلادة بالمرجان", Ground.CORAL),
    ("Collier argent et corail", Ground.CORAL),
    ("Sac motif gazelle", Ground.PROTECTED),
    ("Peau de mouton", Ground.RAW_HIDE),
]
FREE_TITLES = [
    "زربية بنقشة قديمة",
    "زربية على الطراز القديم",
    "زربية معقودة، صوف",
    "Tapis au motif ancien",
    "Carpet with an old pattern",
    "Tapis noué de Timimoun",
    "سلة من سعف النخيل الجاف",
    "قفة نخيل",
    "Panier en palme sèche",
    "Palm basket",
    "حقيبة جلدية مدبوغة",
    "جرة من طين تمنطيط",
    "Cold wash, golden thread",
    "سلهام من الوبر",
    "صندوق قديد",
    "Théière d’Adrar",
]


@pytest.mark.parametrize(("title", "ground"), REFUSED_TITLES)
def test_forbidden_words_are_refused(title: str, ground: Ground) -> None:
    assert ground in judge(title).refused


@pytest.mark.parametrize(("title", "ground"), LOOKED_AT_TITLES)
def test_doubtful_words_wait_for_a_look_and_are_not_refused(title: str, ground: Ground) -> None:
    verdict = judge(title)

    assert (verdict.refused, verdict.doubted) == ([], [ground])


@pytest.mark.parametrize("title", FREE_TITLES)
def test_ordinary_words_are_free(title: str) -> None:
    verdict = judge(title)

    assert (verdict.refused, verdict.doubted) == ([], [])


def test_every_ground_has_words_and_a_sentence_for_both_answers() -> None:
    assert set(REFUSED) == set(DOUBTED) == set(DOUBTS) == set(Ground)


def test_titles_of_the_demonstration_are_free_or_at_most_looked_at() -> None:
    from marketplace.demo.kinds import KINDS  # only here: the demonstration is data of this test

    names = [getattr(kind.name, code) for kind in KINDS for code in ("ar", "fr", "en")]
    nouns = [getattr(form.noun, code) for kind in KINDS for form in kind.forms for code in ("ar", "fr", "en")]
    motifs = [
        getattr(motif.words, code) for kind in KINDS for motif in kind.motifs for code in ("ar", "fr", "en")
    ]

    assert [text for text in (*names, *nouns, *motifs) if judge(text).refused] == []
