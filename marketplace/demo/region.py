"""The region of the demonstration as plain data: its places, its public bodies and its crafts.

Nothing here imports Django, so that checks and pictures can read it without a database. Wilayas are keyed by
slug, never by number: their numbers changed twice while the crafts stayed where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["ar", "fr", "en"]
LANGUAGES: tuple[Language, ...] = ("ar", "fr", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One short text in the three languages of the house; an empty string means: not translated."""

    ar: str
    fr: str
    en: str

    def __getitem__(self, language: Language) -> str:
        """Return the text of one language, empty when there is none."""
        return str(getattr(self, language))

    def without(self, language: Language) -> Text:
        """Return the same text with one language left out, to show how the pages fall back."""
        return Text(**{code: "" if code == language else self[code] for code in LANGUAGES})


@dataclass(frozen=True, slots=True)
class Place:
    """A town or village; `lat` and `lon` are degrees, good to a kilometre or two."""

    slug: str
    name: Text
    wilaya: str
    lat: float
    lon: float

    @property
    def of(self) -> Text:
        """Say "of this place" in three languages; French elides before a vowel."""
        french = f"d’{self.name.fr}" if self.name.fr[0] in "AEIOUYÉ" else f"de {self.name.fr}"
        return Text(f"من {self.name.ar}", french, f"of {self.name.en}")


PLACES: tuple[Place, ...] = (
    Place("adrar", Text("أدرار", "Adrar", "Adrar"), "adrar", 27.8743, -0.2939),
    Place("tsabit", Text("تسابيت", "Tsabit", "Tsabit"), "adrar", 28.3496, -0.2173),
    Place("reggane", Text("رقان", "Reggane", "Reggane"), "adrar", 26.7208, 0.1736),
    Place("tamentit", Text("تمنطيط", "Tamentit", "Tamentit"), "adrar", 27.7647, -0.2613),
    Place("aoulef", Text("أولف", "Aoulef", "Aoulef"), "adrar", 26.9667, 1.0833),
    Place("timimoun", Text("تيميمون", "Timimoun", "Timimoun"), "timimoun", 29.2639, 0.2306),
    Place("aougrout", Text("أوقروت", "Aougrout", "Aougrout"), "timimoun", 28.7500, 0.3167),
    Place("charouine", Text("شروين", "Charouine", "Charouine"), "timimoun", 29.0193, -0.2613),
    Place("tinerkouk", Text("تينركوك", "Tinerkouk", "Tinerkouk"), "timimoun", 29.7089, 0.7053),
    Place("fatis", Text("قصر فاتيس", "Fatis", "Fatis"), "timimoun", 29.6300, 0.6600),
    Place("kali", Text("كالي", "Kali", "Kali"), "timimoun", 29.4400, 0.2700),
    Place(
        "bordj-badji-mokhtar",
        Text("برج باجي مختار", "Bordj Badji Mokhtar", "Bordj Badji Mokhtar"),
        "bordj-badji-mokhtar",
        21.3280,
        0.9540,
    ),
    Place(
        "timiaouine",
        Text("تيمياوين", "Timiaouine", "Timiaouine"),
        "bordj-badji-mokhtar",
        20.4369,
        1.8064,
    ),
    Place("tamanrasset", Text("تمنراست", "Tamanrasset", "Tamanrasset"), "tamanrasset", 22.7850, 5.5228),
)
PLACES_BY_SLUG: dict[str, Place] = {place.slug: place for place in PLACES}

WILAYAS: dict[str, Text] = {
    "adrar": Text("أدرار", "Adrar", "Adrar"),
    "timimoun": Text("تيميمون", "Timimoun", "Timimoun"),
    "bordj-badji-mokhtar": Text("برج باجي مختار", "Bordj Badji Mokhtar", "Bordj Badji Mokhtar"),
    "tamanrasset": Text("تمنراست", "Tamanrasset", "Tamanrasset"),
}


