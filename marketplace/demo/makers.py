"""The makers and shops of the demonstration: invented people with believable names, each craft where it lives.

A story is told in the first person and names nobody: some makers show only their village or their cooperative,
and no text may say more than they consented to. Nothing here imports Django.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from marketplace.demo.region import PLACES_BY_SLUG, Text

NameShown = Literal["full", "first_and_village", "cooperative_only"]
Portrait = Literal["portrait", "hands", "none"]
ShopKind = Literal["unit", "workshop", "cooperative"]


@dataclass(frozen=True, slots=True)
class ShopSeed:
    """A shop: a unit of the trade centre, a workshop at home, or a cooperative (which may hold a unit too)."""

    slug: str
    name: Text
    kind: ShopKind
    place: str
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class MakerSeed:
    """One artisan: the name in Arabic and in Latin letters, the consent given, and how many pieces of what.

    `work` pairs a kind's code with a number of products; `card_days_left` counts from the day of seeding.
    """

    slug: str
    first: tuple[str, str]
    family: tuple[str, str]
    woman: bool
    place: str
    shop: str
    work: tuple[tuple[str, int], ...]
    story: Text
    shown: NameShown = "full"
    portrait: Portrait = "portrait"
    card_days_left: int = 900
    since: int = 2010

    @property
    def full_name(self) -> Text:
        """Write first and family name together, in Arabic letters and in Latin ones."""
        arabic = f"{self.first[0]} {self.family[0]}"
        latin = f"{self.first[1]} {self.family[1]}"
        return Text(arabic, latin, latin)

    @property
    def shown_name(self) -> Text:
        """Return what a visitor may read: the full name, the first name and village, or nothing."""
        if self.shown == "full":
            return self.full_name
        if self.shown == "first_and_village":
            place = PLACES_BY_SLUG[self.place].name
            return Text(
                f"{self.first[0]}، {place.ar}", f"{self.first[1]}, {place.fr}", f"{self.first[1]}, {place.en}"
            )
        return Text("", "", "")


def _shop(slug: str, kind: ShopKind, place: str, unit: int | None, ar: str, fr: str, en: str) -> ShopSeed:
    """Write one shop on one line of the table below."""
    return ShopSeed(slug=slug, name=Text(ar, fr, en), kind=kind, place=place, unit=unit)


SHOPS: tuple[ShopSeed, ...] = (
    # Textiles
    _shop("dar-touat", "unit", "adrar", 12, "دار توات للزرابي", "Dar Touat, tapis", "Dar Touat carpets"),
    _shop("nol-fatna", "workshop", "timimoun", None, "نول فاطنة", "Le métier de Fatna", "Fatna’s loom"),
    _shop("zerbia-hamra", "workshop", "timimoun", None, "الزربية الحمراء", "Zerbia Hamra", "The Red Zerbia"),
    _shop("khoyout-gourara", "unit", "adrar", 3, "خيوط ڨورارة", "Fils du Gourara", "Threads of Gourara"),
    _shop("souf-fatis", "workshop", "fatis", None, "صوف فاتيس", "Laine de Fatis", "Wool of Fatis"),
    _shop(
        "nissa-fatis",
        "cooperative",
        "fatis",
        5,
        "تعاونية نساء قصر فاتيس",
        "Coopérative des femmes du ksar de Fatis",
        "Women’s cooperative of the ksar of Fatis",
    ),
    _shop("erg-tinerkouk", "unit", "adrar", 15, "نسيج العرق", "Tissages de l’Erg", "Weaves of the Erg"),
    _shop("okda-timimoun", "unit", "adrar", 1, "العقدة", "Le Nœud", "The Knot"),
    _shop(
        "nasij-aougrout",
        "workshop",
        "aougrout",
        None,
        "نسيج أوقروت",
        "Tissage d’Aougrout",
        "Aougrout weaving",
    ),
    _shop("ibra-adrar", "unit", "adrar", 18, "الإبرة والخيط", "L’aiguille et le fil", "Needle and Thread"),
    _shop("noul-tsabit", "workshop", "tsabit", None, "نول تسابيت", "Le métier de Tsabit", "Loom of Tsabit"),
    _shop("malahif-reggane", "unit", "adrar", 21, "ملاحف رقان", "Melhfas de Reggane", "Cloth of Reggane"),
    _shop("nila-hoggar", "workshop", "tamanrasset", None, "نيلة الهقار", "Nila du Hoggar", "Hoggar Indigo"),
    # Pottery
    _shop("tin-tamentit", "unit", "adrar", 7, "طين تمنطيط", "Argile de Tamentit", "Tamentit clay"),
    _shop(
        "fakhar-aswad", "workshop", "tamentit", None, "الفخار الأسود", "La poterie noire", "The black pottery"
    ),
    _shop("jarra-tamentit", "unit", "adrar", 8, "الجرة", "La Jarre", "The Jar"),
    _shop("dar-tin", "workshop", "tamentit", None, "دار الطين", "La maison d’argile", "House of clay"),
    _shop("fakhar-kali", "unit", "adrar", 9, "فخار كالي", "Poterie de Kali", "Kali pottery"),
    _shop("yed-kali", "workshop", "kali", None, "يد كالي", "La main de Kali", "Hand of Kali"),
    _shop(
        "taawniya-kali",
        "cooperative",
        "kali",
        None,
        "تعاونية فخّاري كالي",
        "Coopérative des potiers de Kali",
        "Potters’ cooperative of Kali",
    ),
    _shop("forn-adrar", "unit", "adrar", 10, "فرن أدرار", "Le four d’Adrar", "The Adrar kiln"),
    _shop(
        "tin-ahaggar", "workshop", "tamanrasset", None, "طين الأهقار", "Argile de l’Ahaggar", "Ahaggar clay"
    ),
    # Jewellery and stones
    _shop(
        "fadda-tam",
        "workshop",
        "tamanrasset",
        None,
        "فضة تمنراست",
        "Argent de Tamanrasset",
        "Tamanrasset silver",
    ),
    _shop("enad-ahaggar", "unit", "adrar", 25, "إناضن", "Inaden", "Inaden"),
    _shop(
        "taawniya-siyagha",
        "cooperative",
        "tamanrasset",
        None,
        "تعاونية صاغة تمنراست",
        "Coopérative des bijoutiers de Tamanrasset",
        "Jewellers’ cooperative of Tamanrasset",
    ),
    _shop(
        "hajar-assekrem",
        "workshop",
        "tamanrasset",
        None,
        "حجر أسكرام",
        "Pierre de l’Assekrem",
        "Assekrem stone",
    ),
    _shop("aqiq", "unit", "adrar", 26, "العقيق", "Agate", "Agate"),
    _shop("siyagha-touat", "unit", "adrar", 24, "صياغة توات", "Bijoux du Touat", "Touat jewellery"),
    _shop(
        "hilyat-tanezrouft",
        "workshop",
        "bordj-badji-mokhtar",
        None,
        "حلي تنزروفت",
        "Bijoux du Tanezrouft",
        "Tanezrouft jewellery",
    ),
    # Palm
    _shop("saaf-charouine", "unit", "adrar", 27, "سعف شروين", "Palmes de Charouine", "Charouine palm"),
    _shop("tadara", "workshop", "charouine", None, "تادارة", "Tadara", "Tadara"),
    _shop(
        "taawniya-charouine",
        "cooperative",
        "charouine",
        14,
        "تعاونية سعف شروين",
        "Coopérative de vannerie de Charouine",
        "Palm cooperative of Charouine",
    ),
    _shop("qfifa", "unit", "adrar", 28, "القفة", "Le Couffin", "The Basket House"),
    _shop("lif-tidikelt", "workshop", "aoulef", None, "ليف تيديكلت", "Fibres du Tidikelt", "Tidikelt fibre"),
    _shop("jrid-reggane", "unit", "adrar", 29, "جريد رقان", "Palmes de Reggane", "Reggane palm"),
    # Leather
    _shop("jild-aoulef", "unit", "adrar", 30, "جلد أولف", "Cuir d’Aoulef", "Aoulef leather"),
    _shop("naal-aoulef", "workshop", "aoulef", None, "نعال أولف", "Sandales d’Aoulef", "Aoulef sandals"),
    _shop(
        "jild-tawariq",
        "workshop",
        "bordj-badji-mokhtar",
        None,
        "جلود الخيمة",
        "Cuirs de la tente",
        "Leather of the tent",
    ),
    _shop("sanduq", "unit", "adrar", 22, "صندوق الجلد", "Le coffre de cuir", "The leather chest"),
    _shop(
        "taawniya-timiaouine",
        "cooperative",
        "timiaouine",
        None,
        "تعاونية جلود تيمياوين",
        "Coopérative du cuir de Timiaouine",
        "Leather cooperative of Timiaouine",
    ),
)
SHOPS_BY_SLUG: dict[str, ShopSeed] = {shop.slug: shop for shop in SHOPS}

# A tenancy that ended before today's tenant came in: the unit's history, and a case for "never twice at once".
PAST_TENANCIES: tuple[tuple[int, str, str, str], ...] = (
    (5, "okda-timimoun", "2023-02-01", "2024-01-31"),
    (14, "qfifa", "2023-02-01", "2024-06-30"),
)
TENANCIES_SINCE = "2024-09-01"

MAKERS: tuple[MakerSeed, ...] = (
    # --- Textiles ---------------------------------------------------------------------------------------------
    MakerSeed(
        slug="zohra-hamdaoui",
        first=("الزهرة", "Zohra"),
        family=("حمداوي", "Hamdaoui"),
        woman=True,
        place="adrar",
        shop="dar-touat",
        work=(("carpet.flat.dokkali", 5), ("carpet.knotted", 3), ("textile.cushion", 3)),
        since=2004,
        story=Text(
            "أنسج في الصباح قبل أن يشتد الحر، وأترك الألوان لما بعد العصر حين يكون الضوء أصدق. "
            "أضع في وسط زرابي أدرار شريطا عريضا عنّابيا، وعلى جانبيه سعفات صغيرة كما تفعل نساء توات.",
            "Je tisse le matin, avant la grande chaleur, et je garde les couleurs pour la fin d’après-midi, "
            "quand la lumière ne trompe pas. Au milieu de mes tapis d’Adrar passe une large bande grenat, avec "
            "de petites palmettes de chaque côté, comme on fait dans le Touat.",
            "I weave in the morning before the heat, and keep the colours for late afternoon, when the light "
            "does not lie. A wide garnet band runs through the middle of my Adrar carpets, with small "
            "palmettes on both sides, as women do in Touat.",
        ),
    ),
    MakerSeed(
        slug="fatna-bekraoui",
        first=("فاطنة", "Fatna"),
        family=("بكراوي", "Bekraoui"),
        woman=True,
        place="timimoun",
        shop="nol-fatna",
        work=(("carpet.flat.dokkali", 7),),
        shown="first_and_village",
        portrait="hands",
        since=2012,
        story=Text(
            "نولي قائم في غرفة تطل على البستان، وأعمل عليه ثلاث ساعات في اليوم لا أكثر. "
            "الزربية الطويلة تأخذ مني شهرين، وأعدّ خيوط السداة بصوت عال حتى لا أخطئ.",
            "Mon métier est dressé dans une pièce qui donne sur la palmeraie ; j’y travaille trois heures par "
            "jour, pas davantage. Un long tapis me prend deux mois, et je compte les fils de chaîne à voix haute "
            "pour ne pas me tromper.",
            "My loom stands in a room that looks on the palm grove; I work at it three hours a day, no more. "
            "A long carpet takes me two months, and I count the warp threads aloud so as not to go wrong.",
        ),
    ),
    MakerSeed(
        slug="yamina-kaddi",
        first=("يمينة", "Yamina"),
        family=("قدي", "Kaddi"),
        woman=True,
        place="timimoun",
        shop="zerbia-hamra",
        work=(("carpet.flat.dokkali", 5), ("carpet.flat.hanbal", 3)),
        since=1998,
        story=Text(
            "أشتري الصوف من رعاة العرق وأغسله سبع مرات حتى يصير الماء صافيا. "
            "الأحمر عندي من الفوّة حين أجدها، وأكتب على ظهر كل زربية سنة نسجها.",
            "J’achète la laine aux bergers de l’Erg et je la lave sept fois, jusqu’à ce que l’eau soit claire. "
            "Mon rouge vient de la garance quand j’en trouve, et je note l’année au dos de chaque tapis.",
            "I buy wool from the herders of the Erg and wash it seven times, until the water runs clear. "
            "My red comes from madder when I can find it, and I write the year on the back of every carpet.",
        ),
    ),
    MakerSeed(
        slug="mbarka-salmi",
        first=("مباركة", "Mbarka"),
        family=("سالمي", "Salmi"),
        woman=True,
        place="timimoun",
        shop="khoyout-gourara",
        work=(("carpet.flat.dokkali", 4), ("textile.cushion", 4), ("textile.shawl", 2)),
        portrait="hands",
        since=2009,
        story=Text(
            "بدأت بالوسائد لأنها صغيرة وتُباع بسرعة، ثم كبرت القطع مع الوقت. "
            "ابنتي تمسك الحساب وأنا أمسك المشط، ونفتح المحل في أدرار أربعة أيام في الأسبوع.",
            "J’ai commencé par les coussins, petits et vite vendus, puis les pièces ont grandi. Ma fille tient "
            "les comptes, moi le peigne, et nous ouvrons le local d’Adrar quatre jours par semaine.",
            "I began with cushions, which are small and sell fast; then the pieces grew. My daughter keeps the "
            "accounts, I keep the comb, and we open the unit in Adrar four days a week.",
        ),
    ),
    MakerSeed(
        slug="khadidja-benmalek",
        first=("خديجة", "Khadidja"),
        family=("بن مالك", "Benmalek"),
        woman=True,
        place="fatis",
        shop="souf-fatis",
        work=(("carpet.flat.fatis", 6),),
        since=2001,
        story=Text(
            "في قصر فاتيس نغزل الصوف بالمغزل اليدوي ونحن نمشي ونتحدث. "
            "لا أصبغ كثيرا: الأبيض والبني كما يعطيهما الخروف، ثم خط أسود يفصل بينهما.",
            "Au ksar de Fatis, nous filons au fuseau en marchant et en parlant. Je teins peu : le blanc et le "
            "brun comme le mouton les donne, puis une ligne noire pour les séparer.",
            "In the ksar of Fatis we spin on a hand spindle while walking and talking. I dye little: white and "
            "brown as the sheep gives them, then a black line to part them.",
        ),
    ),
    MakerSeed(
        slug="aicha-laroussi",
        first=("عائشة", "Aïcha"),
        family=("لعروسي", "Laroussi"),
        woman=True,
        place="fatis",
        shop="nissa-fatis",
        work=(("carpet.flat.fatis", 5), ("carpet.flat.hanbal", 2)),
        shown="first_and_village",
        portrait="hands",
        since=2015,
        story=Text(
            "نحن إحدى عشرة امرأة في التعاونية، ولكل واحدة يومها في غسل الصوف. "
            "أنسج الحواف لأن يدي مشدودة، وتقول رفيقاتي إن حوافي لا تنفك.",
            "Nous sommes onze femmes à la coopérative, et chacune a son jour de lavage. Je tisse les lisières "
            "parce que j’ai la main serrée ; mes compagnes disent que les miennes ne lâchent pas.",
            "We are eleven women in the cooperative, and each has her day for washing wool. I weave the edges "
            "because my hand is tight; the others say mine do not come loose.",
        ),
    ),
    MakerSeed(
        slug="halima-zaoui",
        first=("حليمة", "Halima"),
        family=("زاوي", "Zaoui"),
        woman=True,
        place="fatis",
        shop="nissa-fatis",
        work=(("carpet.flat.fatis", 5),),
        shown="cooperative_only",
        portrait="none",
        since=2018,
        story=Text(
            "أعمل مع نساء التعاونية بعد الظهر حين ينام الصغار. أحب الزرابي القليلة اللون، "
            "وأترك في طرف كل قطعة صفّا ناقصا علامة على أنها من يدي.",
            "Je travaille avec les femmes de la coopérative l’après-midi, quand les petits dorment. J’aime les "
            "tapis peu colorés, et je laisse au bout de chacun un rang incomplet : c’est ma signature.",
            "I work with the women of the cooperative in the afternoon, while the children sleep. I like quiet "
            "carpets, and leave one short row at the end of each: it is my signature.",
        ),
    ),
    MakerSeed(
        slug="meriem-djaafri",
        first=("مريم", "Meriem"),
        family=("جعفري", "Djaafri"),
        woman=True,
        place="tinerkouk",
        shop="erg-tinerkouk",
        work=(("carpet.flat.hanbal", 3), ("carpet.flat.mergoum", 4)),
        since=2007,
        story=Text(
            "الحنبل عندنا يُفرش في الخيمة قبل البيت، لذلك أنسجه سميكا حتى لا يمرّ الرمل. "
            "رسوم المرقوم أحفظها عن ظهر قلب ولا أرسمها على ورق.",
            "Chez nous le hanbal se pose sous la tente avant d’entrer dans la maison : je le tisse épais pour "
            "que le sable ne passe pas. Les dessins du mergoum, je les sais par cœur, jamais sur papier.",
            "Here a hanbal lies in the tent before it enters the house, so I weave it thick enough to stop the "
            "sand. The figures of the mergoum I know by heart; none is on paper.",
        ),
    ),
    MakerSeed(
        slug="abdelkrim-brichi",
        first=("عبد الكريم", "Abdelkrim"),
        family=("بريشي", "Brichi"),
        woman=False,
        place="timimoun",
        shop="okda-timimoun",
        work=(("carpet.knotted", 5), ("carpet.flat.dokkali", 4)),
        since=1995,
        story=Text(
            "تعلّمت العقدة في مركز التكوين ثم علّمتها لإخوتي. نعمل اثنين على نول واحد، "
            "نعقد معا صفّا صفّا، ونقصّ الوبر في آخر الأسبوع.",
            "J’ai appris le nœud au centre de formation, puis je l’ai montré à mes frères. Nous travaillons à "
            "deux sur un métier, rang par rang, et nous tondons le velours en fin de semaine.",
            "I learned the knot at the training centre and then showed it to my brothers. Two of us work one "
            "loom, row by row, and shear the pile at the end of the week.",
        ),
    ),
    MakerSeed(
        slug="oumelkheir-bouchikhi",
        first=("أم الخير", "Oum El Kheir"),
        family=("بوشيخي", "Bouchikhi"),
        woman=True,
        place="aougrout",
        shop="nasij-aougrout",
        work=(("carpet.knotted", 4), ("textile.shawl", 3)),
        portrait="hands",
        since=2013,
        story=Text(
            "في بيتنا بأوقروت غرفة واحدة للنول وغرفة للضيوف، والضيوف يرون دائما زربية لم تكتمل. "
            "أصبغ بقشور الرمان والحناء، وأنشر الصوف في الظل لا في الشمس.",
            "Dans notre maison d’Aougrout il y a une pièce pour le métier et une pour les invités, qui voient "
            "toujours un tapis inachevé. Je teins à l’écorce de grenade et au henné, et je sèche la laine à "
            "l’ombre.",
            "Our house in Aougrout has one room for the loom and one for guests, who always see an unfinished "
            "carpet. I dye with pomegranate rind and henna, and dry the wool in the shade.",
        ),
    ),
    MakerSeed(
        slug="saadia-kerroum",
        first=("سعدية", "Saâdia"),
        family=("كروم", "Kerroum"),
        woman=True,
        place="adrar",
        shop="ibra-adrar",
        work=(("textile.garment", 5), ("textile.shawl", 2)),
        since=2006,
        card_days_left=19,
        story=Text(
            "أخيط العباءة والقندورة على القياس، والتطريز كله بالإبرة. الصدر وحده يأخذ أسبوعا، "
            "ولا أعيد الرسم نفسه مرتين.",
            "Je couds la abaya et la gandoura sur mesure, et toute la broderie est à l’aiguille. Le plastron "
            "seul prend une semaine, et je ne répète pas le même dessin.",
            "I sew abayas and gandouras to measure, and all the embroidery is by needle. The front alone takes "
            "a week, and I do not repeat a drawing.",
        ),
    ),
    MakerSeed(
        slug="rekia-haji",
        first=("رقية", "Rekia"),
        family=("حاجي", "Haji"),
        woman=True,
        place="tsabit",
        shop="noul-tsabit",
        work=(("carpet.flat.mergoum", 4), ("textile.cushion", 3)),
        shown="first_and_village",
        portrait="none",
        since=2016,
        story=Text(
            "أنسج المرقوم في تسابيت على نول ضيق صنعه أبي من خشب النخل. لأنه ضيق أنسج القطعة نصفين "
            "ثم أخيطهما، ومن يقلب الزربية يرى الخياطة مستقيمة.",
            "Je tisse le mergoum à Tsabit sur un métier étroit, en bois de palmier, que mon père a construit. "
            "Je tisse donc en deux moitiés que je couds ; retournez le tapis, la couture est droite.",
            "I weave mergoum in Tsabit on a narrow loom my father built of palm wood. Being narrow, it gives "
            "two halves that I sew together; turn the carpet over and the seam runs straight.",
        ),
    ),
    MakerSeed(
        slug="nana-allali",
        first=("نانة", "Nana"),
        family=("علالي", "Allali"),
        woman=True,
        place="reggane",
        shop="malahif-reggane",
        work=(("textile.garment", 4), ("textile.shawl", 2)),
        since=2011,
        story=Text(
            "في رقان الثوب الخفيف حاجة لا زينة، فأختار قطنا يتنفس وأخيطه واسعا. "
            "أغسل القماش قبل القص حتى لا ينكمش عند صاحبه.",
            "À Reggane, un vêtement léger n’est pas un luxe : je choisis un coton qui respire et je couds "
            "ample. Je lave le tissu avant la coupe pour qu’il ne rétrécisse pas chez vous.",
            "In Reggane light clothes are a need, not an ornament: I choose cotton that breathes and sew it "
            "wide. I wash the cloth before cutting so that it does not shrink at your home.",
        ),
    ),
    MakerSeed(
        slug="lalla-hibaoui",
        first=("لالة", "Lalla"),
        family=("هيباوي", "Hibaoui"),
        woman=True,
        place="tamanrasset",
        shop="nila-hoggar",
        work=(("textile.shawl", 4), ("textile.garment", 2)),
        portrait="hands",
        since=2014,
        story=Text(
            "أصبغ الشاش بالنيلة وأطرقه حتى يلمع. يترك قليلا من الزرقة على الجلد في الأيام الأولى، "
            "ومن يعرف التاڨلموست يحب ذلك.",
            "Je teins le chèche à l’indigo et je le bats jusqu’à ce qu’il brille. Les premiers jours il laisse "
            "un peu de bleu sur la peau ; qui connaît le taguelmoust aime cela.",
            "I dye the turban cloth with indigo and beat it until it shines. For the first days it leaves some "
            "blue on the skin; those who know the tagelmust like that.",
        ),
    ),
    # --- Pottery ----------------------------------------------------------------------------------------------
    MakerSeed(
        slug="mbarek-belbali",
        first=("مبارك", "Mbarek"),
        family=("بلبالي", "Belbali"),
        woman=False,
        place="tamentit",
        shop="tin-tamentit",
        work=(("pottery.jar", 4), ("pottery.bowl", 2), ("pottery.burner", 3)),
        since=1989,
        story=Text(
            "أجلب الطين من خلف الواحة على حمار، كما كان، لأن الشاحنة تخلطه بالرمل. "
            "يسودّ الفخار حين نخنق النار في آخر الحرق، والباقي صقل بالحجر.",
            "Je rapporte l’argile de derrière l’oasis à dos d’âne, parce que le camion la mélange au sable. La "
            "poterie noircit quand on étouffe le feu à la fin ; le reste est poli au galet.",
            "I bring the clay from behind the oasis on a donkey, because a lorry mixes it with sand. The pots "
            "turn black when we smother the fire at the end; the rest is polishing with a pebble.",
        ),
    ),
    MakerSeed(
        slug="messaouda-abderrahmani",
        first=("مسعودة", "Messaouda"),
        family=("عبد الرحماني", "Abderrahmani"),
        woman=True,
        place="tamentit",
        shop="fakhar-aswad",
        work=(("pottery.bowl", 3), ("pottery.cup", 3), ("pottery.plate", 3)),
        portrait="hands",
        since=2003,
        story=Text(
            "أصنع الصغير من الأواني: الزلافة والفنجان والصحن. أشكّلها في حجري بلا دولاب، "
            "ولذلك تجلس كل واحدة في الكف بطريقة مختلفة قليلا.",
            "Je fais les petites pièces : bol, tasse, assiette. Je les monte sur mes genoux, sans tour, et "
            "chacune tient dans la paume un peu à sa façon.",
            "I make the small things: bowl, cup, plate. I build them in my lap without a wheel, and so each "
            "sits in the palm in its own way.",
        ),
    ),
    MakerSeed(
        slug="salem-benhiba",
        first=("سالم", "Salem"),
        family=("بن هيبة", "Benhiba"),
        woman=False,
        place="tamentit",
        shop="jarra-tamentit",
        work=(("pottery.jar", 3), ("pottery.tajine", 2), ("pottery.plate", 3)),
        since=1999,
        story=Text(
            "الجرة الكبيرة تُبنى في أربعة أيام، حلقة فوق حلقة، وبينها ليلة كاملة من الانتظار. "
            "أطرق على كل قطعة قبل بيعها: إن رنّت فهي سليمة.",
            "Une grande jarre se monte en quatre jours, anneau sur anneau, avec une nuit d’attente entre chacun. "
            "Je frappe chaque pièce avant de la vendre : si elle sonne, elle est saine.",
            "A large jar is built in four days, ring on ring, with a night of waiting between them. I knock on "
            "each piece before selling it: if it rings, it is sound.",
        ),
    ),
    MakerSeed(
        slug="fatima-seddiki",
        first=("فاطمة", "Fatima"),
        family=("صديقي", "Seddiki"),
        woman=True,
        place="tamentit",
        shop="dar-tin",
        work=(("pottery.cup", 3), ("pottery.burner", 3)),
        shown="first_and_village",
        portrait="none",
        since=2017,
        story=Text(
            "المبخرة أول ما صنعت، أهديتها لجارتي فطلبت ثانية، ثم طلبت النساء كلهن. "
            "أثقب جوانبها بعود نخل والطين لا يزال طريا.",
            "Ma première pièce fut un brûle-parfum offert à ma voisine ; elle en a voulu un second, puis toutes "
            "les femmes aussi. Je perce les côtés avec une tige de palme, dans l’argile encore tendre.",
            "My first piece was an incense burner for my neighbour; she asked for a second, and then all the "
            "women did. I pierce the sides with a palm stick while the clay is still soft.",
        ),
    ),
    MakerSeed(
        slug="boudjemaa-dadda",
        first=("بوجمعة", "Boudjemaa"),
        family=("دادة", "Dadda"),
        woman=False,
        place="kali",
        shop="fakhar-kali",
        work=(("pottery.jar", 3), ("pottery.tajine", 3), ("pottery.bowl", 2)),
        since=2000,
        story=Text(
            "طين كالي أحمر من غير صباغ، وأرسم عليه بالجير قبل الحرق. نحرق ليلا حتى نرى لون النار، "
            "فهو الميزان الوحيد الذي أملكه.",
            "L’argile de Kali est rouge sans teinture ; j’y dessine à la chaux avant la cuisson. Nous cuisons la "
            "nuit pour voir la couleur du feu, c’est mon seul thermomètre.",
            "The clay of Kali is red without dye, and I draw on it with lime before firing. We fire at night to "
            "see the colour of the flame: it is the only gauge I have.",
        ),
    ),
    MakerSeed(
        slug="elalia-mansouri",
        first=("العالية", "El Alia"),
        family=("منصوري", "Mansouri"),
        woman=True,
        place="kali",
        shop="yed-kali",
        work=(("pottery.bowl", 3), ("pottery.plate", 2), ("pottery.cup", 3)),
        portrait="hands",
        since=2008,
        story=Text(
            "أعمل في فناء البيت قرب الساقية لأن الماء نصف العمل. أزخرف بإصبعي لا بالفرشاة، "
            "فترى أثر الإصبع في كل خط.",
            "Je travaille dans la cour, près de la rigole, car l’eau est la moitié du travail. Je décore au "
            "doigt, pas au pinceau : chaque trait en garde la trace.",
            "I work in the yard beside the channel, for water is half the work. I decorate with a finger, not a "
            "brush, and every line keeps its mark.",
        ),
    ),
    MakerSeed(
        slug="abdallah-toumi",
        first=("عبد الله", "Abdallah"),
        family=("تومي", "Toumi"),
        woman=False,
        place="kali",
        shop="taawniya-kali",
        work=(("pottery.jar", 3), ("pottery.tajine", 3)),
        since=2005,
        story=Text(
            "في التعاونية فرن واحد لستة حرفيين، نملؤه معا مرة كل أسبوعين. "
            "أصنع الطواجين وأغطيتها دفعة واحدة حتى يطابق كل غطاء صاحبه.",
            "La coopérative a un four pour six artisans, que nous remplissons ensemble tous les quinze jours. "
            "Je fais tajines et couvercles d’une traite, pour que chaque couvercle trouve le sien.",
            "The cooperative has one kiln for six artisans, and we fill it together every two weeks. I make "
            "tajines and lids in one go, so that each lid fits its own.",
        ),
    ),
    MakerSeed(
        slug="rabia-toumi",
        first=("ربيعة", "Rabia"),
        family=("تومي", "Toumi"),
        woman=True,
        place="kali",
        shop="taawniya-kali",
        work=(("pottery.plate", 3), ("pottery.burner", 3)),
        shown="cooperative_only",
        portrait="hands",
        since=2019,
        story=Text(
            "أصقل الصحون بحجر أملس وجدته في مجرى الوادي، ولا أعيره لأحد. "
            "نبيع كل شيء باسم التعاونية ونقتسم في آخر الشهر.",
            "Je polis les assiettes avec un galet trouvé dans l’oued, que je ne prête à personne. Nous vendons "
            "tout au nom de la coopérative et partageons à la fin du mois.",
            "I polish plates with a smooth stone from the river bed, which I lend to nobody. We sell everything "
            "in the name of the cooperative and share at the end of the month.",
        ),
    ),
    MakerSeed(
        slug="bilal-moulay",
        first=("بلال", "Bilal"),
        family=("مولاي", "Moulay"),
        woman=False,
        place="adrar",
        shop="forn-adrar",
        work=(("pottery.cup", 3), ("pottery.plate", 2), ("pottery.tajine", 2)),
        since=2020,
        story=Text(
            "لي طاولة في مركز الصناعة التقليدية ومحل على بعد مئة خطوة منه. أعمل على الدولاب، "
            "وهو شيء جديد هنا، وأترك آثار الأصابع على السطح.",
            "J’ai une table au centre d’artisanat et un local à cent pas. Je travaille au tour, chose nouvelle "
            "ici, et je laisse la marque des doigts sur la surface.",
            "I have a bench in the craft centre and a unit a hundred steps away. I throw on the wheel, which is "
            "new here, and leave the finger marks on the surface.",
        ),
    ),
    MakerSeed(
        slug="youcef-ahmadou",
        first=("يوسف", "Youcef"),
        family=("أحمدو", "Ahmadou"),
        woman=False,
        place="tamanrasset",
        shop="tin-ahaggar",
        work=(("pottery.bowl", 3), ("pottery.burner", 3)),
        since=2019,
        story=Text(
            "تابعت دورة تصميم الفخار في تمنراست وأنا سائق شاحنة، ثم بعت الشاحنة. "
            "أخلط الطين بمسحوق الصخر الأسود فتبقى فيه حبيبات تلمع.",
            "J’ai suivi le cours de dessin de poterie à Tamanrasset quand j’étais chauffeur, puis j’ai vendu le "
            "camion. Je mêle à l’argile de la roche noire pilée : il y reste des grains qui brillent.",
            "I took the pottery design course in Tamanrasset as a lorry driver, then sold the lorry. I mix "
            "crushed black rock into the clay, and some grains still glitter.",
        ),
    ),
    # --- Jewellery and stones ---------------------------------------------------------------------------------
    MakerSeed(
        slug="mohamed-badi",
        first=("محمد", "Mohamed"),
        family=("بادي", "Badi"),
        woman=False,
        place="tamanrasset",
        shop="fadda-tam",
        work=(("jewellery.silver.cross", 4), ("jewellery.silver.ring", 3), ("jewellery.silver.pendant", 2)),
        since=1996,
        story=Text(
            "أصبّ الفضة في قالب من طين أكسره بعد كل قطعة، فلا تتكرر قطعة أبدا. "
            "أنقش ليلا على ضوء مصباح واحد، لأن الظل يدلّني على عمق الخط.",
            "Je coule l’argent dans un moule d’argile que je casse après chaque pièce : aucune ne revient. Je "
            "grave la nuit à une seule lampe, car l’ombre me montre la profondeur du trait.",
            "I cast silver in a clay mould that I break after each piece, so none comes twice. I engrave at "
            "night by one lamp, because the shadow shows me how deep the line is.",
        ),
    ),
    MakerSeed(
        slug="ghali-ag-khammadi",
        first=("غالي", "Ghali"),
        family=("أغ خمادي", "ag Khammadi"),
        woman=False,
        place="tamanrasset",
        shop="enad-ahaggar",
        work=(
            ("jewellery.silver.bracelet", 4),
            ("jewellery.silver.earrings", 3),
            ("jewellery.silver.cross", 2),
        ),
        since=2002,
        story=Text(
            "السوار أصعب من الصليب: يجب أن يُفتح ويُغلق ألف مرة ولا يتشقق. "
            "أعيش في تمنراست، وأنزل في الموسم إلى محلي في أدرار.",
            "Le bracelet est plus difficile que la croix : il doit s’ouvrir et se fermer mille fois sans se "
            "fendre. Je vis à Tamanrasset et je passe la saison dans mon local d’Adrar.",
            "A bracelet is harder than a cross: it must open and close a thousand times and not crack. I live "
            "in Tamanrasset and spend the season in my unit in Adrar.",
        ),
    ),
    MakerSeed(
        slug="raicha-oult-moussa",
        first=("رايشة", "Raïcha"),
        family=("ولت موسى", "oult Moussa"),
        woman=True,
        place="tamanrasset",
        shop="taawniya-siyagha",
        work=(("jewellery.silver.pendant", 3), ("jewellery.silver.earrings", 3)),
        portrait="hands",
        since=2015,
        story=Text(
            "كنت أصقل ما يصنعه إخوتي، ثم طلبت المطرقة. أصنع الأقراط خفيفة لأنني ألبسها "
            "طوال النهار وأعرف متى تؤلم.",
            "Je polissais ce que faisaient mes frères, puis j’ai demandé le marteau. Je fais les boucles légères, "
            "parce que j’en porte toute la journée et que je sais quand elles font mal.",
            "I used to polish what my brothers made; then I asked for the hammer. I make earrings light, because "
            "I wear mine all day and know when they hurt.",
        ),
    ),
    MakerSeed(
        slug="ahmed-khamedi",
        first=("أحمد", "Ahmed"),
        family=("خامدي", "Khamedi"),
        woman=False,
        place="tamanrasset",
        shop="taawniya-siyagha",
        work=(("jewellery.silver.ring", 3), ("jewellery.silver.bracelet", 2)),
        shown="cooperative_only",
        portrait="none",
        since=2012,
        story=Text(
            "أزن الفضة أمام الزبون قبل الصياغة وبعدها، وما يبقى من البرادة يرجع إليه. "
            "نعمل أربعة في ورشة واحدة، ولكل واحد منا ختمه.",
            "Je pèse l’argent devant le client avant et après le travail, et la limaille lui revient. Nous sommes "
            "quatre dans un atelier, chacun avec son poinçon.",
            "I weigh the silver before the customer, before and after the work, and the filings are his. Four of "
            "us share a workshop, each with his own mark.",
        ),
    ),
    MakerSeed(
        slug="tahar-benmessis",
        first=("الطاهر", "Tahar"),
        family=("بن مسيس", "Benmessis"),
        woman=False,
        place="tamanrasset",
        shop="hajar-assekrem",
        work=(("stone.carved", 6),),
        since=2006,
        story=Text(
            "أختار الحجر وهو مبلّل، لأن الماء يُظهر عروقه. أنحت الغزال والجمل كما رأيتهما على الصخر، "
            "وأترك في القاعدة جزءا خاما.",
            "Je choisis la pierre mouillée, car l’eau montre ses veines. Je sculpte la gazelle et le chameau "
            "comme je les ai vus sur la roche, et je laisse à la base un côté brut.",
            "I choose a stone when it is wet, because water shows its veins. I carve the gazelle and the camel "
            "as I have seen them on the rocks, and leave one rough side at the base.",
        ),
    ),
    MakerSeed(
        slug="elhocine-ougacem",
        first=("الحسين", "El Hocine"),
        family=("أوقاسم", "Ougacem"),
        woman=False,
        place="tamanrasset",
        shop="aqiq",
        work=(("stone.carved", 4), ("jewellery.silver.pendant", 2)),
        since=2011,
        story=Text(
            "أجمع العقيق بعد المطر، حين يغسل السيل الحصى. أقطعه وأصقله بنفسي، "
            "ثم أجلس مع الصائغ لنختار الفضة التي تليق به.",
            "Je ramasse l’agate après la pluie, quand la crue a lavé les cailloux. Je la taille et la polis "
            "moi-même, puis je choisis avec le bijoutier l’argent qui lui va.",
            "I gather agate after the rain, when the flood has washed the pebbles. I cut and polish it myself, "
            "then sit with the silversmith to choose a setting.",
        ),
    ),
    MakerSeed(
        slug="abderrahmane-touati",
        first=("عبد الرحمان", "Abderrahmane"),
        family=("تواتي", "Touati"),
        woman=False,
        place="adrar",
        shop="siyagha-touat",
        work=(("jewellery.silver.bracelet", 3), ("jewellery.silver.ring", 3), ("jewellery.white.pendant", 2)),
        since=2009,
        story=Text(
            "أصلح الحلي القديمة صباحا وأصنع الجديدة مساء، ومن القديم أتعلم. "
            "ما ليس فضة أسميه معدنا أبيض وأكتب ذلك.",
            "Le matin je répare des bijoux anciens, le soir j’en fais de nouveaux, et les anciens m’apprennent. "
            "Ce qui n’est pas de l’argent, je l’appelle métal blanc et je l’écris.",
            "In the morning I mend old jewellery and in the evening I make new; the old teaches me. What is not "
            "silver I call white metal, and I write it down.",
        ),
    ),
    MakerSeed(
        slug="boubakar-ag-mokhtar",
        first=("بوبكر", "Boubakar"),
        family=("أغ مختار", "ag Mokhtar"),
        woman=False,
        place="bordj-badji-mokhtar",
        shop="hilyat-tanezrouft",
        work=(("jewellery.white.pendant", 4), ("jewellery.silver.cross", 2)),
        portrait="hands",
        since=2016,
        story=Text(
            "ورشتي صندوق واحد أحمله بين البرج ومخيمات الأهل: سندان صغير ومنفاخ ومبرد. "
            "أنقش نجمة على كل قطعة أتمّها في الليل.",
            "Mon atelier tient dans une caisse que je porte entre Bordj et les campements : une petite enclume, "
            "un soufflet, une lime. Je grave une étoile sur ce que je termine la nuit.",
            "My workshop is one box, carried between Bordj and the camps: a small anvil, bellows and a file. "
            "I engrave a star on every piece I finish at night.",
        ),
    ),
    # --- Palm -------------------------------------------------------------------------------------------------
    MakerSeed(
        slug="djamila-dahmani",
        first=("جميلة", "Djamila"),
        family=("دحماني", "Dahmani"),
        woman=True,
        place="charouine",
        shop="saaf-charouine",
        work=(("palm.hat", 2), ("palm.fan", 3), ("palm.plate", 2)),
        since=2010,
        story=Text(
            "أنقع السعف ليلة كاملة وأضفره وهو رطب، فإذا جفّ شدّ بعضه بعضا. "
            "قبعاتي يلبسها فلاحو الواحة قبل أن يشتريها الزوار.",
            "Je trempe la palme toute une nuit et je la tresse humide ; en séchant, elle se serre d’elle-même. "
            "Mes chapeaux vont aux cultivateurs de l’oasis avant d’aller aux visiteurs.",
            "I soak the leaf a whole night and plait it damp; as it dries it pulls itself tight. The farmers of "
            "the oasis wear my hats before visitors buy them.",
        ),
    ),
    MakerSeed(
        slug="aicha-benzita",
        first=("عيشة", "Aïcha"),
        family=("بن زيطة", "Benzita"),
        woman=True,
        place="charouine",
        shop="tadara",
        work=(("palm.tray", 3), ("palm.basket", 3)),
        portrait="hands",
        since=1997,
        story=Text(
            "التادارة طبق الكسكسي عندنا، أبدؤها من نقطة بحجم حبة العدس. "
            "أصبغ السعف بالأحمر والأخضر وأعدّ اللفّات حتى يلتقي الرسم مع بدايته.",
            "La tadara est chez nous le plateau du couscous ; je la commence par un point gros comme une "
            "lentille. Je teins la palme en rouge et en vert et je compte les tours pour que le dessin se "
            "referme.",
            "The tadara is our couscous tray; I begin it from a dot the size of a lentil. I dye leaf red and "
            "green and count the turns, so that the pattern meets its beginning.",
        ),
    ),
    MakerSeed(
        slug="mohamed-salah-amri",
        first=("محمد الصالح", "Mohamed Salah"),
        family=("عمري", "Amri"),
        woman=False,
        place="charouine",
        shop="taawniya-charouine",
        work=(("palm.mat", 3), ("palm.basket", 2)),
        since=2004,
        story=Text(
            "أقطع الجريد في الشتاء حين يكون لينا، وأشققه بسكين صغيرة. "
            "الحصيرة الواحدة فيها نحو أربعين ضفيرة مخيطة جنبا إلى جنب.",
            "Je coupe les palmes en hiver, quand elles sont souples, et je les fends au petit couteau. Une natte "
            "compte une quarantaine de tresses cousues côte à côte.",
            "I cut the fronds in winter, when they are supple, and split them with a small knife. One mat has "
            "about forty braids sewn side by side.",
        ),
    ),
    MakerSeed(
        slug="daouia-amri",
        first=("الضاوية", "Daouia"),
        family=("عمري", "Amri"),
        woman=True,
        place="charouine",
        shop="taawniya-charouine",
        work=(("palm.tray", 3), ("palm.fan", 2)),
        shown="first_and_village",
        portrait="hands",
        since=2012,
        story=Text(
            "أضفر وأنا أسمع المذياع، وإذا طالت النشرة طال الطبق. "
            "أحب الأطباق المسطحة لأنها تُعلّق على الجدار وتُنزل عند الحاجة.",
            "Je tresse en écoutant la radio ; si le journal est long, le plateau s’agrandit. J’aime les plateaux "
            "bien plats, qu’on accroche au mur et qu’on décroche au besoin.",
            "I plait to the radio, and a long news makes a large tray. I like flat trays, which hang on the wall "
            "and come down when needed.",
        ),
    ),
    MakerSeed(
        slug="zineb-khelladi",
        first=("زينب", "Zineb"),
        family=("خلادي", "Khelladi"),
        woman=True,
        place="charouine",
        shop="taawniya-charouine",
        work=(("palm.hat", 2), ("palm.plate", 3)),
        shown="cooperative_only",
        portrait="none",
        since=2020,
        story=Text(
            "أتقنت الصحن الصغير أولا لأنه يعلّم شدّ الغرزة. أعمل في البيت، وتأخذ التعاونية القطع كل خميس.",
            "J’ai d’abord appris la petite assiette, parce qu’elle apprend à serrer le point. Je travaille chez "
            "moi, et la coopérative passe prendre les pièces le jeudi.",
            "I learned the small plate first, because it teaches a tight stitch. I work at home, and the "
            "cooperative collects the pieces every Thursday.",
        ),
    ),
    MakerSeed(
        slug="mabrouka-lahrech",
        first=("مبروكة", "Mabrouka"),
        family=("لحرش", "Lahrech"),
        woman=True,
        place="charouine",
        shop="qfifa",
        work=(("palm.basket", 3), ("palm.tray", 2)),
        since=2008,
        story=Text(
            "القفة التي لا تحمل عشرين كيلوغراما ليست قفة. أقوّي المقبضين بالليف وأخيطهما حتى القاع، "
            "ثم أجرّبها بالتمر.",
            "Un couffin qui ne porte pas vingt kilos n’est pas un couffin. Je renforce les anses de fibre, "
            "cousues jusqu’au fond, puis je l’essaie avec des dattes.",
            "A basket that cannot carry twenty kilos is not a basket. I strengthen the handles with fibre, sewn "
            "down to the base, and then try it with dates.",
        ),
    ),
    MakerSeed(
        slug="ahmed-akablaoui",
        first=("أحمد", "Ahmed"),
        family=("أقبلاوي", "Akablaoui"),
        woman=False,
        place="aoulef",
        shop="lif-tidikelt",
        work=(("palm.mat", 2), ("palm.basket", 3)),
        since=2003,
        story=Text(
            "في تيديكلت نعمل بالليف لا بالسعف وحده، وهو أخشن وأطول عمرا. "
            "أفتل الحبل على فخذي، وأبدأ القفة من مقبضها لا من قاعها.",
            "Au Tidikelt nous travaillons aussi la fibre du tronc, plus rude et plus durable que la palme. Je "
            "tords la corde sur ma cuisse et je commence le couffin par l’anse.",
            "In Tidikelt we also use the fibre of the trunk, rougher and longer-lived than leaf. I twist the "
            "rope on my thigh and begin a basket from its handle.",
        ),
    ),
    MakerSeed(
        slug="fatima-zohra-moulay",
        first=("فاطمة الزهراء", "Fatima Zohra"),
        family=("مولاي", "Moulay"),
        woman=True,
        place="reggane",
        shop="jrid-reggane",
        work=(("palm.fan", 2), ("palm.plate", 2), ("palm.hat", 1)),
        portrait="none",
        since=2018,
        story=Text(
            "المروحة في رقان تعمل أكثر من الثلاجة، هكذا نمزح. أصنعها خفيفة بمقبض من الجريد، "
            "وأزيّن حافتها بالقطن الأحمر.",
            "À Reggane, l’éventail travaille plus que le réfrigérateur, c’est notre plaisanterie. Je le fais "
            "léger, au manche de palme, et je borde de coton rouge.",
            "In Reggane a fan works harder than a fridge, we joke. I make mine light, with a handle of palm rib, "
            "and edge it with red cotton.",
        ),
    ),
    # --- Leather ----------------------------------------------------------------------------------------------
    MakerSeed(
        slug="abdelkader-debbaghi",
        first=("عبد القادر", "Abdelkader"),
        family=("دباغي", "Debbaghi"),
        woman=False,
        place="aoulef",
        shop="jild-aoulef",
        work=(("leather.sandals", 3), ("leather.bag", 2)),
        since=1994,
        story=Text(
            "أدبغ بقشور الطلح، وتحتاج الجلدة أربعين يوما في الحفرة. "
            "النعل عندي ثلاث طبقات مخيطة لا ملصقة، وتُصلح بدل أن تُرمى.",
            "Je tanne à l’écorce d’acacia ; une peau reste quarante jours en fosse. Mes semelles ont trois "
            "couches cousues, non collées : elles se réparent au lieu de se jeter.",
            "I tan with acacia bark, and a hide spends forty days in the pit. My soles have three layers, sewn "
            "and not glued: they are mended, not thrown away.",
        ),
    ),
    MakerSeed(
        slug="slimane-tidikelti",
        first=("سليمان", "Slimane"),
        family=("تيديكلتي", "Tidikelti"),
        woman=False,
        place="aoulef",
        shop="naal-aoulef",
        work=(("leather.cushion", 2), ("leather.sandals", 2), ("leather.box", 1)),
        since=2011,
        story=Text(
            "أقيس القدم على ورقة وأحتفظ بالورقة، فمن عاد بعد سنوات وجد قياسه عندي. "
            "أقصّ على ضوء الصباح وأخيط بعد العصر.",
            "Je trace le pied sur une feuille et je garde la feuille : qui revient des années après retrouve sa "
            "mesure. Je coupe à la lumière du matin et je couds après l’asr.",
            "I draw the foot on paper and keep the paper: who comes back years later finds his size with me. "
            "I cut by morning light and sew in the afternoon.",
        ),
    ),
    MakerSeed(
        slug="fadimata-oult-ahmed",
        first=("فاديماتا", "Fadimata"),
        family=("ولت أحمد", "oult Ahmed"),
        woman=True,
        place="bordj-badji-mokhtar",
        shop="jild-tawariq",
        work=(("leather.bag", 3), ("leather.cushion", 2)),
        portrait="hands",
        since=2005,
        story=Text(
            "الجلد عند التوارق عمل النساء: نقصّه ونصبغه ونكشط لونه حتى يظهر الرسم. "
            "أهداب الحقيبة أقصّها بالموسى، خمسين هدبا من قطعة واحدة.",
            "Chez les Touaregs, le cuir est l’affaire des femmes : on coupe, on teint, puis on gratte la couleur "
            "pour faire paraître le dessin. Je taille les franges au rasoir, cinquante dans un seul morceau.",
            "Among the Tuareg leather is women’s work: we cut, dye, and scrape the colour until the drawing "
            "shows. I cut a bag’s fringe with a razor, fifty strands of one piece.",
        ),
    ),
    MakerSeed(
        slug="ibrahim-ag-sidi",
        first=("إبراهيم", "Ibrahim"),
        family=("أغ سيدي", "ag Sidi"),
        woman=False,
        place="bordj-badji-mokhtar",
        shop="sanduq",
        work=(("leather.box", 3), ("leather.bag", 2)),
        since=2014,
        story=Text(
            "أصنع صناديق الجلد على قالب من خشب الطلح أنزعه حين يجفّ الجلد. "
            "تكسوها زوجتي بالأخضر والأحمر، ونوقّع معا في القاع.",
            "Je monte les coffrets de cuir sur une forme de bois d’acacia, que je retire quand la peau est sèche. "
            "Ma femme les couvre de vert et de rouge, et nous signons à deux sous le fond.",
            "I build leather boxes on a form of acacia wood, drawn out when the skin is dry. My wife covers them "
            "in green and red, and we both sign under the base.",
        ),
    ),
    MakerSeed(
        slug="tina-oult-elghali",
        first=("تينا", "Tina"),
        family=("ولت الغالي", "oult Elghali"),
        woman=True,
        place="timiaouine",
        shop="taawniya-timiaouine",
        work=(("leather.cushion", 2), ("leather.box", 2)),
        since=2013,
        story=Text(
            "وسادة الجلد أول ما يوضع للضيف تحت الخيمة. أخيط وجهها من ست قطع "
            "وأرسلها فارغة، لأن الطريق من تيمياوين طويل.",
            "Le coussin de cuir est la première chose offerte à l’hôte sous la tente. J’assemble la face en six "
            "morceaux et je l’envoie vide, car la route depuis Timiaouine est longue.",
            "A leather cushion is the first thing offered to a guest in the tent. I sew its face from six pieces "
            "and send it unfilled, for the road from Timiaouine is long.",
        ),
    ),
    MakerSeed(
        slug="khamma-oult-mohamed",
        first=("خمة", "Khamma"),
        family=("ولت محمد", "oult Mohamed"),
        woman=True,
        place="timiaouine",
        shop="taawniya-timiaouine",
        work=(("leather.bag", 3),),
        shown="cooperative_only",
        portrait="hands",
        since=2017,
        story=Text(
            "ندبغ معا في التعاونية وتخيط كل واحدة في بيتها. حقيبتي من جلد الماعز، "
            "تُطوى وهي فارغة حتى تصير بحجم الكف.",
            "À la coopérative, nous tannons ensemble et chacune coud chez elle. Mon sac est en chèvre ; vide, il "
            "se plie jusqu’à tenir dans la main.",
            "In the cooperative we tan together and each sews at home. My bag is of goat skin and, when empty, "
            "folds to the size of a hand.",
        ),
    ),
)
MAKERS_BY_SLUG: dict[str, MakerSeed] = {maker.slug: maker for maker in MAKERS}

FIRST_ARTISAN_NUMBER = 1001


def artisan_number(maker: MakerSeed) -> int:
    """Return the public number of an artisan: short, stable, and saying nothing about the person."""
    return FIRST_ARTISAN_NUMBER + MAKERS.index(maker)


def card_number(maker: MakerSeed) -> str:
    """Return the number on the artisan card; the form of real card numbers is not known to us."""
    return f"{maker.since:04d}-{artisan_number(maker):05d}"
