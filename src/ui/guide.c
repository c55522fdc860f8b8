#include "ui/guide.h"

#include "ui/guide.html.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What people might write, in both languages: data, so it is not translated. */
static const struct sample {
    struct str title[3], about[3];
    struct str name[3], pronouns[3], text[3];
    struct str note;
    struct str entry, entry_about;
    struct str words[7];
    struct str chips[3];
} SAMPLES[] = {
    {
        .title = {STR_INIT("حلقة المساء"), STR_INIT("أهل وأصدقاء"), STR_INIT("Night shift")},
        .about = {STR_INIT("كلام هادئ في آخر النهار"), STR_INIT("العيش مع من نحبّ"),
                  STR_INIT("For people who work while others sleep")},
        .name = {STR_INIT("نجمة البحر"), STR_INIT("سنونو"), STR_INIT("Riverstone")},
        .pronouns = {STR_INIT("هي"), STR_INIT("هو / هي"), STR_INIT("they")},
        .text = {STR_INIT("في الأيام الثقيلة أبدأ بأصغر شيء ممكن: كوب شاي ونافذة مفتوحة."),
                 STR_INIT("رسالة قصيرة إلى شخص أثق به. حتى «صباح الخير» تكفي."),
                 STR_INIT("This network helped a friend of mine. They answered the same day.")},
        .note = STR_INIT("خلاف في البيت"),
        .entry = STR_INIT("شبكة العون القانوني"),
        .entry_about = STR_INIT("استشارة مجانية وسرّية، عن بُعد أو في المكتب."),
        .words = {STR_INIT("زيتون"), STR_INIT("نافذة"), STR_INIT("قنديل"), STR_INIT("مطر"),
                  STR_INIT("سنونو"), STR_INIT("بوصلة"), STR_INIT("خبز")},
        .chips = {STR_INIT("سكن"), STR_INIT("قانون"), STR_INIT("صحة")},
    },
    {
        .title = {STR_INIT("Evening circle"), STR_INIT("Family and friends"),
                  STR_INIT("مشي الجمعة")},
        .about = {STR_INIT("Quiet talk at the end of the day"),
                  STR_INIT("Living with the people we love"),
                  STR_INIT("نزهة كل أسبوع، بلا استعجال")},
        .name = {STR_INIT("Starling"), STR_INIT("Quince"), STR_INIT("زيتونة")},
        .pronouns = {STR_INIT("she"), STR_INIT("he / they"), {NULL, 0}},
        .text = {STR_INIT("On heavy days I begin with the smallest thing: tea and an open window."),
                 STR_INIT("A short message to somebody I trust. Even “good morning” is enough."),
                 STR_INIT("هذه الشبكة ساعدت صديقًا لي. جاء الردّ في اليوم نفسه.")},
        .note = STR_INIT("trouble at home"),
        .entry = STR_INIT("Legal aid network"),
        .entry_about = STR_INIT("Free and confidential advice, from afar or at the office."),
        .words = {STR_INIT("olive"), STR_INIT("window"), STR_INIT("lantern"), STR_INIT("raisin"),
                  STR_INIT("swallow"), STR_INIT("compass"), STR_INIT("bread")},
        .chips = {STR_INIT("Housing"), STR_INIT("Law"), STR_INIT("Health")},
    },
};

static const struct str GROUPS[] = {STR_INIT("k7f2"), STR_INIT("9qxe"), STR_INIT("m3td"),
                                    STR_INIT("8hjw"), STR_INIT("v5rc"), STR_INIT("2npa")};

static const struct form_choice KEEP[] = {{"7", N_("Seven days"), 7},
                                          {"90", N_("Ninety days"), 90},
                                          {"365", N_("A year"), 365},
                                          {NULL, NULL, 0}};
static const struct form_field FIELDS[] = {
    {.name = "name",
     .label = N_("A name for here"),
     .kind = FIELD_LINE,
     .max = 40,
     .required = true,
     .hint = N_("Each circle may know another name.")},
    {.name = "phrase",
     .label = N_("Passphrase"),
     .kind = FIELD_SECRET,
     .max = 200,
     .required = true},
    {.name = "keep",
     .label = N_("How long words stay"),
     .kind = FIELD_CHOICE,
     .choices = KEEP,
     .required = true},
    {.name = "safe",
     .label = N_("The code is in a safe place"),
     .kind = FIELD_FLAG,
     .required = true},
};
static const struct form_spec FORM = FORM_SPEC(FIELDS);

static const struct form_field REPLY_FIELDS[] = {
    {.name = "text",
     .label = N_("Write a reply"),
     .kind = FIELD_TEXT,
     .max = 8000,
     .required = true,
     .hint = N_("Only members of this circle read it.")},
    {.name = "note", .label = N_("Note before reading"), .kind = FIELD_LINE, .max = 80},
};
static const struct form_spec REPLY = FORM_SPEC(REPLY_FIELDS);

static const struct sample *sample_of(const struct lang *l)
{
    return &SAMPLES[str_eq_c(str_from_c(lang_code(l)), "ar") ? 0 : 1];
}