@dataclass(frozen=True, slots=True)
class Craft:
    """One of the four main crafts, or the open fifth."""

    slug: str
    name: Text
    intro: Text


CRAFTS: tuple[Craft, ...] = (
    Craft(
        "textiles",
        Text("النسيج والخياطة التقليدية", "Tissage et couture traditionnelle", "Textiles and carpets"),
        Text(
            "زرابٍ ووسائد وملاحف من الصوف والقطن، تُنسج على النول القائم في بيوت ڨورارة وتوات.",
            "Tapis, coussins et étoffes de laine et de coton, tissés sur le métier dressé des maisons du "
            "Gourara et du Touat.",
            "Carpets, cushions and cloth of wool and cotton, woven on the upright looms of Gourara and Touat.",
        ),
    ),
    Craft(
        "pottery",
        Text("الفخار", "Poterie", "Pottery"),
        Text(
            "فخار أسود من تمنطيط وفخار أحمر من كالي، يُشكَّل باليد ويُحرق بالحطب.",
            "Poterie noire de Tamentit et poterie rouge de Kali, montée à la main et cuite au bois.",
            "Black pottery of Tamentit and red pottery of Kali, built by hand and fired with wood.",
        ),
    ),
    Craft(
        "jewellery",
        Text("الحلي والأحجار المنحوتة", "Bijoux et pierres sculptées", "Jewellery and carved stones"),
        Text(
            "فضة الأهقار المنقوشة باليد، وأحجار منحوتة من جبال تمنراست.",
            "Argent de l’Ahaggar gravé à la main et pierres sculptées des montagnes de Tamanrasset.",
            "Silver of the Ahaggar engraved by hand, and stones carved in the mountains of Tamanrasset.",
        ),
    ),
    Craft(
        "palm",
        Text("مشتقات النخيل", "Produits du palmier", "Palm products"),
        Text(
            "أطباق وقفاف ومراوح وقبعات من سعف النخيل، تُضفر في شروين وما حولها.",
            "Plateaux, couffins, éventails et chapeaux de palme, tressés à Charouine et alentour.",
            "Trays, baskets, fans and hats of palm leaf, plaited in Charouine and around it.",
        ),
    ),
    Craft(
        "other",
        Text("حرف أخرى", "Autres métiers", "Other crafts"),
        Text(
            "جلود أولف وجلود التوارق من برج باجي مختار وتيمياوين.",
            "Cuirs d’Aoulef et cuirs touaregs de Bordj Badji Mokhtar et de Timiaouine.",
            "Leather of Aoulef, and Tuareg leather of Bordj Badji Mokhtar and Timiaouine.",
        ),
    ),
)
CRAFTS_BY_SLUG: dict[str, Craft] = {craft.slug: craft for craft in CRAFTS}

# ISO weekdays (Monday is 1) to opening spans in local time. The week starts on Sunday; Friday is closed.
Hours = tuple[tuple[int, str, str], ...]
_TRADE_DAYS = (7, 1, 2, 3, 4, 6)
_OFFICE_DAYS = (7, 1, 2, 3, 4)
TRADE_HOURS: Hours = tuple(
    (day, opens, closes) for day in _TRADE_DAYS for opens, closes in (("08:30", "12:30"), ("15:30", "19:00"))
)
WORKSHOP_HOURS: Hours = tuple((day, "08:00", "16:00") for day in _OFFICE_DAYS)
OFFICE_HOURS: Hours = tuple((day, "08:00", "16:30") for day in _OFFICE_DAYS)

