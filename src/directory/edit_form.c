/* The form of an entry as a table, and what is checked of it. */
#include "directory/edit.h"
#include "directory/edit_hours.h"
#include "html/html.h"
#include "search/vocabulary.h"

static const struct form_choice STATES[] = {
    {"active", N_("Open to people"), 1},
    {"temporarily closed", N_("Closed for the time being"), 2},
    {"inactive", N_("Not offered at the moment"), 3},
    {"defunct", N_("No longer there"), 4},
    {NULL, NULL, 0},
};
static const struct form_choice SEEN[] = {
    {"all", N_("Everybody"), EDIT_SEEN_ALL},
    {"place", N_("Everybody, but the address only members of this network"), EDIT_SEEN_PLACE},
    {"members", N_("Members of this network only"), EDIT_SEEN_MEMBERS},
    {NULL, NULL, 0},
};

#define LINE(at, wire, text, help, most)                                                           \
    [EDIT_##                                                                                       \
        at] = {.name = (wire), .label = (text), .hint = (help), .kind = FIELD_LINE, .max = (most)}
#define TEXT(at, wire, text, help, most)                                                           \
    [EDIT_##                                                                                       \
        at] = {.name = (wire), .label = (text), .hint = (help), .kind = FIELD_TEXT, .max = (most)}
