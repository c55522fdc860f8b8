/* What words in other people's tables mean: plain lists, to be read and added to.
 *
 * Everything is compared folded (search.h): small letters, without marks; Arabic without the
 * article. A phrase counts as a whole; of several that stand in a text the longest says the kind.
 */
#include <string.h>

#include "aid/import_inside.h"

/* ---- the lists --------------------------------------------------------------------------------
 */

/* Semicolons between. English, Arabic, French, Spanish, Kreyòl. */
static const char *const KIND_WORDS[AID_KIND_COUNT + 1] = {
    [AID_SHELTER] =
        "shelter;shelters;housing;accommodation;bed;beds;tent;tents;tarp;tarps;homeless;roof;"
        "shelter needs;displaced;place to stay;place to sleep;room;rent;eviction;"
        "مأوى;ملجأ;إيواء;سكن;مسكن;بيت;غرفة;سرير;أسرة للنوم;خيمة;خيم;خيام;مبيت;إيجار;شوادر;نازحون;"
        "abri;abris;hébergement;logement;tente;tentes;lit;sans abri;"
        "refugio;albergue;vivienda;alojamiento;carpa;cama;kote pou dòmi;tant;kay",
    [AID_FOOD] =
        "food;water;meal;meals;bread;groceries;hunger;hungry;drinking water;food shortage;"
        "water shortage;baby formula;infant formula;milk;bottled water;"
        "طعام;غذاء;أكل;وجبة;وجبات;خبز;ماء;مياه;مياه شرب;جوع;سلة غذائية;حليب;حليب أطفال;تموين;"
        "nourriture;eau;eau potable;aliments;repas;faim;pénurie d'aliments;pénurie d'eau;lait;"
        "comida;alimentos;agua;agua potable;hambre;leche;manje;dlo;grangou",
    [AID_HEALTH] =
        "health;medical;medicine;medicines;medication;doctor;nurse;hospital;clinic;injured;wounded;"
        "medical emergency;medical equipment;medical supplies;public health;insulin;first aid;"
        "infection;surgery;pharmacy;ambulance;pregnant;"
        "صحة;صحي;طب;طبي;طبية;دواء;أدوية;طبيب;طبيبة;ممرض;ممرضة;مستشفى;مستوصف;جريح;جرحى;مصاب;إصابات;"
        "إسعاف;إسعافات أولية;أنسولين;صيدلية;علاج;عملية جراحية;حامل;"
        "santé;médical;médicale;médicaments;médecin;hôpital;blessé;blessés;urgence médicale;"
        "salud;médico;medicinas;medicamentos;herido;heridos;hospital de campaña;doktè;lopital;"
        "medikaman;blese;maladi",
    [AID_CHILDREN] = "child care;childcare;children;babysitting;nursery;orphans;orphanage;"
                     "أطفال;رعاية أطفال;حضانة;أيتام;دار أيتام;"
                     "garde d'enfants;enfants;orphelinat;niños;cuidado de niños;timoun;òfelina",
    [AID_RIDE] = "ride;rides;transport;transportation;car;driver;lift;evacuation;evacuate;fuel;"
                 "نقل;مواصلات;توصيل;سيارة;سائق;إخلاء;إجلاء;وقود;بنزين;"
                 "transports;voiture;évacuation;carburant;transporte;coche;evacuación;combustible;"
                 "machin;transpò",
    [AID_MONEY] = "money;cash;cash assistance;financial;donation;donations;debt;"
                  "مال;نقود;مبلغ;مساعدة مالية;دين;تبرعات;"
                  "argent;aide financière;espèces;dinero;efectivo;lajan",
    [AID_LEGAL] = "legal;lawyer;law;papers;documents;passport;residency;asylum;court;"
                  "قانون;قانوني;قانونية;محامي;محامية;أوراق;وثائق;جواز سفر;إقامة;لجوء;محكمة;"
                  "juridique;avocat;papiers;asile;abogado;asilo;papeles;avoka;papye",
    [AID_SAFETY] =
        "safety;security;security threats;threat;threats;violence;protection;accompany;rescue;"
        "search and rescue;trapped;people trapped;collapsed;collapsed "
        "structure;looting;danger;fire;gas leak;"
        "أمان;أمن;تهديد;تهديدات;عنف;حماية;مرافقة;إنقاذ;بحث وإنقاذ;عالق;عالقون;تحت الأنقاض;انهيار;"
        "خطر;sécurité;menace;menaces;sauvetage;personnes prises au piège;pris au piège;pillage;"
        "seguridad;rescate;atrapado;atrapados;amenaza;violencia;sekirite;anba dekonb",
    [AID_SKILLS] =
        "skill;skills;work;repair;plumber;electrician;translation;translator;interpreter;labour;"
        "debris removal;cleaning;volunteers;engineer;"
        "مهارة;مهارات;عمل;تصليح;إصلاح;سباك;كهربائي;ترجمة;مترجم;مترجمة;متطوعون;تنظيف;رفع أنقاض;"
        "travail;réparation;traduction;interprète;bénévoles;trabajo;reparación;traducción;"
        "voluntarios;travay;tradiksyon",
    [AID_THINGS] =
        "thing;things;clothes;clothing;blanket;blankets;furniture;hygiene;hygiene kits;diapers;"
        "generator;batteries;phone charger;mattress;mattresses;non food items;nfi;stove;heater;"
        "أغراض;ملابس;بطانية;بطانيات;أثاث;نظافة;حفاضات;مولد;مولد كهرباء;بطاريات;فرشة;فرشات;مدفأة;"
        "vêtements;couvertures;meubles;hygiène;couches;matelas;ropa;mantas;cobijas;pañales;colchón;"
        "rad;dra",
    [AID_COMPANY] =
        "company;comfort;emotional support;psychosocial;psychological;counselling;"
        "somebody to talk to;loneliness;visit;"
        "رفقة;مؤانسة;دعم نفسي;نفسي;مواساة;وحدة;زيارة;"
        "soutien moral;psychosocial;compañía;apoyo emocional;apoyo psicológico;sipò moral",
    [AID_OTHER] =
        "other;others;misc;miscellaneous;something else;أخرى;غير ذلك;متفرقات;autre;autres;"
        "otro;otros;lòt",
};

