"""The words of the trade: one concept, every way it is written in Arabic, French and English.

A concept is what `tapis`, `carpet`, `zerbia` and `زربية` have in common. Its code is what stands in the index and
in the query, so a search means the same thing in every language. `broader` names what a thing also is: a dokkali
is a carpet, Timimoun lies in Gourara. Forms are written naturally here; `analysis` folds them once at start.

Sources: docs/glossary.md, the spellings of the region, and the kinds the stamping schemes name. Adding a spelling
is adding a word to a line, and `manage.py rebuild_index` afterwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing or place, its spellings (several words allowed in one), and what it also is."""

    code: str
    forms: tuple[str, ...]
    broader: tuple[str, ...] = ()


def _read(table: str) -> tuple[Concept, ...]:
    """Read concepts written as `code < broader: form | form`; a form may run on in the next line."""
    entries = []
    for entry in re.split(r"\n(?=    \w+(?: <[\w ]+)?:)", table.rstrip())[1:]:
        name, _, forms = entry.strip().partition(":")
        code, _, broader = name.partition(" < ")
        spellings = tuple(" ".join(form.split()) for form in forms.split("|"))
        entries.append(Concept(code, spellings, tuple(broader.split())))
    return tuple(entries)


CRAFTS = _read(
    """
    pottery: pottery | potteries | ceramic | ceramics | earthenware | poterie | poteries | céramique
        | céramiques | terre cuite | فخار | الفخار | فخارية | فخاريات | خزف | خزفية | أواني طينية |
        fakhar | fekhar | fokhar
    jewellery: jewellery | jewelry | jewel | jewels | bijou | bijoux | bijouterie | joaillerie | حلي
        | الحلي | حلية | مجوهرات | حلى | صياغة | hli
    textiles: textile | textiles | weaving | weavings | woven | tissage | tissages | tissé | tissée
        | tissés | tissées | نسيج | النسيج | منسوجات | منسوج | منسوجة | nsij | nessij
    palm: palm | palms | palm products | basketry | wickerwork | vannerie | sparterie | palmier |
        palmiers | palme | palmes | produits du palmier | مشتقات النخيل | نخيل | النخيل | نخلة | نخل
        | سعف | السعف | السعفيات
    leather: leather | leathers | cuir | cuirs | maroquinerie | جلد | جلود | الجلد | جلدي | جلدية |
        الجلود | djeld
    """
)