#define FLAG(at, wire, text, help)                                                                 \
    [EDIT_##at] = {.name = (wire), .label = (text), .hint = (help), .kind = FIELD_FLAG}

#define FIELDS_BUT_OFFERED                                                                         \
    [EDIT_NAME] = {.name = "name",                                                                 \
                   .label = N_("Name"),                                                            \
                   .kind = FIELD_LINE,                                                             \
                   .max = 200,                                                                     \
                   .required = true},                                                              \
    LINE(ALT, "alt", N_("Another name"), N_("In another language, or a short one."), 200),         \
    [EDIT_ABOUT] = {.name = "about",                                                               \
                    .label = N_("What it is"),                                                     \
                    .hint = N_("What happens there, in plain words."),                             \
                    .kind = FIELD_TEXT,                                                            \
                    .max = 4000,                                                                   \
                    .required = true},                                                             \
    LINE(NEED_1, "need1", N_("Kind of need"), NULL, 30),                                           \
    LINE(NEED_2, "need2", N_("A second kind"), NULL, 30),                                          \
    LINE(NEED_3, "need3", N_("A third kind"), NULL, 30),                                           \
    TEXT(APPLY, "apply", N_("How to ask"),                                                         \
         N_("By telephone, by walking in, with an appointment."), 1000),                           \
    TEXT(WHO, "who", N_("For whom"), NULL, 1000),                                                  \
    TEXT(COST, "cost", N_("What it costs"), NULL, 500),                                            \
    TEXT(PAPERS, "papers", N_("Papers that are asked for"), N_("One on each line."), 1000),        \
    LINE(SPOKEN, "spoken", N_("Languages spoken there"), N_("With commas between them."), 200),    \
    LINE(PHONE_1, "phone1", N_("Telephone"),                                                       \
         N_("With the country's code, so that it can be "                                          \
            "called from anywhere."),                                                              \
         60),                                                                                      \
    LINE(PHONE_1_FOR, "phone1for", N_("What this number is for"), NULL, 100),                      \
    LINE(PHONE_2, "phone2", N_("A second number"), NULL, 60),                                      \
    LINE(PHONE_2_FOR, "phone2for", N_("What the second is for"), NULL, 100),                       \
    LINE(PHONE_3, "phone3", N_("A third number"), NULL, 60),                                       \
    LINE(PHONE_3_FOR, "phone3for", N_("What the third is for"), NULL, 100),                        \
    LINE(EMAIL, "email", N_("Email"), NULL, 200), LINE(WEB, "web", N_("Web page"), NULL, 500),     \
    FLAG(ONLINE, "online", N_("It is online or by telephone: there is no place to go to"), NULL),  \
    LINE(STREET, "street", N_("Street and number"), NULL, 200),                                    \
    LINE(CITY, "city", N_("Town"), NULL, 100), LINE(REGION, "region", N_("Region"), NULL, 100),    \
    LINE(COUNTRY, "country", N_("Country"), N_("Its name, or its two letters."), 60),              \
    TEXT(AREA, "area", N_("Area served"),                                                          \
         N_("Towns, regions or countries, one on each line. Left empty: not said."), 1000),        \
    LINE(MONDAY, "mo", N_("Monday"), NULL, 100), LINE(TUESDAY, "tu", N_("Tuesday"), NULL, 100),    \
    LINE(WEDNESDAY, "we", N_("Wednesday"), NULL, 100),                                             \
    LINE(THURSDAY, "th", N_("Thursday"), NULL, 100), LINE(FRIDAY, "fr", N_("Friday"), NULL, 100),  \
    LINE(SATURDAY, "sa", N_("Saturday"), NULL, 100), LINE(SUNDAY, "su", N_("Sunday"), NULL, 100),  \
    [EDIT_STATE] = {.name = "state",                                                               \
                    .label = N_("Is it open to people?"),                                          \
                    .kind = FIELD_CHOICE,                                                          \
                    .choices = STATES},                                                            \
    FLAG(AFFIRMING, "affirming", N_("Affirming: people are welcome there as they are"), NULL),     \
    FLAG(NO_PAPERS, "nopapers", N_("Asks for no papers"), NULL),                                   \
    FLAG(CRISIS, "crisis", N_("A line for a crisis: stands on the page for hard moments"), NULL),  \
    [EDIT_SEEN] = {.name = "seen",                                                                 \
                   .label = N_("Who may see it"),                                                  \
                   .hint = N_("What only members may see is sealed: it stands in no search of "    \
                              "strangers, in no export and in no other network's list. What "      \
                              "was public before may stand in copies that others have."),          \
                   .kind = FIELD_CHOICE,                                                           \
                   .choices = SEEN,                                                                \
                   .required = true},                                                              \
    FLAG(CHECKED, "checked", N_("I made sure today that this is right"),                           \
         N_("The entry then says so, with today's date and your byline.")),                        \
    [EDIT_BASE] = {.name = "base", .kind = FIELD_HIDDEN, .max = 64}

static const struct form_field OLD_FIELDS[] = {
    FIELDS_BUT_OFFERED,
    LINE(OFFERED, "offered", N_("Who offers it"), NULL, 200),
};
static const struct form_field NEW_FIELDS[] = {
    FIELDS_BUT_OFFERED,
    [EDIT_OFFERED] = {.name = "offered",
                      .label = N_("Who offers it"),
                      .hint = N_("The organization, practice or group behind it. It may have the "
                                 "same name."),
                      .kind = FIELD_LINE,
                      .max = 200,
                      .required = true},
};
const struct form_spec EDIT_FORM = FORM_SPEC(OLD_FIELDS);
const struct form_spec EDIT_NEW_FORM = FORM_SPEC(NEW_FIELDS);

_Static_assert(EDIT_BASE < FORM_FIELDS_MAX, "FORM_FIELDS_MAX");
_Static_assert(EDIT_SUNDAY - EDIT_MONDAY + 1 == EDIT_DAYS, "the days of a week");

static void hours_check(struct form *f)
{
    struct edit_day day;
    for (size_t i = EDIT_MONDAY; i <= EDIT_SUNDAY; i++) {
        if (f->problem[i] != FIELD_IS_NONE)
            continue;
        switch (edit_day_read(f->value[i], &day)) {
        case EDIT_HOURS_OK:
            break;
        case EDIT_HOURS_UNREADABLE:
            form_reject(f, i, N_("Please write hours like 9-17 or 9:00-13:00, 15:00-18:00."));
            break;
        case EDIT_HOURS_AFTERNOON:
            form_reject(f, i,
                        N_("Is the afternoon meant? Please write 17 or 5 pm; for the next "
                           "morning 05:00."));
            break;
        }
    }
}

static bool looks_like_mail(struct str s)
{
    size_t at = str_find_char(s, '@');
    return at > 0 && at + 2 < s.n && str_find_char(s, ' ') == s.n &&
           str_find_char(str_slice(s, at + 1, s.n), '@') == s.n - at - 1;
}

/* A name without a dot leads nowhere. */
static bool looks_like_web(struct arena *a, struct str typed)
{
    struct url web;
    struct str s = edit_web(a, typed), rest = s, host = STR_NONE;
    for (int part = 0; part < 3 && rest.p; part++)
        host = str_cut(&rest, '/'); /* "https:", "", the host */
    size_t dot = str_find_char(host, '.');

    return url_external(a, s, &web) && dot > 0 && dot + 1 < host.n;
}

/* Was it written now? */
static bool written(const struct form *was, const struct form *f, size_t i)
{
    return f->value[i].n && !str_eq(was->value[i], f->value[i]);
}

void edit_check(struct arena *a, const struct form *was, struct form *f)
{
    char code[3];
    hours_check(f);
    if (written(was, f, EDIT_EMAIL) && !looks_like_mail(f->value[EDIT_EMAIL]))
        form_reject(f, EDIT_EMAIL, N_("An address of mail has an @ in the middle."));
    if (written(was, f, EDIT_WEB) && !looks_like_web(a, f->value[EDIT_WEB]))
        form_reject(f, EDIT_WEB, N_("Please write it like https://example.org."));
    if (written(was, f, EDIT_COUNTRY) && !lang_country_find(f->value[EDIT_COUNTRY], code))
        form_reject(f, EDIT_COUNTRY,
                    N_("This country is not known by that name. Its two letters will do too."));
    if (f->number[EDIT_ONLINE] == 0 && written(was, f, EDIT_STREET) && f->value[EDIT_CITY].n == 0)
        form_reject(f, EDIT_CITY, N_("Please fill this in."));
    for (size_t i = EDIT_NEED_1; i <= EDIT_NEED_3; i++)
        if (f->value[i].n && !vocabulary_concept(f->value[i]))
            form_reject(f, i, N_("Please choose one of these."));
}

/* People leave the scheme out. */
struct str edit_web(struct arena *a, struct str typed)
{
    if (str_starts(typed, STR("https://")) || str_starts(typed, STR("http://")))
        return typed;
    return str_fmt(a, "https://%" STR_FMT, STR_ARG(typed));
}

unsigned edit_tags(const struct form *f)
{
    return (f->number[EDIT_AFFIRMING] ? (unsigned)DIRECTORY_TAG_AFFIRMING : 0u) |
           (f->number[EDIT_NO_PAPERS] ? (unsigned)DIRECTORY_TAG_NO_PAPERS : 0u) |
           (f->number[EDIT_CRISIS] ? (unsigned)DIRECTORY_TAG_CRISIS : 0u);
}

size_t edit_differ(const struct form *a, const struct form *b, size_t out[FORM_FIELDS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < a->spec->n; i++) {
        if (i == EDIT_BASE || i == EDIT_CHECKED || i == EDIT_OFFERED)
            continue;
        bool flag = a->spec->fields[i].kind == FIELD_FLAG;
        if (flag ? a->number[i] != b->number[i] : !str_eq(a->value[i], b->value[i]))
            out[n++] = i;
    }
    return n;
}