TRADE_HOURS_TEXT = Text(
    "من السبت إلى الخميس: 08:30 – 12:30 و15:30 – 19:00. مغلق يوم الجمعة.",
    "Du samedi au jeudi : 8 h 30 – 12 h 30 et 15 h 30 – 19 h. Fermé le vendredi.",
    "Saturday to Thursday: 08:30–12:30 and 15:30–19:00. Closed on Friday.",
)
WORKSHOP_HOURS_TEXT = Text(
    "من الأحد إلى الخميس: 08:00 – 16:00. مغلق يومي الجمعة والسبت.",
    "Du dimanche au jeudi : 8 h – 16 h. Fermé le vendredi et le samedi.",
    "Sunday to Thursday: 08:00–16:00. Closed on Friday and Saturday.",
)
OFFICE_HOURS_TEXT = Text(
    "من الأحد إلى الخميس: 08:00 – 16:30. مغلق يومي الجمعة والسبت.",
    "Du dimanche au jeudi : 8 h – 16 h 30. Fermé le vendredi et le samedi.",
    "Sunday to Thursday: 08:00–16:30. Closed on Friday and Saturday.",
)

BodyKind = Literal[
    "commercial_centre", "craft_centre", "stamping_centre", "chamber", "directorate", "operator"
]


@dataclass(frozen=True, slots=True)
class BodySeed:
    """A public body or the operator; `number` is set for the stamping centre only, `units` for the shops."""

    slug: str
    kind: BodyKind
    name: Text
    place: str
    about: Text
    hours: Hours
    hours_text: Text
    units: int = 0
    number: str = ""


def _craft_centre(place_slug: str, about: Text) -> BodySeed:
    """Describe the craft centre of one place."""
    place = PLACES_BY_SLUG[place_slug].name
    french = f"d’{place.fr}" if place.fr[0] in "AEIOU" else f"de {place.fr}"
    return BodySeed(
        slug=f"craft-centre-{place_slug}",
        kind="craft_centre",
        name=Text(
            f"مركز الصناعة التقليدية {place.ar}",
            f"Centre d’artisanat {french}",
            f"Craft centre of {place.en}",
        ),
        place=place_slug,
        about=about,
        hours=WORKSHOP_HOURS,
        hours_text=WORKSHOP_HOURS_TEXT,
    )


