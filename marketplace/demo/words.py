"""The sentences from which descriptions are made: an opening by kind, then how it is made, then living with it.

Each entry is one sentence written three times by hand, so that gender and number agree in Arabic and French.
No sentence names a place, a person or a food use: those are facts of a piece, not of a sentence.
"""

from __future__ import annotations

from marketplace.demo.region import Text

OPENINGS: dict[str, tuple[Text, ...]] = {
    "carpet.knotted": (
        Text(
            "زربية سميكة معقودة باليد، تغوص فيها القدم قليلا.",
            "Un tapis épais, noué à la main, où le pied s’enfonce un peu.",
            "A thick carpet knotted by hand, in which the foot sinks a little.",
        ),
        Text(
            "وبر قصير وكثيف يُظهر حدود الرسم بوضوح.",
            "Un velours court et serré, qui garde au dessin des bords nets.",
            "A short, dense pile that keeps the edges of the drawing clear.",
        ),
        Text(
            "عُقدت صفا صفا على نول قائم، وقُصّ وبرها بالمقص في آخر العمل.",
            "Noué rang par rang sur un métier dressé, puis tondu aux ciseaux à la fin.",
            "Knotted row by row on an upright loom and sheared with scissors at the end.",
        ),
    ),
    "carpet.flat.dokkali": (
        Text(
            "دكالي طويل الخطوط، تقطعه أشرطة عرضية وتحدّه حواف كأسنان المشط.",
            "Un dokkali aux longues lignes, traversé de bandes et bordé de dents de peigne.",
            "A dokkali of long lines, crossed by bands and edged with comb teeth.",
        ),
        Text(
            "نسيج مسطح من صوف وقطن: القطن يعطي البياض والصوف يعطي اللون.",
            "Un tissage plat de laine et de coton : le coton donne le blanc, la laine donne la couleur.",
            "A flat weave of wool and cotton: the cotton gives the white, the wool gives the colour.",
        ),
        Text(
            "يُفرش على الأرض أو يُعلّق على الجدار، ووجهاه متقاربان.",
            "On l’étend au sol ou on l’accroche au mur ; ses deux faces se ressemblent.",
            "It lies on the floor or hangs on the wall; its two faces are much alike.",
        ),
    ),
    "carpet.flat.fatis": (
        Text(
            "صوف غُسل ومُشط وغُزل باليد قبل أن يصل إلى النول.",
            "Une laine lavée, peignée et filée à la main avant d’arriver au métier.",
            "Wool washed, combed and spun by hand before it reached the loom.",
        ),
        Text(
            "نسيج هادئ بألوان الصوف نفسه، يكبر جماله كلما طال النظر إليه.",
            "Un tissage calme, aux couleurs mêmes de la laine, qui gagne à être regardé longtemps.",
            "A quiet weave in the colours of the wool itself, which gains from a long look.",
        ),
        Text(
            "خيوط اللحمة مرصوصة بالمشط حتى لا يُرى ما تحتها.",
            "La trame est tassée au peigne jusqu’à cacher la chaîne.",
            "The weft is beaten with the comb until it hides the warp.",
        ),
    ),
    "carpet.flat.hanbal": (
        Text(
            "حنبل متين للأرض وللخيمة، يُطوى ويُحمل بسهولة.",
            "Un hanbal solide, pour le sol ou pour la tente, qui se plie et se porte sans peine.",
            "A sturdy hanbal for floor or tent, easy to fold and to carry.",
        ),
        Text(
            "صوف ممزوج بشعر الماعز، فيصمد أمام الرمل وكثرة الاستعمال.",
            "De la laine mêlée de poil de chèvre, qui tient au sable et à l’usage.",
            "Wool mixed with goat hair, which stands up to sand and use.",
        ),
        Text(
            "خطوط بسيطة نُسجت على عرض النول كله.",
            "Des rayures simples, tissées sur toute la largeur du métier.",
            "Plain stripes, woven across the whole width of the loom.",
        ),
    ),
    "carpet.flat.mergoum": (
        Text(
            "مرقوم رسومه هندسية، تُعدّ خيوطها عدّا ولا تُرسم من قبل.",
            "Un mergoum aux dessins géométriques, comptés fil à fil et jamais tracés d’avance.",
            "A mergoum of geometric figures, counted thread by thread and never drawn beforehand.",
        ),
        Text(
            "تبرز الرسوم قليلا فوق النسيج فتُحسّ باليد.",
            "Les motifs dépassent un peu du tissage et se sentent sous la main.",
            "The figures stand a little above the weave and can be felt with the hand.",
        ),
        Text(
            "نسيج خفيف يصلح للأرض أو لغطاء السرير.",
            "Un tissage léger, pour le sol ou comme couvre-lit.",
            "A light weave, for the floor or as a bed cover.",
        ),
    ),
    "textile.cushion": (
        Text(
            "وسادة وجهها منسوج باليد وظهرها من قطن متين.",
            "Un coussin tissé à la main d’un côté, doublé de coton solide de l’autre.",
            "A cushion woven by hand on one side and backed with strong cotton.",
        ),
        Text(
            "تُرسل بلا حشو حتى يكون الطرد خفيفا.",
            "Il est envoyé sans garnissage, pour un colis léger.",
            "It is sent without filling, to keep the parcel light.",
        ),
        Text(
            "نُسجت بما بقي من صوف زربية كبيرة، فألوانها ألوانها.",
            "Tissé avec ce qui restait de la laine d’un grand tapis, dont il a les couleurs.",
            "Woven with wool left from a large carpet, whose colours it shares.",
        ),
    ),
    "textile.shawl": (
        Text(
            "نسيج خفيف يُلفّ على الرأس أو على الكتفين.",
            "Une étoffe légère, à enrouler sur la tête ou sur les épaules.",
            "A light cloth, to wind round the head or over the shoulders.",
        ),
        Text(
            "عرضه يكفي ليقي من الشمس ومن برد الليل.",
            "Assez large pour protéger du soleil comme du froid de la nuit.",
            "Wide enough to keep off the sun, and the cold of the night.",
        ),
        Text(
            "خيوطه رفيعة وحافته مثنية باليد.",
            "Des fils fins et une lisière roulottée à la main.",
            "Fine threads and an edge rolled by hand.",
        ),
    ),
    "textile.garment": (
        Text(
            "لباس واسع مقصوص ببساطة، وزينته كلها في الإبرة.",
            "Un vêtement ample, de coupe simple, dont tout l’ornement vient de l’aiguille.",
            "A wide garment of simple cut, with all its ornament from the needle.",
        ),
        Text(
            "خيطت الأطراف مرتين حتى تحتمل الغسل الكثير.",
            "Les bords sont cousus deux fois, pour supporter de nombreux lavages.",
            "The hems are sewn twice, to stand many washings.",
        ),
        Text(
            "التطريز باليد، وظهره نظيف مثل وجهه.",
            "La broderie est faite à la main ; l’envers est aussi net que l’endroit.",
            "The embroidery is by hand, and its back is as neat as its front.",
        ),
    ),
    "pottery.jar": (
        Text(
            "جرة تقف وحدها في ركن الغرفة أو عند المدخل.",
            "Une jarre qui tient seule dans un coin de la pièce ou près de l’entrée.",
            "A jar that stands alone in the corner of a room or by the door.",
        ),
        Text(
            "بُنيت حلقة فوق حلقة، ويُرى موضع الحلقات في الضوء المائل.",
            "Montée anneau sur anneau ; à la lumière rasante, on devine les anneaux.",
            "Built ring on ring; in slanting light the rings can be seen.",
        ),
        Text(
            "كتفها عريض وعنقها قصير، وتوازنها جيد.",
            "Épaule large, col court, bon aplomb.",
            "A wide shoulder, a short neck, and a good balance.",
        ),
    ),
    "pottery.bowl": (
        Text(
            "زلافة تملأ الكفين، حافتها ناعمة.",
            "Un bol qui remplit les deux mains, au bord doux.",
            "A bowl that fills both hands, with a soft rim.",
        ),
        Text(
            "شُكّلت باليد دون دولاب، فدورانها حيّ غير تام.",
            "Façonné à la main sans tour : son rond est vivant, pas parfait.",
            "Shaped by hand without a wheel: its round is alive, not perfect.",
        ),
        Text(
            "جدارها رقيق عند الحافة وسميك عند القاعدة.",
            "Une paroi fine au bord et épaisse à la base.",
            "The wall is thin at the rim and thick at the base.",
        ),
    ),
    "pottery.tajine": (
        Text(
            "طاجين من قطعتين، غطاؤه مضبوط على قاعدته.",
            "Un tajine en deux pièces, au couvercle ajusté à sa base.",
            "A tajine in two parts, its lid fitted to its base.",
        ),
        Text(
            "غطاؤه عال يزيّن المائدة أو الرف.",
            "Son haut couvercle habille une table ou une étagère.",
            "Its high lid dresses a table or a shelf.",
        ),
        Text(
            "صُنع الغطاء والقاعدة من الطين نفسه وفي الحرق نفسه.",
            "Couvercle et base sont de la même argile et de la même cuisson.",
            "Lid and base come from the same clay and the same firing.",
        ),
    ),
    "pottery.cup": (
        Text(
            "فنجان صغير خفيف في اليد.",
            "Une petite tasse, légère en main.",
            "A small cup, light in the hand.",
        ),
        Text(
            "لكل فنجان ميله الصغير، فلا اثنان متطابقان.",
            "Chaque tasse a sa petite inclinaison ; il n’y en a pas deux pareilles.",
            "Each cup has its own small lean; no two are the same.",
        ),
        Text(
            "صُقل سطحه بحجر أملس قبل الحرق.",
            "Sa surface a été polie au galet avant la cuisson.",
            "Its surface was polished with a smooth stone before firing.",
        ),
    ),
    "pottery.plate": (
        Text(
            "صحن يُعلّق على الجدار أو يوضع على المائدة للزينة.",
            "Une assiette à accrocher au mur ou à poser sur la table, pour la décoration.",
            "A plate to hang on the wall or set on the table, for decoration.",
        ),
        Text(
            "قاعه مستو وحافته مرفوعة قليلا.",
            "Le fond est plat et le bord à peine relevé.",
            "The base is flat and the rim slightly raised.",
        ),
        Text(
            "رُسم عليه والطين لا يزال رطبا.",
            "Le dessin a été fait dans l’argile encore humide.",
            "It was drawn on while the clay was still damp.",
        ),
    ),
    "pottery.burner": (
        Text(
            "مبخرة للجمر والبخور، تقف ثابتة على قاعدتها.",
            "Un brûle-parfum pour la braise et l’encens, bien stable sur son pied.",
            "A burner for embers and incense, steady on its foot.",
        ),
        Text(
            "تخرج الرائحة من ثقوب فُتحت والطين طري.",
            "Le parfum sort par des trous percés dans l’argile tendre.",
            "The scent leaves through holes pierced in the soft clay.",
        ),
        Text(
            "جدارها سميك حتى لا تسخن من الخارج سريعا.",
            "Une paroi épaisse, qui ne chauffe pas trop vite au dehors.",
            "A thick wall, so that the outside does not heat quickly.",
        ),
    ),
    "jewellery.silver.bracelet": (
        Text(
            "سوار مفتوح يُلبس من جانب المعصم.",
            "Un bracelet ouvert, qui se passe par le côté du poignet.",
            "An open bracelet, put on from the side of the wrist.",
        ),
        Text(
            "طُرقت الفضة من سبيكة واحدة ثم نُقشت.",
            "L’argent a été martelé d’un seul lingot, puis gravé.",
            "The silver was hammered from a single bar and then engraved.",
        ),
        Text(
            "ثقله محسوس في اليد وحوافه مبرودة ناعمة.",
            "Il pèse dans la main, et ses bords sont limés doux.",
            "It has weight in the hand, and its edges are filed smooth.",
        ),
    ),
    "jewellery.silver.ring": (
        Text(
            "خاتم يُلبس كل يوم، ظهره أملس مريح.",
            "Une bague de tous les jours, lisse à l’intérieur.",
            "A ring for every day, smooth inside.",
        ),
        Text(
            "رسمه صغير ودقيق، ويحتاج إلى ضوء ليُقرأ.",
            "Un dessin petit et précis, qui demande de la lumière pour être lu.",
            "A small, exact drawing that needs light to be read.",
        ),
        Text(
            "يمكن للصائغ تعديل المقاس قبل الإرسال.",
            "Le bijoutier peut ajuster la taille avant l’envoi.",
            "The silversmith can adjust the size before sending.",
        ),
    ),
    "jewellery.silver.pendant": (
        Text(
            "قلادة تُحمل على حبل أو سلسلة.",
            "Un pendentif à porter sur un cordon ou une chaîne.",
            "A pendant to wear on a cord or a chain.",
        ),
        Text(
            "وجهها منقوش وظهرها أملس عليه علامة الصائغ.",
            "Une face gravée, un dos lisse avec la marque du bijoutier.",
            "One face engraved, the back smooth with the maker’s mark.",
        ),
        Text(
            "صُبّت في قالب كُسر بعدها، فلا نسخة لها.",
            "Coulé dans un moule brisé ensuite : il n’en existe pas de copie.",
            "Cast in a mould that was broken afterwards: there is no copy of it.",
        ),
    ),
    "jewellery.silver.earrings": (
        Text(
            "أقراط خفيفة تتحرك مع الرأس.",
            "Des boucles légères, qui bougent avec la tête.",
            "Light earrings that move with the head.",
        ),
        Text(
            "وُزن القرطان معا حتى يتساويا.",
            "Les deux boucles ont été pesées ensemble, pour être égales.",
            "The two were weighed together so as to be equal.",
        ),
        Text(
            "مشبكها بسيط ومتين من الفضة نفسها.",
            "L’attache est simple et solide, du même argent.",
            "The hook is simple and strong, of the same silver.",
        ),
    ),
    "jewellery.silver.cross": (
        Text(
            "شكل من أشكال الصحراء يعرفه كل صائغ ويصنعه كل واحد بطريقته.",
            "Une forme du désert que tout bijoutier connaît et que chacun fait à sa manière.",
            "A shape of the desert that every silversmith knows and each makes in his own way.",
        ),
        Text(
            "حلقته العليا واسعة تقبل حبلا سميكا.",
            "L’anneau du haut est large et accepte un cordon épais.",
            "The upper ring is wide and takes a thick cord.",
        ),
        Text(
            "صُقل وجهه وتُرك العمق داكنا ليظهر النقش.",
            "La face est polie et les creux laissés sombres, pour que la gravure se lise.",
            "The face is polished and the hollows left dark so that the engraving reads.",
        ),
    ),
    "jewellery.white.pendant": (
        Text(
            "قلادة من المعدن الأبيض: ليست فضة، وسعرها يقول ذلك.",
            "Un pendentif en métal blanc : ce n’est pas de l’argent, et son prix le dit.",
            "A pendant of white metal: it is not silver, and its price says so.",
        ),
        Text(
            "شكل قديم بمعدن بسيط، للاستعمال اليومي.",
            "Une forme ancienne dans un métal simple, pour tous les jours.",
            "An old shape in a simple metal, for every day.",
        ),
    ),
    "stone.carved": (
        Text(
            "نُحتت القطعة من حجر واحد دون لصق.",
            "La pièce est taillée d’un seul bloc, sans collage.",
            "Carved from a single stone, with nothing glued.",
        ),
        Text(
            "عروق الحجر تمرّ في القطعة كلها.",
            "Les veines de la pierre traversent toute la pièce.",
            "The veins of the stone run through the whole piece.",
        ),
        Text(
            "تُركت القاعدة خامًا كما وُجدت في الوادي.",
            "La base est laissée brute, comme on l’a trouvée dans l’oued.",
            "The base is left rough, as it was found in the river bed.",
        ),
    ),
    "palm.tray": (
        Text(
            "طبق مسطح يُبدأ من وسطه ويُدار حتى حافته.",
            "Un plateau commencé au centre et tourné jusqu’au bord.",
            "A tray begun at the centre and turned out to its rim.",
        ),
        Text(
            "يُعلّق على الجدار حين لا يكون على المائدة.",
            "Il s’accroche au mur quand il n’est pas sur la table.",
            "It hangs on the wall when it is not on the table.",
        ),
        Text(
            "غرزه متقاربة، ولا يمرّ الضوء بينها.",
            "Les points sont serrés : la lumière ne passe pas.",
            "The stitches are close, and no light comes between them.",
        ),
    ),
    "palm.basket": (
        Text(
            "قفة للسوق أو للبيت، مقبضاها يحملان الثقل حتى القاع.",
            "Un couffin pour le marché ou la maison, dont les anses portent jusqu’au fond.",
            "A basket for market or home, its handles carrying down to the base.",
        ),
        Text(
            "ضفيرة واحدة طويلة خيطت على نفسها.",
            "Une seule longue tresse, cousue sur elle-même.",
            "One long braid, sewn round upon itself.",
        ),
        Text(
            "تُطوى قليلا وتعود إلى شكلها.",
            "Il se plie un peu et reprend sa forme.",
            "It bends a little and takes its shape again.",
        ),
    ),
    "palm.fan": (
        Text(
            "مروحة خفيفة للقيلولة وللجمر.",
            "Un éventail léger, pour la sieste et pour la braise.",
            "A light fan, for the siesta and for the embers.",
        ),
        Text(
            "مقبضها ملفوف بالخيط حتى لا ينزلق.",
            "Le manche est gainé de fil pour ne pas glisser.",
            "The handle is bound with thread so as not to slip.",
        ),
    ),
    "palm.hat": (
        Text(
            "قبعة يمرّ فيها الهواء وتقي من الشمس.",
            "Un chapeau qui laisse passer l’air et arrête le soleil.",
            "A hat that lets the air through and keeps the sun off.",
        ),
        Text(
            "خيطت ضفيرتها من القمة إلى الحافة دون قطع.",
            "La tresse est cousue du sommet au bord, sans coupure.",
            "Its braid is sewn from crown to brim without a break.",
        ),
    ),
    "palm.mat": (
        Text(
            "حصيرة للجلوس وللنوم في الهواء الطلق.",
            "Une natte pour s’asseoir, ou dormir au frais.",
            "A mat to sit on, or to sleep on in the open air.",
        ),
        Text(
            "تُلفّ وتُحمل على الكتف.",
            "Elle se roule et se porte sur l’épaule.",
            "It rolls up and is carried on the shoulder.",
        ),
    ),
    "palm.plate": (
        Text(
            "صحن صغير للتمر أو للمفاتيح عند الباب.",
            "Une petite assiette pour les dattes, ou pour les clés près de la porte.",
            "A small plate for dates, or for keys by the door.",
        ),
        Text(
            "قاعه مستو ولا يتأرجح.",
            "Le fond est plat et ne bascule pas.",
            "Its base is flat and does not rock.",
        ),
    ),
    "leather.bag": (
        Text(
            "حقيبة تُحمل على الكتف، وداخلها مبطّن بالقطن.",
            "Un sac à porter à l’épaule, doublé de coton.",
            "A bag for the shoulder, lined with cotton.",
        ),
        Text(
            "غطاؤها يُغلق بحلقة من الجلد دون معدن.",
            "Le rabat se ferme par une boucle de cuir, sans métal.",
            "The flap closes with a leather loop, without metal.",
        ),
    ),
    "leather.cushion": (
        Text(
            "وسادة من قطع جلد خيطت واحدة إلى جانب الأخرى.",
            "Un coussin fait de morceaux de cuir cousus bord à bord.",
            "A cushion of pieces of leather sewn edge to edge.",
        ),
        Text(
            "تُرسل فارغة وتُملأ في البيت من فتحة مخفية.",
            "Il est envoyé vide et se remplit chez vous par une ouverture cachée.",
            "It is sent empty and filled at home through a hidden opening.",
        ),
    ),
    "leather.sandals": (
        Text(
            "نعل مفتوحة، خيطت طبقاتها بخيط مشمّع.",
            "Des sandales ouvertes, aux semelles cousues de fil ciré.",
            "Open sandals, their soles sewn with waxed thread.",
        ),
        Text(
            "تلين مع القدم في أيام ثم لا تتغير.",
            "Elles prennent la forme du pied en quelques jours, puis n’en changent plus.",
            "They take the shape of the foot in a few days and then keep it.",
        ),
    ),
    "leather.box": (
        Text(
            "علبة من جلد قاس شُدّ على قالب من خشب.",
            "Un coffret de cuir durci, tendu sur une forme de bois.",
            "A box of hardened leather, stretched on a wooden form.",
        ),
        Text(
            "غطاؤها يدخل في القاعدة دون مفصل.",
            "Le couvercle s’emboîte sur la base, sans charnière.",
            "The lid slides over the base, without a hinge.",
        ),
    ),
}

