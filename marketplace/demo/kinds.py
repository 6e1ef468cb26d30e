"""How pieces of each kind of catalog/kinds.json come about in the demonstration: forms and motifs make their titles.

A title is noun + place + motif in each language. Arabic motifs all begin with ب, and French and English ones
stand after a comma, so that no adjective has to agree with a noun it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from catalog.kinds import kinds
from marketplace.demo.region import Text

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Motif:
    """What sets one piece apart in its title, with the colours it brings; `places` limits where it is made."""

    words: Text
    colours: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One shape or size of a kind: its noun, its spans in mm, and its mass and price.

    Carpets and cloth give grams and dinars for a square metre, everything else for a piece. `width` left out
    means: as wide as long (round or square).
    """

    noun: Text
    length: Span
    width: Span | None = None
    height: Span | None = None
    mass: Span = (0, 0)
    price: Span = (0, 0)
    materials: tuple[str, ...] = ()
    nouns_by_place: dict[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KindSeed:
    """How pieces of a kind come about; what the kind is, and needs, stands in the catalog's file."""

    code: str
    family: str
    technique: str
    materials: tuple[str, ...]
    care: tuple[str, ...]
    stock: Span
    forms: tuple[Form, ...]
    motifs: tuple[Motif, ...]
    by_area: bool = False

    @property
    def craft(self) -> str:
        """Return the code of its craft."""
        return kinds()[self.code].craft

    @property
    def name(self) -> Text:
        """Return what it is called."""
        return Text(**kinds()[self.code].name)

    @property
    def hs6(self) -> str:
        """Return the six digits of the customs."""
        return kinds()[self.code].hs_code

    @property
    def views(self) -> tuple[str, ...]:
        """Return the views that are drawn: the whole, a detail, and whatever else a listing of it needs."""
        return (
            "whole",
            "detail",
            *(v for v in kinds()[self.code].needs["views"] if v not in ("whole", "detail")),
        )


def _m(
    ar: str, fr: str, en: str, *colours: str, materials: tuple[str, ...] = (), at: tuple[str, ...] = ()
) -> Motif:
    """Write one motif on one line."""
    return Motif(words=Text(ar, fr, en), colours=colours, materials=materials, places=at)


# Clay has the colour of its place. Each word is given masculine and feminine, in Arabic and in French.
_CLAY_WORDS: dict[str, tuple[tuple[str, str], tuple[str, str], str]] = {
    "tamentit": (("أسود", "سوداء"), ("noir", "noire"), "Black"),
    "kali": (("أحمر", "حمراء"), ("rouge", "rouge"), "Red"),
    "tamanrasset": (("بنّي", "بنّية"), ("brun", "brune"), "Brown"),
    "adrar": (("بلون الرمل", "بلون الرمل"), ("couleur sable", "couleur sable"), "Sand-coloured"),
}
CLAY_COLOURS = {"tamentit": "black", "kali": "red", "tamanrasset": "brown", "adrar": "ochre"}


def _pot(ar: str, fr: str, en: str, *, ar_feminine: bool, fr_feminine: bool) -> dict[str, Text]:
    """Name a pot with the colour of each place's clay, agreeing in gender; English puts size before colour."""
    large = en.startswith("large ")
    return {
        place: Text(
            f"{ar} {arabic[ar_feminine]}",
            f"{fr} {french[fr_feminine]}",
            f"Large {english.lower()} {en.removeprefix('large ')}" if large else f"{english} {en}",
        )
        for place, (arabic, french, english) in _CLAY_WORDS.items()
    }


def _pot_form(
    ar: str,
    fr: str,
    en: str,
    *,
    ar_feminine: bool,
    fr_feminine: bool,
    across: Span,
    height: Span,
    mass: Span,
    price: Span,
) -> Form:
    """Describe a round pot."""
    return Form(
        noun=Text(ar, fr, en.capitalize()),
        length=across,
        height=height,
        mass=mass,
        price=price,
        nouns_by_place=_pot(ar, fr, en, ar_feminine=ar_feminine, fr_feminine=fr_feminine),
    )


def _carpet_forms(ar: str, fr: str, en: str, *, mass: Span, price: Span, long: bool) -> tuple[Form, ...]:
    """Describe the usual sizes of a carpet: ordinary, small, and long or large."""
    ordinary = Form(
        Text(f"زربية {ar}", f"Tapis {fr}", f"{en} carpet"), (2000, 2700), (1250, 1700), mass=mass, price=price
    )
    small = Form(
        Text(f"زربية {ar} صغيرة", f"Petit tapis {fr}", f"Small {en.lower()} carpet"),
        (1050, 1500),
        (650, 950),
        mass=mass,
        price=(price[0] + 800, price[1] + 900),
    )
    if long:
        third = Form(
            Text(f"زربية {ar} طويلة", f"Long tapis {fr}", f"Long {en.lower()} carpet"),
            (3000, 4200),
            (1200, 1500),
            mass=mass,
            price=price,
        )
    else:
        third = Form(
            Text(f"زربية {ar} كبيرة", f"Grand tapis {fr}", f"Large {en.lower()} carpet"),
            (2800, 3600),
            (1900, 2400),
            mass=mass,
            price=price,
        )
    return ordinary, third, small


TEXTILE_KINDS: tuple[KindSeed, ...] = (
    KindSeed(
        code="carpet.knotted",
        family="knotted",
        technique="knotted",
        materials=("wool", "cotton"),
        care=("shake_air", "no_sun", "moths"),
        stock=(1, 1),
        by_area=True,
        forms=_carpet_forms("معقودة", "noué", "Knotted", mass=(2700, 3900), price=(14000, 21000), long=False),
        motifs=(
            _m("بمعيّنات حمراء", "losanges rouges", "red lozenges", "red", "undyed", "black"),
            _m("بأرضية بيضاء", "fond blanc", "white ground", "white", "black", "brown"),
            _m("بإطار نيلي", "cadre indigo", "indigo frame", "indigo", "undyed", "red"),
            _m("بلون الصوف الطبيعي", "laine naturelle", "undyed wool", "undyed", "brown", "white"),
            _m("بنجمة في الوسط", "étoile au centre", "star in the centre", "garnet", "white", "indigo"),
            _m("بأرضية عنّابية", "fond grenat", "garnet ground", "garnet", "undyed", "green"),
            _m(
                "بصفوف خضراء وصفراء",
                "rangs verts et jaunes",
                "green and yellow rows",
                "green",
                "yellow",
                "undyed",
            ),
            _m("بشبكة سوداء", "réseau noir", "black lattice", "black", "undyed", "red"),
        ),
    ),
    KindSeed(
        code="carpet.flat.dokkali",
        family="flat",
        technique="flat_woven",
        materials=("wool", "cotton"),
        care=("shake_air", "cold_wash", "no_sun"),
        stock=(1, 1),
        by_area=True,
        forms=_carpet_forms("دكالي", "dokkali", "Dokkali", mass=(1700, 2300), price=(9000, 13500), long=True),
        motifs=(
            _m("بأشرطة حمراء", "bandes rouges", "red bands", "red", "undyed", "green", at=("timimoun",)),
            _m(
                "بحواف خضراء",
                "bords verts",
                "green edges",
                "red",
                "green",
                "undyed",
                at=("timimoun",),
            ),
            _m("بحواف صفراء", "bords jaunes", "yellow edges", "red", "yellow", "white", at=("timimoun",)),
            _m(
                "بخطوط كأسنان المشط",
                "lignes en peigne",
                "comb lines",
                "red",
                "undyed",
                "yellow",
                at=("timimoun",),
            ),
            _m("بوسط أبيض", "centre blanc", "white centre", "white", "red", "green", at=("timimoun",)),
            _m(
                "بمعيّنات خضراء",
                "losanges verts",
                "green lozenges",
                "red",
                "green",
                "yellow",
                at=("timimoun",),
            ),
            _m(
                "بأشرطة حمراء وصفراء",
                "bandes rouges et jaunes",
                "red and yellow bands",
                "red",
                "yellow",
                "undyed",
                at=("timimoun",),
            ),
            _m(
                "بخطوط سوداء رفيعة",
                "fines lignes noires",
                "fine black lines",
                "red",
                "black",
                "undyed",
                at=("timimoun",),
            ),
            _m("بأرضية حمراء", "fond rouge", "red ground", "red", "white", "green", at=("timimoun",)),
            _m("بشريط نيلي", "bande indigo", "indigo band", "indigo", "red", "undyed", at=("timimoun",)),
            _m(
                "بشريط عنّابي عريض",
                "large bande grenat",
                "wide garnet band",
                "garnet",
                "white",
                "green",
                at=("adrar",),
            ),
            _m(
                "بسعفات صغيرة", "petites palmettes", "small palmettes", "white", "red", "green", at=("adrar",)
            ),
            _m(
                "بخطوط من القطن الأبيض",
                "lignes de coton blanc",
                "white cotton lines",
                "white",
                "garnet",
                at=("adrar",),
            ),
            _m(
                "بسعفات خضراء",
                "palmettes vertes",
                "green palmettes",
                "garnet",
                "green",
                "white",
                at=("adrar",),
            ),
            _m(
                "بنصفين متقابلين",
                "deux moitiés en miroir",
                "mirrored halves",
                "garnet",
                "white",
                "red",
                at=("adrar",),
            ),
        ),
    ),
    KindSeed(
        code="carpet.flat.fatis",
        family="flat",
        technique="flat_woven",
        materials=("wool",),
        care=("shake_air", "cold_wash", "moths"),
        stock=(1, 1),
        by_area=True,
        forms=_carpet_forms("منسوجة", "tissé", "Woven", mass=(1800, 2500), price=(8500, 12500), long=True),
        motifs=(
            _m(
                "بخطوط بيضاء وبنّية", "rayures blanches et brunes", "white and brown stripes", "white", "brown"
            ),
            _m("بخط أسود واحد", "une ligne noire", "one black line", "undyed", "black", "brown"),
            _m("بلون الصوف الطبيعي", "laine naturelle", "undyed wool", "undyed", "brown"),
            _m("بأشرطة عنّابية", "bandes grenat", "garnet bands", "garnet", "undyed", "black"),
            _m("بمثلثات سوداء", "triangles noirs", "black triangles", "undyed", "black"),
            _m("بأشرطة نيلية", "bandes indigo", "indigo bands", "indigo", "white", "brown"),
            _m("بمعيّنات حمراء", "losanges rouges", "red lozenges", "red", "undyed", "black"),
        ),
    ),
    KindSeed(
        code="carpet.flat.hanbal",
        family="flat",
        technique="flat_woven",
        materials=("wool", "goat_hair"),
        care=("shake_air", "cold_wash", "moths"),
        stock=(1, 1),
        by_area=True,
        forms=_carpet_forms("حنبل", "hanbal", "Hanbal", mass=(1900, 2700), price=(6000, 9000), long=True),
        motifs=(
            _m("بخطوط عريضة", "larges rayures", "wide stripes", "garnet", "black", "undyed"),
            _m(
                "بخطوط حمراء وسوداء",
                "rayures rouges et noires",
                "red and black stripes",
                "red",
                "black",
                "undyed",
            ),
            _m(
                "بألوان الصوف والوبر",
                "couleurs de laine et de poil",
                "colours of wool and hair",
                "brown",
                "undyed",
                "black",
            ),
            _m(
                "بخطوط صفراء رفيعة",
                "fines rayures jaunes",
                "fine yellow stripes",
                "garnet",
                "yellow",
                "undyed",
            ),
            _m("بخطوط نيلية", "rayures indigo", "indigo stripes", "indigo", "undyed", "brown"),
        ),
    ),
    KindSeed(
        code="carpet.flat.mergoum",
        family="flat",
        technique="flat_woven",
        materials=("wool", "cotton"),
        care=("shake_air", "cold_wash", "no_sun"),
        stock=(1, 1),
        by_area=True,
        forms=_carpet_forms(
            "مرقوم", "mergoum", "Mergoum", mass=(1600, 2200), price=(8500, 12500), long=False
        ),
        motifs=(
            _m("بمعيّنات متداخلة", "losanges emboîtés", "nested lozenges", "red", "black", "undyed"),
            _m("بأمشاط ونجوم", "peignes et étoiles", "combs and stars", "garnet", "yellow", "white"),
            _m("بأرضية خضراء", "fond vert", "green ground", "green", "undyed", "red"),
            _m("بمثلثات متقابلة", "triangles face à face", "facing triangles", "indigo", "white", "red"),
            _m("بأرضية عنّابية", "fond grenat", "garnet ground", "garnet", "undyed", "yellow"),
        ),
    ),
    KindSeed(
        code="textile.cushion",
        family="flat",
        technique="flat_woven",
        materials=("wool", "cotton"),
        care=("cold_wash", "no_sun"),
        stock=(1, 6),
        forms=(
            Form(
                Text("وسادة منسوجة", "Coussin tissé", "Woven cushion"),
                (420, 500),
                mass=(420, 700),
                price=(2600, 4200),
            ),
            Form(
                Text("وسادة طويلة", "Coussin long", "Long cushion"),
                (650, 900),
                (320, 420),
                mass=(600, 950),
                price=(3400, 5600),
            ),
        ),
        motifs=(
            _m("بأشرطة حمراء", "bandes rouges", "red bands", "red", "undyed"),
            _m("بمعيّن نيلي", "losange indigo", "indigo lozenge", "indigo", "white"),
            _m("بخطوط عنّابية", "rayures grenat", "garnet stripes", "garnet", "undyed"),
            _m("بحواف صفراء", "bords jaunes", "yellow edges", "yellow", "red", "undyed"),
            _m("بمثلثات خضراء", "triangles verts", "green triangles", "green", "undyed"),
        ),
    ),
    KindSeed(
        code="textile.shawl",
        family="cloth",
        technique="flat_woven",
        materials=("cotton",),
        care=("cold_wash", "no_sun"),
        stock=(1, 4),
        forms=(
            Form(
                Text("شال منسوج", "Châle tissé", "Woven shawl"),
                (1700, 2000),
                (600, 750),
                mass=(260, 420),
                price=(3800, 7200),
                materials=("wool",),
            ),
            Form(
                Text("شاش طويل", "Chèche long", "Long turban cloth"),
                (3000, 5000),
                (450, 600),
                mass=(220, 380),
                price=(3200, 9800),
            ),
        ),
        motifs=(
            _m("بصباغ النيلة", "teint à l’indigo", "dyed with indigo", "indigo"),
            _m("بأهداب طويلة", "longues franges", "long fringes", "undyed", "brown"),
            _m("بحاشية حمراء", "lisière rouge", "red border", "white", "red"),
            _m("بخطوط صفراء", "rayures jaunes", "yellow stripes", "yellow", "white"),
            _m("بحاشية سوداء", "lisière noire", "black border", "undyed", "black"),
        ),
    ),
    KindSeed(
        code="textile.garment",
        family="cloth",
        technique="sewn",
        materials=("cotton",),
        care=("cold_wash", "no_sun"),
        stock=(1, 3),
        forms=(
            Form(
                Text("قندورة", "Gandoura", "Gandoura"),
                (1300, 1450),
                (700, 900),
                mass=(420, 640),
                price=(6500, 13500),
            ),
            Form(
                Text("عباءة", "Abaya", "Abaya"),
                (1350, 1500),
                (650, 800),
                mass=(480, 720),
                price=(8000, 16500),
            ),
            Form(
                Text("برنوس من الصوف", "Burnous de laine", "Woollen burnous"),
                (1300, 1450),
                (1200, 1500),
                mass=(1500, 2300),
                price=(19000, 34000),
                materials=("wool",),
            ),
        ),
        motifs=(
            _m("بتطريز أبيض", "broderie blanche", "white embroidery", "white"),
            _m("بصدر مطرّز", "plastron brodé", "embroidered front", "indigo", "white"),
            _m("بتطريز أخضر", "broderie verte", "green embroidery", "white", "green"),
            _m("بحاشية عنّابية", "bordure grenat", "garnet border", "black", "garnet"),
            _m("بخيط أصفر", "fil jaune", "yellow thread", "brown", "yellow"),
        ),
    ),
)

POTTERY_KINDS: tuple[KindSeed, ...] = (
    KindSeed(
        code="pottery.jar",
        family="pottery",
        technique="coiled_clay",
        materials=("clay",),
        care=("not_for_food", "wipe_dry"),
        stock=(1, 4),
        forms=(
            _pot_form(
                "جرة",
                "Jarre",
                "jar",
                ar_feminine=True,
                fr_feminine=True,
                across=(220, 300),
                height=(300, 420),
                mass=(2600, 4800),
                price=(3200, 6800),
            ),
            _pot_form(
                "جرة كبيرة",
                "Grande jarre",
                "large jar",
                ar_feminine=True,
                fr_feminine=True,
                across=(320, 420),
                height=(480, 620),
                mass=(6500, 11000),
                price=(8500, 15500),
            ),
        ),
        motifs=(
            _m("بمقبضين", "deux anses", "two handles"),
            _m("بخطوط محزوزة", "lignes incisées", "incised lines"),
            _m("بعنق ضيق", "col étroit", "narrow neck"),
            _m("بغطاء", "avec couvercle", "with lid"),
            _m("بحزام من النقط", "ceinture de points", "belt of dots"),
        ),
    ),
    KindSeed(
        code="pottery.bowl",
        family="pottery",
        technique="coiled_clay",
        materials=("clay",),
        care=("not_for_food", "rinse_by_hand"),
        stock=(2, 9),
        forms=(
            _pot_form(
                "زلافة",
                "Bol",
                "bowl",
                ar_feminine=True,
                fr_feminine=False,
                across=(130, 180),
                height=(60, 95),
                mass=(380, 720),
                price=(750, 1600),
            ),
            _pot_form(
                "زلافة كبيرة",
                "Grand bol",
                "large bowl",
                ar_feminine=True,
                fr_feminine=False,
                across=(220, 290),
                height=(100, 140),
                mass=(1100, 1900),
                price=(1700, 3200),
            ),
        ),
        motifs=(
            _m("بحافة مصقولة", "bord poli", "polished rim"),
            _m("بخطوط محزوزة", "lignes incisées", "incised lines"),
            _m("بأثر الأصابع", "traces de doigts", "finger marks"),
            _m("بقدم صغيرة", "petit pied", "small foot"),
        ),
    ),
    KindSeed(
        code="pottery.tajine",
        family="pottery",
        technique="coiled_clay",
        materials=("clay",),
        care=("not_for_food", "wipe_dry"),
        stock=(1, 8),
        forms=(
            _pot_form(
                "طاجين",
                "Tajine",
                "tajine",
                ar_feminine=False,
                fr_feminine=False,
                across=(240, 280),
                height=(170, 220),
                mass=(1900, 2800),
                price=(1900, 3400),
            ),
            _pot_form(
                "طاجين كبير",
                "Grand tajine",
                "large tajine",
                ar_feminine=False,
                fr_feminine=False,
                across=(300, 360),
                height=(220, 280),
                mass=(3000, 4400),
                price=(3000, 5200),
            ),
        ),
        motifs=(
            _m("بغطاء مخروطي", "couvercle conique", "conical lid"),
            _m("بمقبض مضفور", "anse torsadée", "twisted handle"),
            _m("بزخرفة من الجير", "décor à la chaux", "lime drawing", "white"),
            _m("بنقط بارزة", "points en relief", "raised dots"),
        ),
    ),
    KindSeed(
        code="pottery.cup",
        family="pottery",
        technique="coiled_clay",
        materials=("clay",),
        care=("not_for_food", "rinse_by_hand"),
        stock=(4, 12),
        forms=(
            _pot_form(
                "فنجان",
                "Tasse",
                "cup",
                ar_feminine=False,
                fr_feminine=True,
                across=(75, 95),
                height=(65, 95),
                mass=(150, 260),
                price=(400, 850),
            ),
        ),
        motifs=(
            _m("بلا مقبض", "sans anse", "without handle"),
            _m("بمقبض صغير", "petite anse", "small handle"),
            _m("بخط محزوز", "une ligne incisée", "one incised line"),
            _m("بسطح مصقول", "surface polie", "polished surface"),
            _m("بحزام من النقط", "ceinture de points", "belt of dots"),
            _m("بقدم عالية", "haut pied", "high foot"),
        ),
    ),
    KindSeed(
        code="pottery.plate",
        family="pottery",
        technique="coiled_clay",
        materials=("clay",),
        care=("not_for_food", "rinse_by_hand"),
        stock=(2, 10),
        forms=(
            _pot_form(
                "صحن",
                "Assiette",
                "plate",
                ar_feminine=False,
                fr_feminine=True,
                across=(210, 260),
                height=(25, 40),
                mass=(600, 950),
                price=(900, 1800),
            ),
            _pot_form(
                "صحن كبير",
                "Grande assiette",
                "large plate",
                ar_feminine=False,
                fr_feminine=True,
                across=(300, 380),
                height=(35, 55),
                mass=(1300, 2200),
                price=(1900, 3400),
            ),
        ),
        motifs=(
            _m("بشمس في الوسط", "soleil au centre", "sun in the centre", "white"),
            _m("بحافة مسننة", "bord dentelé", "notched rim"),
            _m("بدوائر محزوزة", "cercles incisés", "incised circles"),
            _m("بسعفة مرسومة", "palme dessinée", "drawn palm", "white"),
        ),
    ),
    KindSeed(
        code="pottery.burner",
        family="pottery",
        technique="coiled_clay",
        materials=("clay",),
        care=("wipe_dry",),
        stock=(2, 12),
        forms=(
            _pot_form(
                "مبخرة",
                "Brûle-parfum",
                "incense burner",
                ar_feminine=True,
                fr_feminine=False,
                across=(90, 130),
                height=(110, 160),
                mass=(320, 640),
                price=(650, 1700),
            ),
        ),
        motifs=(
            _m("بثقوب مثلثة", "trous triangulaires", "triangular holes"),
            _m("بقاعدة عالية", "haut pied", "high foot"),
            _m("بغطاء مثقّب", "couvercle percé", "pierced lid"),
            _m("بحافة مشرشفة", "bord crénelé", "crenellated rim"),
            _m("بثلاث أرجل", "trois pieds", "three feet"),
            _m("بخطوط محزوزة", "lignes incisées", "incised lines"),
        ),
    ),
)

JEWELLERY_KINDS: tuple[KindSeed, ...] = (
    KindSeed(
        code="jewellery.silver.bracelet",
        family="silver",
        technique="engraved",
        materials=("silver",),
        care=("polish", "keep_dry"),
        stock=(1, 2),
        forms=(
            Form(
                Text("سوار فضي", "Bracelet d’argent", "Silver bracelet"),
                (60, 68),
                height=(10, 26),
                mass=(24, 62),
                price=(17000, 46000),
            ),
        ),
        motifs=(
            _m("بنقش هندسي", "gravure géométrique", "geometric engraving", "silver"),
            _m("بطرفين مضلّعين", "bouts facettés", "faceted ends", "silver"),
            _m("بحبل مضفور", "torsade", "twisted rope", "silver"),
            _m("بحجر العقيق", "agate", "agate", "silver", "brown", materials=("agate",)),
            _m("بشريط نحاسي", "filet de cuivre", "copper inlay", "silver", "ochre", materials=("copper",)),
            _m("بسطح أملس", "surface lisse", "plain surface", "silver"),
        ),
    ),
    KindSeed(
        code="jewellery.silver.ring",
        family="silver",
        technique="engraved",
        materials=("silver",),
        care=("polish", "keep_dry"),
        stock=(1, 3),
        forms=(
            Form(
                Text("خاتم فضي", "Bague d’argent", "Silver ring"),
                (18, 23),
                height=(8, 20),
                mass=(5, 15),
                price=(5200, 13500),
            ),
        ),
        motifs=(
            _m("بحجر أحمر", "cornaline", "carnelian", "silver", "red", materials=("carnelian",)),
            _m("بحجر العقيق", "agate", "agate", "silver", "brown", materials=("agate",)),
            _m("بنقش هندسي", "gravure géométrique", "geometric engraving", "silver"),
            _m("بفصّ عال", "haut chaton", "high bezel", "silver", "black", materials=("agate",)),
            _m("بثلاث حلقات", "trois anneaux", "three bands", "silver"),
            _m("بشريط نحاسي", "filet de cuivre", "copper inlay", "silver", "ochre", materials=("copper",)),
        ),
    ),
    KindSeed(
        code="jewellery.silver.pendant",
        family="silver",
        technique="cast",
        materials=("silver",),
        care=("polish", "keep_dry"),
        stock=(1, 2),
        forms=(
            Form(
                Text("قلادة فضية", "Pendentif d’argent", "Silver pendant"),
                (38, 72),
                (26, 44),
                mass=(9, 26),
                price=(8200, 21000),
            ),
        ),
        motifs=(
            _m("بثلاثة مثلثات", "trois triangles", "three triangles", "silver"),
            _m("بحجر أحمر", "cornaline", "carnelian", "silver", "red", materials=("carnelian",)),
            _m("بحجر العقيق", "agate", "agate", "silver", "brown", materials=("agate",)),
            _m("بعلبة صغيرة للتمائم", "petite boîte à talisman", "small charm case", "silver"),
            _m("بحبل من الجلد", "cordon de cuir", "leather cord", "silver", "black", materials=("leather",)),
            _m("بنقش هندسي", "gravure géométrique", "geometric engraving", "silver"),
            _m("بخرز فضي", "perles d’argent", "silver beads", "silver"),
        ),
    ),
    KindSeed(
        code="jewellery.silver.earrings",
        family="silver",
        technique="cast",
        materials=("silver",),
        care=("polish", "keep_dry"),
        stock=(1, 3),
        forms=(
            Form(
                Text("أقراط فضية", "Boucles d’argent", "Silver earrings"),
                (28, 58),
                (14, 30),
                mass=(6, 18),
                price=(6200, 16500),
            ),
        ),
        motifs=(
            _m("بحلقة واسعة", "grand anneau", "wide hoop", "silver"),
            _m("بمثلث مدلّى", "triangle pendant", "hanging triangle", "silver"),
            _m(
                "بخرزة حمراء",
                "perle de cornaline",
                "carnelian bead",
                "silver",
                "red",
                materials=("carnelian",),
            ),
            _m("بورقة منقوشة", "feuille gravée", "engraved leaf", "silver"),
            _m("بحبّات صغيرة", "petits grains", "small grains", "silver"),
            _m("بنقطة سوداء", "point noir", "black dot", "silver", "black", materials=("agate",)),
        ),
    ),
    KindSeed(
        code="jewellery.silver.cross",
        family="silver",
        technique="cast",
        materials=("silver",),
        care=("polish", "keep_dry"),
        stock=(1, 3),
        forms=(
            Form(
                Text("صليب الصحراء", "Croix du désert", "Desert cross"),
                (42, 78),
                (30, 52),
                mass=(10, 28),
                price=(8500, 22000),
            ),
        ),
        motifs=(
            _m("بحلقة كبيرة", "grand anneau", "large ring", "silver"),
            _m("بأربع نقاط", "quatre pointes", "four points", "silver"),
            _m("بنقش نجمة", "étoile gravée", "engraved star", "silver"),
            _m("بحجر أحمر", "cornaline", "carnelian", "silver", "red", materials=("carnelian",)),
            _m("بحبل من الجلد", "cordon de cuir", "leather cord", "silver", "black", materials=("leather",)),
            _m("بحواف محزّزة", "bords striés", "ridged edges", "silver"),
        ),
    ),
    KindSeed(
        code="jewellery.white.pendant",
        family="white",
        technique="cast",
        materials=("white_metal",),
        care=("polish", "keep_dry"),
        stock=(1, 8),
        forms=(
            Form(
                Text("قلادة من المعدن الأبيض", "Pendentif en métal blanc", "White metal pendant"),
                (36, 68),
                (24, 42),
                mass=(8, 24),
                price=(1500, 3900),
            ),
        ),
        motifs=(
            _m("بنقش نجمة", "étoile gravée", "engraved star", "silver"),
            _m("بحبل من الجلد", "cordon de cuir", "leather cord", "silver", "brown", materials=("leather",)),
            _m("بصفيحة نحاسية", "plaque de cuivre", "copper plate", "silver", "ochre", materials=("copper",)),
            _m("بثلاثة مثلثات", "trois triangles", "three triangles", "silver"),
        ),
    ),
    KindSeed(
        code="stone.carved",
        family="stone",
        technique="carved",
        materials=("stone",),
        care=("wipe_dry",),
        stock=(1, 1),
        forms=(
            Form(
                Text("حجر منحوت", "Pierre sculptée", "Carved stone"),
                (85, 160),
                (18, 32),
                (80, 130),
                mass=(320, 1100),
                price=(5200, 15500),
            ),
        ),
        motifs=tuple(
            _m(
                f"برسم {animal_ar} على {stone_ar}",
                f"{animal_fr} sur {stone_fr}",
                f"{animal_en} on {stone_en}",
                colour,
                "ochre",
                materials=materials,
            )
            for animal_ar, animal_fr, animal_en in (
                ("جمل", "chameau", "camel"),
                ("غزال", "gazelle", "gazelle"),
            )
            for stone_ar, stone_fr, stone_en, colour, materials in (
                ("العقيق", "agate", "agate", "brown", ("agate",)),
                ("الحجر الأحمر", "cornaline", "carnelian", "red", ("carnelian",)),
                ("الحجر الأسود", "pierre noire", "black stone", "black", ("stone",)),
                ("الحجر الأخضر", "pierre verte", "green stone", "green", ("stone",)),
                ("الحجر الرملي", "grès", "sandstone", "undyed", ("stone",)),
            )
        ),
    ),
)

PALM_KINDS: tuple[KindSeed, ...] = (
    KindSeed(
        code="palm.tray",
        family="palm",
        technique="coiled_palm",
        materials=("palm_leaf",),
        care=("keep_dry", "wipe_dry"),
        stock=(1, 6),
        forms=(
            Form(
                Text("طبق تادارة", "Plateau tadara", "Tadara tray"),
                (340, 420),
                height=(30, 60),
                mass=(380, 620),
                price=(1600, 3200),
            ),
            Form(
                Text("طبق تادارة كبير", "Grand plateau tadara", "Large tadara tray"),
                (480, 600),
                height=(40, 80),
                mass=(700, 1250),
                price=(3000, 5600),
            ),
        ),
        motifs=(
            _m("بنجمة حمراء", "étoile rouge", "red star", "undyed", "red"),
            _m("بحلزون أخضر", "spirale verte", "green spiral", "undyed", "green"),
            _m("بدوائر عنّابية", "cercles grenat", "garnet rings", "undyed", "garnet"),
            _m("بلون السعف الطبيعي", "palme naturelle", "natural leaf", "undyed"),
        ),
    ),
    KindSeed(
        code="palm.basket",
        family="palm",
        technique="plaited",
        materials=("palm_leaf", "halfa"),
        care=("keep_dry",),
        stock=(1, 10),
        forms=(
            Form(
                Text("قفة", "Couffin", "Basket"),
                (300, 380),
                height=(220, 300),
                mass=(420, 800),
                price=(1100, 2300),
            ),
            Form(
                Text("قفة كبيرة", "Grand couffin", "Large basket"),
                (420, 520),
                height=(300, 380),
                mass=(850, 1400),
                price=(2000, 3600),
            ),
        ),
        motifs=(
            _m("بمقبضين من الليف", "deux anses de fibre", "two fibre handles", "undyed"),
            _m("بخط أحمر", "une ligne rouge", "one red line", "undyed", "red"),
            _m("بغطاء", "avec couvercle", "with lid", "undyed", "brown"),
            _m("بحواف من الجلد", "bords de cuir", "leather edges", "undyed", "brown", materials=("leather",)),
        ),
    ),
    KindSeed(
        code="palm.fan",
        family="palm",
        technique="plaited",
        materials=("palm_leaf",),
        care=("keep_dry",),
        stock=(2, 12),
        forms=(
            Form(
                Text("مروحة يدوية", "Éventail", "Hand fan"),
                (330, 420),
                (210, 270),
                mass=(80, 160),
                price=(450, 1200),
            ),
        ),
        motifs=(
            _m("بحافة حمراء", "bord rouge", "red edge", "undyed", "red"),
            _m("بمقبض من الجريد", "manche de palme", "palm rib handle", "undyed"),
            _m("بمربعات خضراء", "carreaux verts", "green squares", "undyed", "green"),
            _m(
                "بأهداب من القطن",
                "franges de coton",
                "cotton fringes",
                "undyed",
                "white",
                materials=("cotton",),
            ),
            _m("بخطوط نيلية", "rayures indigo", "indigo stripes", "undyed", "indigo"),
        ),
    ),
    KindSeed(
        code="palm.hat",
        family="palm",
        technique="plaited",
        materials=("palm_leaf", "doum"),
        care=("keep_dry", "no_sun"),
        stock=(1, 8),
        forms=(
            Form(
                Text("قبعة من السعف", "Chapeau de palme", "Palm hat"),
                (360, 440),
                height=(110, 160),
                mass=(160, 300),
                price=(1000, 2400),
            ),
        ),
        motifs=(
            _m("بحافة عريضة", "large bord", "wide brim", "undyed"),
            _m("بشريط من الجلد", "ruban de cuir", "leather band", "undyed", "brown", materials=("leather",)),
            _m("بأهداب ملونة", "pompons de laine", "woollen tassels", "undyed", "red", materials=("wool",)),
            _m("بضفيرة رفيعة", "tresse fine", "fine braid", "undyed"),
        ),
    ),
    KindSeed(
        code="palm.mat",
        family="palm",
        technique="plaited",
        materials=("palm_leaf", "halfa"),
        care=("keep_dry", "shake_air"),
        stock=(1, 3),
        forms=(
            Form(
                Text("حصيرة", "Natte", "Mat"),
                (1700, 2300),
                (900, 1300),
                mass=(1600, 3200),
                price=(3200, 8800),
            ),
        ),
        motifs=(
            _m("بخطوط حمراء", "rayures rouges", "red stripes", "undyed", "red"),
            _m("بلون السعف الطبيعي", "palme naturelle", "natural leaf", "undyed"),
            _m("بحاشية خضراء", "lisière verte", "green border", "undyed", "green"),
        ),
    ),
    KindSeed(
        code="palm.plate",
        family="palm",
        technique="coiled_palm",
        materials=("palm_leaf",),
        care=("keep_dry", "wipe_dry"),
        stock=(2, 12),
        forms=(
            Form(
                Text("صحن من السعف", "Assiette de palme", "Palm plate"),
                (180, 270),
                height=(20, 50),
                mass=(110, 240),
                price=(600, 1500),
            ),
        ),
        motifs=(
            _m("بدائرة حمراء", "cercle rouge", "red ring", "undyed", "red"),
            _m("بحلزون أخضر", "spirale verte", "green spiral", "undyed", "green"),
            _m("بلون السعف الطبيعي", "palme naturelle", "natural leaf", "undyed"),
            _m("بنجمة عنّابية", "étoile grenat", "garnet star", "undyed", "garnet"),
            _m("بحافة سوداء", "bord noir", "black edge", "undyed", "black"),
        ),
    ),
)

LEATHER_KINDS: tuple[KindSeed, ...] = (
    KindSeed(
        code="leather.bag",
        family="leather",
        technique="tooled",
        materials=("leather",),
        care=("feed_leather", "keep_dry"),
        stock=(1, 3),
        forms=(
            Form(
                Text("حقيبة جلدية", "Sac de cuir", "Leather bag"),
                (280, 360),
                (60, 100),
                (220, 320),
                mass=(480, 900),
                price=(6500, 15500),
            ),
        ),
        motifs=(
            _m("بأهداب طويلة", "longues franges", "long fringes", "red", "green"),
            _m("برسوم خضراء", "dessins verts", "green drawings", "brown", "green"),
            _m("بحزام مضفور", "bandoulière tressée", "plaited strap", "brown"),
            _m("بلون الجلد الطبيعي", "cuir naturel", "natural leather", "undyed"),
            _m("بجيب مخفي", "poche cachée", "hidden pocket", "black", "red"),
        ),
    ),
    KindSeed(
        code="leather.cushion",
        family="leather",
        technique="tooled",
        materials=("leather",),
        care=("feed_leather", "no_sun"),
        stock=(1, 4),
        forms=(
            Form(
                Text("وسادة جلدية", "Coussin de cuir", "Leather cushion"),
                (420, 560),
                (380, 480),
                mass=(700, 1300),
                price=(4200, 9800),
            ),
        ),
        motifs=(
            _m("بست قطع ملونة", "six morceaux colorés", "six coloured panels", "red", "green", "yellow"),
            _m("برسوم مكشوطة", "dessins grattés", "scraped drawings", "red", "black"),
            _m("بأهداب في الزوايا", "franges aux coins", "fringed corners", "green", "brown"),
        ),
    ),
    KindSeed(
        code="leather.sandals",
        family="leather",
        technique="tooled",
        materials=("leather",),
        care=("feed_leather", "keep_dry"),
        stock=(1, 6),
        forms=(
            Form(
                Text("نعل جلدية", "Sandales de cuir", "Leather sandals"),
                (245, 290),
                (90, 110),
                mass=(380, 620),
                price=(2900, 5800),
            ),
        ),
        motifs=(
            _m("بثلاث طبقات", "trois semelles", "three soles", "brown"),
            _m("بأشرطة حمراء", "lanières rouges", "red straps", "red", "brown"),
            _m("بإصبع واحد", "passe-orteil", "toe loop", "undyed"),
            _m("بنقش بارز", "relief frappé", "embossed pattern", "brown", "black"),
            _m("بخياطة بيضاء", "couture blanche", "white stitching", "black", "white"),
        ),
    ),
    KindSeed(
        code="leather.box",
        family="leather",
        technique="tooled",
        materials=("leather",),
        care=("feed_leather", "keep_dry"),
        stock=(1, 3),
        forms=(
            Form(
                Text("علبة جلدية", "Coffret de cuir", "Leather box"),
                (150, 240),
                (110, 180),
                (80, 150),
                mass=(380, 950),
                price=(3900, 11500),
            ),
        ),
        motifs=(
            _m("بكسوة خضراء", "habillage vert", "green cover", "green", "red"),
            _m("بغطاء مقبب", "couvercle bombé", "domed lid", "brown", "red"),
            _m("بخيوط ملونة", "fils colorés", "coloured threads", "red", "yellow", "green"),
        ),
    ),
)

KINDS: tuple[KindSeed, ...] = (*TEXTILE_KINDS, *POTTERY_KINDS, *JEWELLERY_KINDS, *PALM_KINDS, *LEATHER_KINDS)
KINDS_BY_CODE: dict[str, KindSeed] = {kind.code: kind for kind in KINDS}