KINDS = _read(
    """
    sewing < textiles: sewing | traditional sewing | couture | couture traditionnelle | خياطة |
        الخياطة التقليدية | الخياطة
    carving: carving | carvings | carved | carved stone | pierre sculptée | pierres sculptées | sculpté |
        sculptée | sculptées | منحوت | أحجار منحوتة | حجر منحوت | stone carving | sculpture | taille
        de pierre | taille et sculpture de pierres
        | نحت | النحت | النحت على الأحجار الكريمة | منحوتة | منحوتات
    carpet < textiles: carpet | carpets | rug | rugs | tapis | zerbia | zerbiya | zarbia | zarbiya |
        zerbiyya | zrabi | zarabi | zerabi | zerbias | زربية | زرابي | الزربية | الزرابي | زرابى |
        زربيا | سجادة | سجاد | سجادات
    knotted < carpet: knotted carpet | knotted | hand-knotted | tapis noué | tapis à points noués |
        noué | nouée | noués | زربية معقودة | معقودة | معقود | عقد يدوي
    flatweave < carpet: flat-woven | flat woven | flatweave | flat weave | kilim | kilims | kelim |
        tapis ras | tissé plat | كليم | نسيج مسطح
    dokkali < flatweave: dokkali | dokali | doukkali | doukali | dokkalis | dukkali | dekkali |
        دكالي | دوكالي | الدكالي | الدوكالي
    fatis < flatweave: fatis | fatiss | fattis | فاتيس | فتيس | فاطيس | الفاتيس
    hanbal < flatweave: hanbal | hambal | hanbel | hembel | hanbels | حنبل | الحنبل | حنابل
    mergoum < flatweave: mergoum | margoum | mergum | مرقوم | المرقوم
    blanket < textiles: blanket | blankets | throw | couverture | couvertures | غطاء | أغطية |
        بطانية | فراش
    cushion < textiles: cushion | cushions | pillow | pillows | coussin | coussins | oreiller |
        وسادة | وسائد | مخدة | مخاد
    burnous < textiles: burnous | burnouse | burnoose | bernous | barnous | برنوس | برانيس | البرنوس
    haik < textiles: haik | haïk | hayek | حايك | الحايك
    veil < textiles: veil | turban | chèche | cheche | chech | tagelmust | taguelmoust | شاش | لثام
        | عمامة | تاقلموست
    shawl < textiles: shawl | shawls | châle | châles | شال | ملحفة | ملاحف | melhfa
    garment < textiles: garment | garments | clothing | clothes | vêtement | vêtements | habit | لباس |
        ألبسة | ملابس
    dress < textiles: dress | dresses | robe | robes | فستان | فساتين | قندورة | gandoura | gandura
        | عباءة | abaya
    embroidery < textiles: embroidery | embroidered | broderie | broderies | brodé | brodée | طرز |
        طريز | مطرز | مطرزة | الطرز
    saddlebag: saddlebag | saddle bag | besace | sacoche | خرج | جراب
    jar < pottery: jar | jars | jarre | jarres | amphora | amphore | جرة | جرار | خابية | قلة
    pot < pottery: pot | pots | marmite | marmites | cooking pot | قدر | قدور | طنجرة
    bowl: bowl | bowls | bol | bols | saladier | زلافة | زلايف | زبدية | زبادي | وعاء | أوعية
    vase < pottery: vase | vases | مزهرية | مزهريات
    jug < pottery: jug | jugs | pitcher | cruche | cruches | إبريق | أباريق | carafe
    teapot: teapot | teapots | théière | théières | براد | برادة
    cup: cup | cups | goblet | gobelet | gobelets | tasse | tasses | كأس | كؤوس | فنجان | فناجين
    plate: plate | plates | assiette | assiettes | plat | plats | طبق | أطباق | صحن | صحون
    tajine < pottery: tajine | tagine | tajines | طاجين | طواجن
    couscous: couscous | couscoussier | couscoussiers | كسكاس | كسكس | كسكسي
    incense: incense burner | incense | brûle-parfum | encensoir | encens | مبخرة | مباخر | بخور
    lamp: lamp | lamps | lampe | lampes | lantern | lanterne | مصباح | مصابيح | قنديل
    tray: tray | trays | plateau | plateaux | صينية | صواني
    ring < jewellery: ring | rings | bague | bagues | anneau | anneaux | خاتم | خواتم | khatem
    bracelet < jewellery: bracelet | bracelets | bangle | bangles | سوار | أساور | أسوار | مقياس يد
    necklace < jewellery: necklace | necklaces | collier | colliers | قلادة | قلائد | عقد | عقود
    pendant < jewellery: pendant | pendants | pendentif | pendentifs | amulet | amulette | قلادة |
        قلائد | تعليقة |
        دلاية | حجاب
    earring < jewellery: earring | earrings | boucle d'oreille | boucles d'oreilles | boucles | قرط
        | أقراط | قراط
    cross < jewellery: tuareg cross | desert cross | croix du désert | صليب الصحراء | cross | croix
        | croix touareg | croix d'agadez | croix du sud
        | tenaghilt | tanaghilt | صليب | تنغيلت
    fibula < jewellery: fibula | brooch | fibule | broche | fibules | broches | tisseghnest | بروش |
        خلالة | بزيمة | أبزيم
    stone: stone | stones | gem | gems | gemstone | gemstones | pierre | pierres | حجر | أحجار |
        أحجار كريمة | حجارة
    basket < palm: basket | baskets | panier | paniers | corbeille | corbeilles | couffin | couffins
        | سلة | سلال | قفة | قفاف | qfaf | qoffa | koffa | gouffa
    tadara < palm: tadara | tadarra | tedara | تدارة | تادارة | تدارا
    tasqat < palm: tasqat | taskat | tasgat | تسقات | تاسقات
    esaber < palm: esaber | asaber | wind-screen | windscreen | wind screen | paravent | أسابر |
        أسابير | اسابر | حاجز الريح
    mat < palm: mat | mats | natte | nattes | حصير | حصيرة | حصائر | hsira | hassira
    fan < palm: fan | fans | hand fan | éventail | éventails | مروحة | مراوح | mrawah
    parasol < palm: parasol | parasols | sunshade | شمسية | شمسيات | مظلة شمس
    hat < palm: hat | hats | chapeau | chapeaux | مظلة | مظلات | قبعة | قبعات | شاشية | medel
    bag: bag | bags | handbag | sac | sacs | cabas | حقيبة | حقائب | محفظة | محافظ | كيس
    box: box | boxes | chest | coffret | coffrets | boîte | boîtes | coffre | صندوق | صناديق | علبة
        | علب
    sandal < leather: sandal | sandals | shoe | shoes | slipper | slippers | sandale | sandales |
        babouche | babouches | نعل | نعال | بلغة | حذاء
    saddle < leather: saddle | selle | rahla | tarik | رحلة جمل | سرج | سروج
    wallet < leather: wallet | purse | portefeuille | porte-monnaie | حافظة | حافظة نقود
    knife: knife | knives | dagger | sword | couteau | couteaux | poignard | takouba | takoba | سكين
        | خنجر | سيف | تاكوبا
    """
)