CRAFT_CENTRES: tuple[BodySeed, ...] = (
    _craft_centre(
        "adrar",
        Text(
            "ورشات للنسيج والخياطة التقليدية والحلي والفخار، بجوار المركز التجاري الذي يعرض ما يُصنع فيها.",
            "Des ateliers de tissage, de couture traditionnelle, de bijoux et de poterie, à côté du centre "
            "commercial qui montre ce qu’on y fait.",
            "Workshops for weaving, traditional sewing, jewellery and pottery, beside the trade centre that "
            "shows what is made in them.",
        ),
    ),
    _craft_centre(
        "tsabit",
        Text(
            "قاعة أنوال مشتركة وورشة خياطة لنساء قصور تسابيت.",
            "Une salle de métiers à tisser partagée et un atelier de couture pour les femmes des ksour de "
            "Tsabit.",
            "A shared room of looms and a sewing workshop for the women of the ksour of Tsabit.",
        ),
    ),
    _craft_centre(
        "reggane",
        Text(
            "ورشات للخياطة التقليدية ولمشتقات النخيل، وقاعة للدورات التكوينية.",
            "Des ateliers de couture traditionnelle et de vannerie de palmier, et une salle pour les "
            "sessions de formation.",
            "Workshops for traditional sewing and palm products, and a room for courses.",
        ),
    ),
    _craft_centre(
        "tamentit",
        Text(
            "ساحة لتحضير الطين وفرن مشترك للفخار الأسود، على بعد خطوات من القصر القديم.",
            "Une cour pour préparer l’argile et un four partagé pour la poterie noire, à deux pas du vieux "
            "ksar.",
            "A yard for preparing clay and a shared kiln for black pottery, a few steps from the old ksar.",
        ),
    ),
    _craft_centre(
        "aoulef",
        Text(
            "ورشات الجلد والليف في قلب تيديكلت، وفيها تُعرض الأعمال على الزوار كل صباح.",
            "Des ateliers de cuir et de fibre de palmier au cœur du Tidikelt, ouverts aux visiteurs chaque "
            "matin.",
            "Workshops for leather and palm fibre in the heart of Tidikelt, open to visitors every morning.",
        ),
    ),
    _craft_centre(
        "timimoun",
        Text(
            "قاعتان للأنوال وركن لصباغة الصوف، وهنا تُعرض زرابي الدكالي قبل معاينتها.",
            "Deux salles de métiers et un coin pour la teinture ; les tapis dokkali y sont montrés avant "
            "leur examen.",
            "Two loom rooms and a dyeing corner; dokkali carpets are shown here before their inspection.",
        ),
    ),
    _craft_centre(
        "aougrout",
        Text(
            "مركز حديث فيه قاعة للنسيج وقاعة للتكوين ومحل صغير للعرض.",
            "Un centre récent avec une salle de tissage, une salle de formation et un petit local "
            "d’exposition.",
            "A recent centre with a weaving room, a room for courses and a small display.",
        ),
    ),
    _craft_centre(
        "charouine",
        Text(
            "هنا يُفرز السعف ويُنقع ويُضفر: ورشة واحدة كبيرة يعمل فيها الرجال والنساء بالتناوب.",
            "Ici on trie, trempe et tresse la palme : un grand atelier où hommes et femmes travaillent à "
            "tour de rôle.",
            "Palm leaf is sorted, soaked and plaited here, in one large workshop used in turns by men and "
            "women.",
        ),
    ),
    _craft_centre(
        "tinerkouk",
        Text(
            "أنوال وغرفة لغسل الصوف وتمشيطه، على حافة العرق الكبير.",
            "Des métiers et une pièce pour laver et peigner la laine, au bord du grand erg.",
            "Looms and a room for washing and combing wool, at the edge of the great sand sea.",
        ),
    ),
    _craft_centre(
        "bordj-badji-mokhtar",
        Text(
            "ورشات لجلود التوارق وللحدادة الدقيقة، مع محل عرض على الطريق الكبير.",
            "Des ateliers de cuir touareg et de petite forge, avec un local d’exposition sur la grande route.",
            "Workshops for Tuareg leather and fine smithing, with a display on the main road.",
        ),
    ),
    _craft_centre(
        "timiaouine",
        Text(
            "ورشة مشتركة للدباغة النباتية ونقش الجلد وخياطته.",
            "Un atelier partagé pour le tannage végétal, la gravure et la couture du cuir.",
            "A shared workshop for vegetable tanning, leather engraving and sewing.",
        ),
    ),
)

COMMERCIAL_CENTRE_SLUG = "trade-centre-adrar"
STAMPING_CENTRE_SLUG = "stamping-centre-adrar"
OPERATOR_SLUG = "damgha"