MAKING: dict[str, tuple[Text, ...]] = {
    "knotted": (
        Text(
            "الصوف مغزول محليا، والسداة مشدودة بالتساوي من طرف إلى طرف.",
            "La laine est filée sur place et la chaîne tendue également d’un bout à l’autre.",
            "The wool is spun locally and the warp evenly stretched from end to end.",
        ),
        Text(
            "تتغير درجة اللون قليلا حيث بدأت حزمة صوف جديدة، وهذا من الصباغ باليد.",
            "La teinte change un peu là où commence un nouvel écheveau : c’est la teinture à la main.",
            "The shade shifts a little where a new skein begins: that is hand dyeing.",
        ),
        Text(
            "بعد كل صف عُقدٍ تمرّ لحمتان وتُدقّان بالمشط الحديدي.",
            "Après chaque rang de nœuds, deux fils de trame sont tassés au peigne de fer.",
            "After each row of knots two wefts are beaten down with an iron comb.",
        ),
    ),
    "flat": (
        Text(
            "نُسجت القطعة على نول قائم، ودُقّت خيوطها بالمشط صفا بعد صف.",
            "La pièce est tissée sur un métier dressé, les fils tassés au peigne rang après rang.",
            "The piece is woven on an upright loom, its threads beaten with the comb row after row.",
        ),
        Text(
            "غُسل الصوف قبل الغزل وبعده، فلا تترك القطعة لونا على اليد.",
            "La laine est lavée avant et après le filage ; la pièce ne déteint pas sur la main.",
            "The wool is washed before and after spinning; the piece leaves no colour on the hand.",
        ),
        Text(
            "الحواف مشدودة مستقيمة، والأطراف معقودة واحدا واحدا.",
            "Les lisières sont droites et serrées, les bouts noués un à un.",
            "The edges are straight and tight, the ends knotted one by one.",
        ),
        Text(
            "من ينظر عن قرب يجد خطا واحدا لا يشبه إخوته: هكذا تعمل اليد.",
            "De près, une ligne ne ressemble pas aux autres : c’est ainsi que travaille une main.",
            "Look closely and one line is unlike the others: that is how a hand works.",
        ),
        Text(
            "أُخذت الألوان على دفعات صغيرة، فبعضها أدفأ من بعض.",
            "Les couleurs viennent de petits bains ; certaines sont plus chaudes que d’autres.",
            "The colours come from small dye baths, and some are warmer than others.",
        ),
    ),
    "cloth": (
        Text(
            "القماش مغسول قبل الخياطة، فلا ينكمش بعدها.",
            "Le tissu est lavé avant la couture et ne rétrécit plus.",
            "The cloth is washed before sewing and shrinks no more.",
        ),
        Text(
            "كل الغرز باليد، صغيرة ومتساوية.",
            "Tous les points sont faits à la main, petits et réguliers.",
            "Every stitch is by hand, small and even.",
        ),
        Text(
            "اختير الخيط من القطن حتى يبقى القماش خفيفا في الحر.",
            "Le fil est de coton, pour que l’étoffe reste légère par forte chaleur.",
            "The thread is cotton, so that the cloth stays light in the heat.",
        ),
        Text(
            "لا تتكرر القطعة نفسها: يتغير الرسم مع كل واحدة.",
            "La même pièce ne revient pas : le dessin change à chaque fois.",
            "The same piece does not come twice: the drawing changes each time.",
        ),
    ),
    "pottery": (
        Text(
            "عُجن الطين بالقدم وتُرك يستريح أياما قبل التشكيل.",
            "L’argile est pétrie au pied et laissée plusieurs jours au repos avant le façonnage.",
            "The clay is trodden by foot and left to rest for days before shaping.",
        ),
        Text(
            "أُحرقت القطعة بالحطب والسعف في فرن مكشوف، فتركت النار عليها ظلا.",
            "La pièce est cuite au bois et à la palme dans un four ouvert ; le feu y a laissé une ombre.",
            "The piece is fired with wood and palm in an open kiln, and the fire left a shadow on it.",
        ),
        Text(
            "صُقلت القطعة بحجر قبل الحرق، فلمعانها من الحجر لا من الطلاء.",
            "La pièce est polie au galet avant la cuisson : son éclat vient de la pierre, non d’un vernis.",
            "The piece is polished with a pebble before firing: its shine is from the stone, not from a glaze.",
        ),
        Text(
            "تُطرق القطعة قبل بيعها ويُسمع صوتها، فلا تُباع مشقوقة.",
            "On frappe la pièce avant de la vendre et on l’écoute : fêlée, elle n’est pas vendue.",
            "The piece is knocked and listened to before it is sold: a cracked one is not sold.",
        ),
        Text(
            "جفّت القطعة في الظل أسبوعا قبل أن ترى النار.",
            "La pièce a séché une semaine à l’ombre avant de voir le feu.",
            "The piece dried for a week in the shade before it saw the fire.",
        ),
    ),
    "silver": (
        Text(
            "صرّح الصائغ بعيار 925؛ والدمغة لا تعوّض طابع الضمان.",
            "Le bijoutier déclare un titre de 925 ; l’estampille ne remplace pas le poinçon de garantie.",
            "The silversmith declares a fineness of 925; a stamp does not replace the guarantee punch.",
        ),
        Text(
            "النقش بالإزميل واليد، ويُرى أثر كل ضربة من قريب.",
            "La gravure est faite au burin, à la main ; de près on voit chaque coup.",
            "The engraving is by burin and hand; from close by every stroke shows.",
        ),
        Text(
            "لُحمت الأجزاء بالفضة نفسها وبُردت حتى لا يُحسّ موضع اللحام.",
            "Les parties sont soudées du même argent et limées : la soudure ne se sent pas.",
            "The parts are soldered with the same silver and filed until the joint cannot be felt.",
        ),
        Text(
            "مع الوقت يسودّ العمق ويلمع البارز، وهكذا يُقرأ الرسم أحسن.",
            "Avec le temps les creux noircissent et les reliefs brillent ; le dessin se lit mieux.",
            "With time the hollows darken and the raised parts shine, and the drawing reads better.",
        ),
    ),
    "white": (
        Text(
            "صُبّ المعدن في قالب من طين ثم بُرد ونُقش.",
            "Le métal est coulé dans un moule d’argile, puis limé et gravé.",
            "The metal is cast in a clay mould, then filed and engraved.",
        ),
        Text(
            "المعدن مزيج من النحاس والنيكل؛ من تتحسس بشرته من النيكل يلبس القطعة فوق الثوب.",
            "Le métal est un alliage de cuivre et de nickel ; une peau sensible le portera sur le vêtement.",
            "The metal is an alloy of copper and nickel; with sensitive skin, wear it over clothing.",
        ),
    ),
    "stone": (
        Text(
            "نُشر الحجر بالماء وصُقل على مراحل من الخشن إلى الناعم.",
            "La pierre est sciée à l’eau et polie par étapes, du gros grain au fin.",
            "The stone is sawn with water and polished in stages, from coarse to fine.",
        ),
        Text(
            "لا طلاء ولا زيت على السطح، فاللون لون الحجر.",
            "Ni vernis ni huile : la couleur est celle de la pierre.",
            "No varnish and no oil: the colour is that of the stone.",
        ),
        Text(
            "يستغرق النحت أياما، وأصعبه الأجزاء الرقيقة.",
            "La taille prend des jours ; le plus difficile, ce sont les parties fines.",
            "The carving takes days, and the thin parts are the hardest.",
        ),
    ),
    "palm": (
        Text(
            "نُقع السعف ليلة وضُفر رطبا، فشدّ بعضه بعضا حين جفّ.",
            "La palme trempe une nuit et se travaille humide ; en séchant elle se resserre.",
            "The leaf is soaked overnight and worked damp; as it dries it pulls tight.",
        ),
        Text(
            "اختير السعف من قلب النخلة لأنه أفتح لونا وأطوع.",
            "La palme vient du cœur de l’arbre, plus claire et plus souple.",
            "The leaf comes from the heart of the tree, paler and more supple.",
        ),
        Text(
            "أطراف السعف مخفية داخل الغرز فلا تخدش اليد.",
            "Les bouts de palme sont rentrés dans les points et ne piquent pas la main.",
            "The leaf ends are hidden inside the stitches and do not scratch.",
        ),
        Text(
            "تبقى رائحة السعف أسابيع، ثم يميل اللون إلى لون العسل.",
            "L’odeur de la palme reste des semaines, puis la couleur tourne au miel.",
            "The scent of the leaf stays for weeks, and then the colour turns to honey.",
        ),
    ),
    "leather": (
        Text(
            "جلد ماعز مدبوغ بالنبات، لونه يغمق مع الاستعمال.",
            "Du cuir de chèvre tanné au végétal, dont la teinte fonce à l’usage.",
            "Vegetable-tanned goat leather, which darkens with use.",
        ),
        Text(
            "رُسمت الخطوط بكشط اللون عن الجلد بحد السكين.",
            "Les lignes sont dessinées en grattant la couleur au fil du couteau.",
            "The lines are drawn by scraping the colour away with the edge of a knife.",
        ),
        Text(
            "خيطت القطعة بخيط جلدي رفيع، ويمكن إصلاحها.",
            "La pièce est cousue d’un fin lacet de cuir et se répare.",
            "The piece is sewn with a fine leather lace and can be mended.",
        ),
        Text(
            "قُصّت الأجزاء كلها من جلدة واحدة فتقارب لونها.",
            "Toutes les parties viennent d’une même peau, et leurs teintes s’accordent.",
            "All the parts come from one hide, and their shades agree.",
        ),
    ),
}