static const struct lang *other_direction(const struct lang *l)
{
    for (size_t i = 0; i < lang_count(); i++)
        if (!str_eq_c(str_from_c(lang_dir(lang_at(i))), lang_dir(l)))
            return lang_at(i);
    return l;
}

static struct str said(const struct html *h, const char *msgid)
{
    return str_from_c(tr(h->lang, msgid));
}

static void fill_rows(struct html *h, const struct sample *s, struct ui_guide *g)
{
    struct ui_row *rows = ARENA_ARRAY(h->arena, struct ui_row, COUNT(s->title));
    for (size_t i = 0; i < COUNT(s->title); i++)
        rows[i] = (struct ui_row){.title = s->title[i],
                                  .about = s->about[i],
                                  .url = g->here,
                                  .initial = ui_initial(s->title[i]),
                                  .hue = (int)i};
    rows[0].fresh = tr_fmt_n(h->arena, h->lang, "{n} new", "{n} new", 3, NULL, 0);
    g->rows = rows;
    g->nrows = COUNT(s->title);
}

static void fill_posts(struct html *h, const struct sample *s, struct ui_guide *g)
{
    struct ui_guide_post *posts = ARENA_ARRAY(h->arena, struct ui_guide_post, COUNT(s->text));
    struct ui_referral *card = ARENA_NEW(h->arena, struct ui_referral);
    *card = (struct ui_referral){.name = s->entry,
                                 .about = s->entry_about,
                                 .phone = STR("+1 202 555 0100"),
                                 .url = g->here,
                                 .checked = said(h, N_("Checked this month"))};
    for (size_t i = 0; i < COUNT(s->text); i++) {
        posts[i] = (struct ui_guide_post){
            .id = str_fmt(h->arena, "guide-%s-%zu", g->code, i),
            .when = lang_ago(h->arena, h->lang, 0, (int64_t)(COUNT(s->text) - i) * 7200),
            .text = s->text[i]};
        ui_person_init(&posts[i].who, s->name[i], s->pronouns[i], s->name[i]);
        posts[i].who.hue = (int)i + 1;
    }
    posts[0].heard = true;
    posts[1].note = s->note;
    posts[2].first_new = true;
    posts[2].card = card;
    g->posts = posts;
    g->nposts = COUNT(s->text);
}

static struct ui_guide guide_talk(struct html *h, struct url here)
{
    struct ui_guide g = {.code = lang_code(h->lang),
                         .dir = lang_dir(h->lang),
                         .name = str_from_c(lang_name(h->lang)),
                         .here = here};
    const struct sample *s = sample_of(h->lang);
    fill_rows(h, s, &g);
    fill_posts(h, s, &g);
    g.words = s->words;
    g.nwords = COUNT(s->words);
    g.chips = s->chips;
    g.nchips = COUNT(s->chips);
    return g;
}

static void fill_forms(struct ui_guide *g, const struct sample *s)
{
    form_blank(&FORM, &g->form);
    g->form.value[0] = s->name[0];
    g->form.value[2] = STR("90");
    form_reject(&g->form, 0, N_("This name is taken here. Another one?"));
    form_blank(&REPLY, &g->reply);
}

static void fill_lists(struct html *h, struct ui_guide *g)
{
    static const char *const STEPS[] = {N_("Invitation"), N_("Name"), N_("Recovery"), N_("Begin")};
    struct str *steps = ARENA_ARRAY(h->arena, struct str, COUNT(STEPS));
    for (size_t i = 0; i < COUNT(STEPS); i++)
        steps[i] = said(h, STEPS[i]);
    g->steps = steps;
    g->nsteps = COUNT(STEPS);
    g->step = &steps[2];

    struct ui_link *tabs = ARENA_ARRAY(h->arena, struct ui_link, 3);
    tabs[0] = (struct ui_link){.label = said(h, N_("Mine")), .url = g->here, .current = true};
    tabs[1] = (struct ui_link){.label = said(h, N_("Open")), .url = g->here};
    tabs[2] = (struct ui_link){.label = said(h, N_("Requests")), .url = g->here, .unread = true};
    g->tabs = tabs;
    g->ntabs = 3;

    struct ui_fact *facts = ARENA_ARRAY(h->arena, struct ui_fact, 2);
    facts[0] = (struct ui_fact){said(h, N_("Telephone")), STR("+1 202 555 0100")};
    facts[1] = (struct ui_fact){said(h, N_("Hours")), said(h, N_("Sunday to Thursday, 9 to 5"))};
    g->facts = facts;
    g->nfacts = 2;
}

void view_ui_guide_other(struct html *h, const struct ui_guide *g)
{
    const struct lang *here = h->lang;
    h->lang = other_direction(here);
    struct ui_guide other = guide_talk(h, g->here);
    view_ui_guide_talk(h, &other);
    h->lang = here;
}

void view_ui_guide(struct html *h, const struct ui_page *p)
{
    struct ui_guide g = guide_talk(h, p->here);
    fill_forms(&g, sample_of(h->lang));
    g.groups = GROUPS;
    g.ngroups = COUNT(GROUPS);
    fill_lists(h, &g);
    view_ui_guide_page(h, p, &g);
}