MATERIALS_AND_COLOURS = _read(
    """
    wool: wool | woolen | woollen | laine | laines | صوف | صوفي | صوفية | الصوف | souf
    cotton: cotton | coton | قطن | قطني | قطنية | القطن
    goathair: goat hair | poil de chèvre | شعر الماعز | شعر ماعز
    camelhair: camel hair | poil de chameau | poil de dromadaire | وبر | وبر الإبل | وبر الجمل
    silk: silk | soie | حرير | الحرير
    clay: clay | argile | argiles | طين | الطين | طينية | صلصال
    silver: silver | argent | argenté | argentée | فضة | الفضة | فضي | فضية | fedda
    whitemetal: white metal | nickel silver | maillechort | métal blanc | معدن أبيض
    gold: gold | golden | doré | dorée | ذهب | الذهب | ذهبي | ذهبية
    copper: copper | cuivre | نحاس | النحاس | نحاسي | نحاسية | nhas
    brass: brass | laiton | نحاس أصفر
    wood: wood | wooden | bois | خشب | خشبي | خشبية | الخشب
    halfa: halfa | alfa | esparto | حلفاء | الحلفاء | حلفة
    doum < palm: doum | dwarf palm | palmier nain | دوم | الدوم
    lif < palm: lif | leef | palm fibre | palm fiber | fibre de palmier | ليف | الليف | ليف النخيل
    agate < stone: agate | agates | عقيق | العقيق
    carnelian < stone: carnelian | cornaline | cornalines | عقيق أحمر
    turquoise < stone: turquoise | turquoises | فيروز
    black: black | noir | noire | noirs | noires | أسود | سوداء | سود | كحلة | كحل
    white: white | blanc | blanche | blancs | blanches | أبيض | بيضاء | بيض
    red: red | rouge | rouges | أحمر | حمراء | حمر
    garnet < red: garnet | grenat | عنابي | رماني
    blue: blue | bleu | bleue | bleus | bleues | أزرق | زرقاء | زرق
    indigo < blue: indigo | nila | نيلة | نيلي | نيلية
    green: green | vert | verte | verts | vertes | أخضر | خضراء | خضر
    yellow: yellow | jaune | jaunes | أصفر | صفراء | صفر
    ochre: ochre | ocre | مغرة | أمغر
    undyed: undyed | natural colour | natural color | écru | écrue | non teint | non teinte |
        غير مصبوغ | غير مصبوغة | بلون الصوف
    brown: brown | marron | brun | brune | bruns | brunes | بني | بنية
    orange: orange | oranges | برتقالي | برتقالية
    grey: grey | gray | gris | grise | grises | رمادي | رمادية
    pink: pink | rose | roses | وردي | وردية
    handmade: handmade | hand-made | hand made | fait main | fait à la main | faite à la main | يدوي
        | يدوية | صنع يدوي | صنعة يد
    tuareg: tuareg | touareg | touaregs | tuaregs | touarègue | targui | targuia | targi | توارق |
        طوارق | التوارق | الطوارق | تارقي | تارقية | ترقي | ترقية
    zenete: zenete | zénète | zenata | zénètes | زناتة | زناتي | زناتية
    food: food | alimentaire | food safe | للطعام | غذائي
    unstamped: not stamped | unstamped | without stamp | no stamp | non estampillé | non estampillée
        | sans estampille | بدون دمغة | غير مدموغة | غير مدموغ | بلا دمغة
    stamped: stamped | stamp | estampillé | estampillée | estampillés | estampille | مدموغة | مدموغ
        | دمغة | الدمغة | الدمغ | damgha
    """
)