/* Urgent whatever the category: read in title, category and the beginning of the words. */
static const char NOW_WORDS[] =
    "trapped;under the rubble;buried alive;bleeding;medical emergency;life threatening;dying;"
    "unconscious;not breathing;urgent;urgently;emergency;sos;tonight;immediately;immediate;"
    "no insulin;in labour;fire;collapsed;"
    "عالق;عالقة;عالقون;عالقين;تحت الأنقاض;تحت الركام;نزيف;ينزف;حالة طارئة;طارئ;طوارئ;عاجل;"
    "عاجلة;فورا;الليلة;حالا;"
    "pris au piège;prise au piège;prises au piège;sous les décombres;saigne;urgence;urgences;"
    "urgent;immédiatement;ce soir;"
    "atrapado;atrapada;atrapados;bajo los escombros;urgente;emergencia;esta noche;"
    "anba dekonb;ijan;ijans";

static const struct {
    enum loop_urgency urgency;
    const char *words;
} URGENCY_WORDS[] = {
    {LOOP_NOW, "1;now;today;urgent;immediate;immediately;high;critical;emergency;very high;asap;"
               "tonight;عاجل;عاجل جدا;الآن;اليوم;فوري;حرج;الليلة;مرتفع;urgente;urgence;élevé;"
               "alta;hoy;ijan"},
    {LOOP_WEEK, "2;week;this week;soon;medium;normal;days;هذا الأسبوع;أسبوع;قريبا;متوسط;عادي;"
                "cette semaine;moyen;esta semana;media"},
    {LOOP_MONTH, "3;month;this month;low;هذا الشهر;شهر;منخفض;ce mois;faible;este mes;baja"},
    {LOOP_WHENEVER, "4;whenever;any time;not urgent;no hurry;متى أمكن;غير عاجل;لا عجلة;pas urgent;"
                    "cuando sea;sin prisa"},
};