LIVING: dict[str, tuple[Text, ...]] = {
    "knotted": (
        Text(
            "تُسلّم ملفوفة في قماش قطن، وعلى ظهرها سنة نسجها.",
            "Livré roulé dans un drap de coton, l’année de tissage au dos.",
            "It comes rolled in cotton cloth, with the year of weaving on the back.",
        ),
        Text(
            "في الأسابيع الأولى تترك قليلا من الوبر، ثم تستقر.",
            "Les premières semaines il perd un peu de laine, puis se stabilise.",
            "For the first weeks it sheds a little wool, and then it settles.",
        ),
        Text(
            "إذا سال عليها شيء يُمسح بقماش مبلّل دون فرك.",
            "Si un liquide se renverse, tamponnez d’un linge humide sans frotter.",
            "If something spills, dab it with a damp cloth and do not rub.",
        ),
    ),
    "flat": (
        Text(
            "تُغسل بماء بارد وتُنشر في الظل.",
            "La pièce se lave à l’eau froide et sèche à l’ombre.",
            "It washes in cold water and dries in the shade.",
        ),
        Text(
            "إذا انفكّ خيط في الطرف يُعاد عقده باليد.",
            "Si un fil se défait au bout, il se renoue à la main.",
            "If a thread comes loose at the end, it can be knotted again by hand.",
        ),
        Text(
            "تُقلب كل بضعة أشهر حتى يتساوى أثر الضوء والاستعمال.",
            "À retourner de temps en temps, pour que la lumière et l’usage soient égaux.",
            "Turn it now and then, so that light and wear are even.",
        ),
        Text(
            "كل قطعة وحيدة: لا تُنسج أختها مرتين.",
            "Chaque pièce est seule : sa sœur ne se tisse pas deux fois.",
            "Each piece is single: its sister is not woven twice.",
        ),
    ),
    "cloth": (
        Text(
            "تُغسل القطعة وحدها في المرة الأولى.",
            "À laver à part la première fois.",
            "Wash it alone the first time.",
        ),
        Text(
            "تُكوى القطعة من ظهرها بنار هادئة.",
            "Se repasse sur l’envers, à fer doux.",
            "Iron it on the back with a cool iron.",
        ),
        Text(
            "المقاسات مأخوذة والقماش مبسوط على طاولة.",
            "Les mesures sont prises à plat, sur une table.",
            "The measures are taken flat on a table.",
        ),
    ),
    "pottery": (
        Text(
            "لم تُفحص القطعة في مخبر، ولذلك تُباع للزينة لا للطعام.",
            "La pièce n’a pas d’analyse de laboratoire : elle est vendue pour la décoration, non pour la table.",
            "The piece has no laboratory report, and so it is sold for decoration, not for food.",
        ),
        Text(
            "تُغلّف القطعة وحدها في علبة مزدوجة لأن الطريق طويل.",
            "La pièce voyage seule dans une double boîte, car la route est longue.",
            "It travels alone in a double box, for the road is long.",
        ),
        Text(
            "قد تختلف القطعة بضعة مليمترات عن المقاسات المكتوبة.",
            "Quelques millimètres d’écart avec les mesures sont possibles.",
            "A few millimetres’ difference from the stated measures is possible.",
        ),
        Text(
            "تُبعد عن الصقيع وعن تغيّر الحرارة المفاجئ.",
            "À tenir loin du gel et des brusques changements de chaleur.",
            "Keep it from frost and from sudden changes of heat.",
        ),
    ),
    "silver": (
        Text(
            "تُمسح القطعة بقماش ناعم وتُحفظ في كيس من القطن.",
            "S’essuie d’un linge doux et se range dans un sachet de coton.",
            "Wipe with a soft cloth and keep in a cotton bag.",
        ),
        Text(
            "الوزن المكتوب وزن القطعة كاملة بما فيها من حجر أو حبل.",
            "Le poids indiqué est celui de la pièce entière, pierre ou cordon compris.",
            "The stated mass is that of the whole piece, with any stone or cord.",
        ),
        Text(
            "تُرسل القطعة في علبة صغيرة مختومة.",
            "La pièce est envoyée dans une petite boîte scellée.",
            "Sent in a small sealed box.",
        ),
    ),
    "white": (
        Text(
            "تُلمّع القطعة بقماش جاف.",
            "Se fait briller d’un linge sec.",
            "Polish with a dry cloth.",
        ),
        Text(
            "يُكتب على الورقة المرفقة: معدن أبيض.",
            "L’étiquette le dit : métal blanc.",
            "The card with it says: white metal.",
        ),
    ),
    "stone": (
        Text(
            "يُمسح الغبار بقماش رطب لا غير.",
            "Un linge humide suffit pour la poussière.",
            "A damp cloth is enough for dust.",
        ),
        Text(
            "الحجر ثقيل وقابل للكسر عند السقوط، ويُغلّف بطبقتين.",
            "La pierre est lourde et se brise si elle tombe ; elle est emballée deux fois.",
            "Stone is heavy and breaks when dropped; it is wrapped twice.",
        ),
    ),
    "palm": (
        Text(
            "تُحفظ القطعة في مكان جاف، وإن تبلّلت تُترك لتجفّ في الهواء.",
            "À garder au sec ; mouillée, la pièce sèche à l’air.",
            "Keep it dry; if it gets wet, let it dry in the air.",
        ),
        Text(
            "القطعة خفيفة، ويسهل حملها في حقيبة السفر.",
            "La pièce est légère et se glisse sans peine dans une valise.",
            "It is light and goes easily in a suitcase.",
        ),
        Text(
            "إن انثنت حافة تُرشّ بالماء وتُعاد إلى شكلها.",
            "Si un bord se plie, humectez-le et redonnez-lui sa forme.",
            "If an edge bends, dampen it and press it back into shape.",
        ),
    ),
    "leather": (
        Text(
            "يُدهن الجلد مرتين في السنة بقليل من الزيت أو الشمع.",
            "Le cuir se nourrit deux fois l’an, d’un peu d’huile ou de cire.",
            "Feed the leather twice a year with a little oil or wax.",
        ),
        Text(
            "رائحة الجلد قوية في أول الأيام وتخفّ بالتهوية.",
            "L’odeur du cuir est forte les premiers jours et s’atténue à l’air.",
            "The smell of the leather is strong at first and fades with airing.",
        ),
        Text(
            "لا يُترك في الشمس ولا في سيارة مغلقة.",
            "À ne pas laisser au soleil ni dans une voiture fermée.",
            "Do not leave it in the sun or in a closed car.",
        ),
    ),
}