PLACES = _read(
    """
    algeria: algeria | algerian | algérie | algérien | algérienne | الجزائر | جزائري | جزائرية | dz
    sahara < algeria: sahara | saharan | saharien | saharienne | الصحراء | صحراء | صحراوي | صحراوية
        | الصحراوية
    touat < sahara: touat | tuat | twat | توات | التواتية | تواتية | تواتي
    gourara < sahara: gourara | gurara | qurara | قورارة | ڨورارة | ڤورارة | گورارة | القورارة |
        غورارة | جورارة
    tidikelt < sahara: tidikelt | tidikalt | تيديكلت | تديكلت
    ahaggar < sahara: ahaggar | hoggar | ahagar | haggar | hogar | الأهقار | الأهڤار | الأهڨار |
        الهقار | الهڤار | الهڨار | أهقار | هقار | الاهغار | الهوقار
    adrar < touat: adrar | أدرار | ادرار | أدرارية
    tsabit < adrar: tsabit | tessabit | تسابيت | تصابيت
    reggane < adrar: reggane | reggan | ragan | رقان | رڨان | رڤان
    tamentit < adrar: tamentit | tamantit | تمنطيط | تامنطيط | تمنتيط
    aoulef < tidikelt: aoulef | aoulaf | awlef | أولف | اولف
    timimoun < gourara: timimoun | timimoune | timimun | timimoum | تيميمون | تميمون | تيممون |
        تيميموني
    aougrout < timimoun gourara: aougrout | augrout | ougrout | aougrut | أوقروت | أوڨروت | أوڤروت |
        أوغروت
    charouine < timimoun gourara: charouine | charouin | sharwin | charwin | شروين | شاروين
    tinerkouk < timimoun gourara: tinerkouk | tinerkuk | tinarkouk | تينركوك | تنركوك
    kali < timimoun gourara: kali | قالي | كالي | ksar kali | قصر كالي | قصر قالي
    fatis_ksar < timimoun gourara: fatis | ksar fatis | ksar de fatis | ksar of fatis | فاتيس | قصر
        فاتيس
    bordj_badji_mokhtar < sahara: bordj badji mokhtar | borj badji mokhtar | bordj baji mokhtar |
        badji mokhtar | bbm | برج باجي مختار | باجي مختار
    timiaouine < bordj_badji_mokhtar: timiaouine | timiaouin | tim yawin | timiawin | تيمياوين |
        تيماوين | تميوين
    tamanrasset < ahaggar: tamanrasset | tamanghasset | tamanghesset | tamanghast | tamenrasset |
        tamanraset | tam | تمنراست | تامنغست | تمنغست | تامنراست | تامنقست | تمنقست
    in_salah < tidikelt: in salah | ain salah | aïn salah | عين صالح | إن صالح
    in_guezzam < ahaggar: in guezzam | ain guezzam | عين قزام | عين ڨزام | إن قزام
    ghardaia < sahara: ghardaia | ghardaïa | غرداية
    bechar < sahara: bechar | béchar | بشار
    beni_abbes < sahara: beni abbes | béni abbès | بني عباس
    """
)

CRAFT_CODES = frozenset(concept.code for concept in CRAFTS)
PLACE_CODES = frozenset(concept.code for concept in PLACES)

CONCEPTS: tuple[Concept, ...] = CRAFTS + KINDS + MATERIALS_AND_COLOURS + PLACES

# Words that carry no meaning in a search. Written naturally; folded once by `analysis`.
STOPWORDS = (
    "a an the of from for with without in on at by to and or is are it its this that these those as be made "
    "de du des la le les l d un une en et ou à au aux pour avec sans sur dans par chez que qui ce cette ces "
    "est son sa ses s n c j m t qu "
    "من في على الى عن و او مع هذا هذه ذلك تلك التي الذي ال هو هي ان كان لا ما به بها له لها منها منه فيها عند بين كل"
)