static const struct {
    enum import_column column;
    const char *names;
} COLUMN_NAMES[] = {
    {IMPORT_SERIAL, "serial;id;no;nr;number;serial number;case number;رقم;الرقم;رقم الحالة;"
                    "الرقم التسلسلي;numéro;número"},
    {IMPORT_LINE, "incident title;title;what;need;needs;request;subject;short description;ask;"
                  "العنوان;عنوان;ماذا;الحاجة;المطلوب;الطلب;الموضوع;titre;besoin;título;necesidad;"
                  "offer title;العرض"},
    {IMPORT_WORDS, "description;details;detail;notes;note;comment;comments;message;text;"
                   "incident description;more;التفاصيل;تفاصيل;الوصف;وصف;ملاحظات;ملاحظة;تعليق;"
                   "الرسالة;détails;remarques;descripción;detalles;notas"},
    {IMPORT_KIND, "category;categories;kind;type;type of help;sector;incident category;need type;"
                  "الفئة;النوع;نوع;نوع المساعدة;التصنيف;القطاع;catégorie;categoría;tipo"},
    {IMPORT_UNITS,
     "how many;people;persons;quantity;amount;count;number of people;family size;"
     "beds;seats;pieces;household size;العدد;كم;عدد الأشخاص;عدد الأفراد;الكمية;المبلغ;"
     "nombre;quantité;combien;cantidad;cuántos;personas"},
    {IMPORT_WHERE, "location;where;place;area;city;address;district;neighbourhood;neighborhood;"
                   "location name;أين;المكان;مكان;المنطقة;المدينة;العنوان السكني;الحي;الموقع;lieu;"
                   "où;ville;adresse;quartier;lugar;dónde;ciudad;dirección"},
    {IMPORT_LAT, "latitude;lat;y;خط العرض;latitud"},
    {IMPORT_LON, "longitude;lon;lng;long;x;خط الطول;longitud"},
    {IMPORT_URGENCY, "urgency;priority;how urgent;urgent;severity;الأولوية;الاستعجال;عاجل;درجة "
                     "الاستعجال;urgence;priorité;urgencia;prioridad"},
    {IMPORT_DATE, "incident date;date;day;asked;when;created;reported;timestamp;date reported;"
                  "submitted;التاريخ;تاريخ;اليوم;تاريخ الطلب;متى;fecha;jour"},
    {IMPORT_UNTIL, "until;deadline;valid until;needed by;by;expires;حتى;إلى تاريخ;آخر موعد;قبل;"
                   "صالح حتى;jusqu'au;jusqu'à;date limite;hasta"},
    {IMPORT_NAME, "name;contact name;reporter;full name;requester;first name;الاسم;اسم;"
                  "اسم صاحب الطلب;nom;nombre completo"},
    {IMPORT_CONTACT, "contact;phone;telephone;phone number;email;mobile;whatsapp;signal;"
                     "contact details;الهاتف;هاتف;رقم الهاتف;التواصل;طريقة التواصل;جوال;واتساب;"
                     "téléphone;courriel;teléfono;correo"},
    {IMPORT_WHO, "for whom;who;beneficiary;person;household;لمن;المستفيد;pour qui;para quién"},
    {IMPORT_LANG, "language;languages;spoken language;اللغة;لغة;langue;idioma"},
    {IMPORT_SIDE, "side;ask or offer;type of post;need or offer;طلب أو عرض;طلب أم عرض"},
    {IMPORT_APPROVED, "approved;moderated;موافق عليه;معتمد;approuvé;aprobado"},
    {IMPORT_VERIFIED, "verified;checked;مؤكد;متحقق منه;vérifié;verificado"},
};

/* ---- folding them once ------------------------------------------------------------------------
 */

/* " a b " without the article, so that a phrase with a space on both sides is a whole one. */
static struct str padded(struct arena *a, struct str folded)
{
    const struct str al = STR("ال"), wal = STR("وال");
    char *p = arena_alloc(a, folded.n + 3);
    size_t n = 0;
    p[n++] = ' ';
    for (struct str rest = folded; rest.n != 0;) {
        struct str word = str_cut(&rest, ' ');
        if (str_starts(word, wal) && word.n > wal.n + 3)
            word = str_slice(word, wal.n, word.n);
        else if (str_starts(word, al) && word.n > al.n + 3)
            word = str_slice(word, al.n, word.n);
        if (word.n == 0)
            continue;
        memcpy(p + n, word.p, word.n);
        n += word.n;
        p[n++] = ' ';
    }
    return str_from(p, n);
}

static size_t count_of(const char *list)
{
    size_t n = 1;
    for (; *list; list++)
        n += *list == ';';
    return n;
}

static size_t list_fold(struct search *s, struct arena *a, const char *list, struct str **out)
{
    struct str rest = str_from_c(list);
    size_t n = 0;
    *out = ARENA_ARRAY(a, struct str, count_of(list));
    while (rest.n != 0)
        (*out)[n++] = padded(a, search_fold(s, a, str_cut(&rest, ';')));
    return n;
}

void import_words_make(struct search *s, struct arena *a, struct import_words *out)
{
    *out = (struct import_words){.search = s, .arena = a};
    for (int k = 1; k <= AID_KIND_COUNT; k++)
        out->nkind[k] = list_fold(s, a, KIND_WORDS[k], &out->kind[k]);
    out->nnow = list_fold(s, a, NOW_WORDS, &out->now);
}

static bool stands_in(struct str text, struct str phrase)
{
    return phrase.n <= text.n && phrase.n > 2 && memmem(text.p, text.n, phrase.p, phrase.n) != NULL;
}

int import_kind_of(const struct import_words *w, struct str folded)
{
    const struct str text = padded(w->arena, folded);
    size_t best = 0;
    int kind = 0;
    for (int k = 1; k <= AID_KIND_COUNT; k++)
        for (size_t i = 0; i < w->nkind[k]; i++)
            if (w->kind[k][i].n > best && stands_in(text, w->kind[k][i])) {
                best = w->kind[k][i].n;
                kind = k;
            }
    return kind;
}

bool import_is_now(const struct import_words *w, struct str folded)
{
    const struct str text = padded(w->arena, folded);
    for (size_t i = 0; i < w->nnow; i++)
        if (stands_in(text, w->now[i]))
            return true;
    return false;
}