BODIES: tuple[BodySeed, ...] = (
    BodySeed(
        slug=COMMERCIAL_CENTRE_SLUG,
        kind="commercial_centre",
        name=Text(
            "المركز التجاري للصناعة التقليدية أدرار",
            "Centre commercial de l’artisanat d’Adrar",
            "Craft trade centre of Adrar",
        ),
        place="adrar",
        about=Text(
            "ثلاثون محلا في وسط مدينة أدرار، بين السوق والساحة الكبيرة. الطلبيات التي تُستلم من المركز تنتظر عند "
            "الشباك قرب المدخل.",
            "Trente locaux au centre d’Adrar, entre le marché et la grande place. Les commandes à retirer "
            "attendent au guichet près de l’entrée.",
            "Thirty units in the middle of Adrar, between the market and the great square. Orders for pickup "
            "wait at the counter by the entrance.",
        ),
        hours=TRADE_HOURS,
        hours_text=TRADE_HOURS_TEXT,
        units=30,
    ),
    *CRAFT_CENTRES,
    BodySeed(
        slug=STAMPING_CENTRE_SLUG,
        kind="stamping_centre",
        name=Text("مركز الدمغ أدرار", "Centre d’estampillage d’Adrar", "Stamping centre of Adrar"),
        place="adrar",
        about=Text(
            "هنا تُقاس القطع قطعة قطعة وتُمنح الدمغة حسب الصنف ودرجة الجودة. الدمغ مجاني للحرفيين.",
            "Chaque pièce y est mesurée ; l’estampille est donnée selon le genre et la mention de qualité. "
            "L’estampillage est gratuit pour l’artisan.",
            "Every piece is measured here; the stamp is given by kind and by grade. Stamping costs the "
            "artisan nothing.",
        ),
        hours=OFFICE_HOURS,
        hours_text=OFFICE_HOURS_TEXT,
        number="01",
    ),
    BodySeed(
        slug="chamber-adrar",
        kind="chamber",
        name=Text(
            "غرفة الصناعة التقليدية والحرف لولاية أدرار",
            "Chambre de l’artisanat et des métiers de la wilaya d’Adrar",
            "Chamber of Crafts and Trades of the wilaya of Adrar",
        ),
        place="adrar",
        about=Text(
            "تمنح بطاقة الحرفي وتنظم الدورات التكوينية في أدرار وفي الولايات التي كانت تابعة لها.",
            "Elle délivre la carte professionnelle d’artisan et organise les formations à Adrar et dans les "
            "wilayas qui en faisaient partie.",
            "It gives the artisan card and runs courses in Adrar and in the wilayas that were part of it.",
        ),
        hours=OFFICE_HOURS,
        hours_text=OFFICE_HOURS_TEXT,
    ),
    BodySeed(
        slug="chamber-tamanrasset",
        kind="chamber",
        name=Text(
            "غرفة الصناعة التقليدية والحرف لولاية تمنراست",
            "Chambre de l’artisanat et des métiers de la wilaya de Tamanrasset",
            "Chamber of Crafts and Trades of the wilaya of Tamanrasset",
        ),
        place="tamanrasset",
        about=Text(
            "تمنح بطاقة الحرفي في الأهقار وتكوّن في الفخار والنحت على الأحجار ومشتقات النخيل.",
            "Elle délivre la carte d’artisan dans l’Ahaggar et forme à la poterie, à la taille des pierres "
            "et à la vannerie.",
            "It gives the artisan card in the Ahaggar and teaches pottery, stone carving and palm work.",
        ),
        hours=OFFICE_HOURS,
        hours_text=OFFICE_HOURS_TEXT,
    ),
    BodySeed(
        slug="directorate-adrar",
        kind="directorate",
        name=Text(
            "مديرية السياحة والصناعة التقليدية لولاية أدرار",
            "Direction du tourisme et de l’artisanat de la wilaya d’Adrar",
            "Directorate of Tourism and Crafts of the wilaya of Adrar",
        ),
        place="adrar",
        about=Text(
            "تتابع إنجاز المراكز وتجهيزها وتسليمها.",
            "Elle suit la construction, l’équipement et la remise des centres.",
            "It follows the building, fitting out and handing over of the centres.",
        ),
        hours=OFFICE_HOURS,
        hours_text=OFFICE_HOURS_TEXT,
    ),
    BodySeed(
        slug=OPERATOR_SLUG,
        kind="operator",
        name=Text("دمغة", "Damgha", "Damgha"),
        place="adrar",
        about=Text(
            "دمغة سوق؛ والدمغة يمنحها مركز الدمغ.",
            "Damgha est un marché ; l’estampille est donnée par le centre d’estampillage.",
            "Damgha is a marketplace; the stamp is given by the stamping centre.",
        ),
        hours=OFFICE_HOURS,
        hours_text=OFFICE_HOURS_TEXT,
    ),
)
BODIES_BY_SLUG: dict[str, BodySeed] = {body.slug: body for body in BODIES}