/* Is the text one of the list, all of it? */
static bool is_one(struct search *s, struct arena *a, const char *list, struct str text)
{
    for (struct str rest = str_from_c(list); rest.n != 0;)
        if (str_eq(padded(a, search_fold(s, a, str_cut(&rest, ';'))), text))
            return true;
    return false;
}

bool import_urgency_of(const struct import_words *w, struct str folded, enum loop_urgency *out)
{
    const struct str text = padded(w->arena, folded);
    for (size_t i = 0; i < sizeof URGENCY_WORDS / sizeof URGENCY_WORDS[0]; i++)
        if (is_one(w->search, w->arena, URGENCY_WORDS[i].words, text)) {
            *out = URGENCY_WORDS[i].urgency;
            return true;
        }
    return false;
}

static bool is_among(struct str s, const char *const *all)
{
    for (; *all; all++)
        if (str_eq_c(s, *all))
            return true;
    return false;
}

enum import_yes import_yes_of(struct str s)
{
    static const char *const YES[] = {"yes", "y", "true", "1", "نعم", "oui", "si", "wi", NULL};
    static const char *const NO[] = {"no", "n", "false", "0", "لا", "non", NULL};
    return is_among(s, YES) ? IMPORT_YES : is_among(s, NO) ? IMPORT_NO : IMPORT_UNSAID;
}

bool import_side_of(struct str s, enum aid_side *out)
{
    static const char *const ASK[] = {"ask",    "asks", "need",   "request", "help wanted", "طلب",
                                      "احتياج", "حاجه", "besoin", "demande", "necesidad",   NULL};
    static const char *const OFFER[] = {"offer", "offers", "have",   "supply",    "عرض",
                                        "تبرع",  "offre",  "oferta", "volunteer", NULL};
    *out = is_among(s, OFFER) ? AID_OFFER : AID_ASK;
    return *out == AID_OFFER || is_among(s, ASK);
}

int import_language_of(struct search *s, struct arena *a, struct str folded)
{
    static const struct {
        unsigned bit;
        const char *names;
    } NAMES[] = {{0, "arabic;arabe;عربي;عربية;العربية"},
                 {1, "english;anglais;inglés;إنجليزي;الإنجليزية;انكليزي"},
                 {2, "french;français;francés;فرنسي;الفرنسية"},
                 {3, "kurdish;kurmanji;kurde;كردي;الكردية"},
                 {4, "sorani;سوراني"},
                 {5, "persian;farsi;dari;فارسي;الفارسية"},
                 {6, "turkish;turc;تركي;التركية"},
                 {8, "armenian;أرمني;الأرمنية"},
                 {10, "somali;صومالي"},
                 {11, "amharic;أمهري"},
                 {15, "spanish;espagnol;إسباني"},
                 {20, "ukrainian;أوكراني"},
                 {23, "sign language;sign;لغة الإشارة;إشارة"}};
    for (size_t i = 0; i < AID_LANGUAGE_COUNT; i++)
        if (str_eq_c(folded, aid_languages[i].code) ||
            str_eq(folded, search_fold(s, a, str_from_c(aid_languages[i].name))))
            return (int)aid_languages[i].bit;
    const struct str text = padded(a, folded);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (is_one(s, a, NAMES[i].names, text))
            return (int)NAMES[i].bit;
    return -1;
}

enum import_column import_column_named(struct search *s, struct arena *a, struct str name)
{
    enum import_column c;
    if (str_eq_c(name, "#") || str_eq_c(name, "№"))
        return IMPORT_SERIAL;
    const struct str text = padded(a, search_fold(s, a, name));
    if (import_column_find(name, &c))
        return c;
    for (size_t i = 0; i < sizeof COLUMN_NAMES / sizeof COLUMN_NAMES[0]; i++)
        if (text.n > 1 && is_one(s, a, COLUMN_NAMES[i].names, text))
            return COLUMN_NAMES[i].column;
    return IMPORT_OUT;
}

/* ---- codes ------------------------------------------------------------------------------------
 */

static const struct {
    const char *code, *text;
} COLUMNS[IMPORT_COLUMN_COUNT] = {
#define X(name, code, text) [IMPORT_##name] = {code, text},
    IMPORT_COLUMNS(X)
#undef X
};

const char *import_column_code(enum import_column c)
{
    return COLUMNS[c].code;
}

const char *import_column_text(enum import_column c)
{
    return COLUMNS[c].text;
}

bool import_column_find(struct str code, enum import_column *out)
{
    for (int i = 0; i < IMPORT_COLUMN_COUNT; i++)
        if (str_eq_c(code, COLUMNS[i].code)) {
            *out = (enum import_column)i;
            return true;
        }
    return false;
}
