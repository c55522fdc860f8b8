#include <string.h>

#include "base/log.h"
#include "cli/demo.h"

/* Where the text that follows goes. */
struct reader {
    struct demo_script *out;
    struct demo_circle *circle;
    struct demo_event *event;
    struct str *text;
    bool fresh; /* no line of it yet */
};

static size_t person_find(const struct demo_script *s, struct str key)
{
    size_t i = 0;
    while (i < s->npeople && !str_eq(s->people[i].key, key))
        i++;
    return i;
}

/* "NAME | PRONOUNS | A FEW WORDS" */
static struct space_persona persona_of(struct str rest)
{
    struct space_persona p;
    p.name = str_trim(str_cut(&rest, '|'));
    p.pronouns = str_trim(str_cut(&rest, '|'));
    p.about = str_trim(rest);
    return p;
}

static void text_goes_to(struct reader *r, struct str *text)
{
    r->text = text;
    r->fresh = true;
}

/* Lines that follow one another in the file are one run of bytes. */
static bool text_line(struct reader *r, struct str line)
{
    if (r->fresh && str_trim(line).n == 0)
        return true;
    if (!r->text)
        return str_trim(line).n == 0;
    *r->text = r->fresh ? line : str_from(r->text->p, (size_t)(line.p + line.n - r->text->p));
    r->fresh = false;
    return true;
}

static bool read_person(struct reader *r, struct str rest)
{
    struct demo_script *s = r->out;
    if (s->npeople == DEMO_PEOPLE_MAX)
        return false;
    struct demo_person *p = &s->people[s->npeople++];
    p->key = str_cut(&rest, ' ');
    p->persona = persona_of(rest);
    return p->persona.name.n > 0;
}

static bool read_signin(struct reader *r, struct str rest)
{
    static const char *const roles[] = {
#define X(name, word, label) word,
        DEMO_ROLES(X)
#undef X
    };
    size_t who = person_find(r->out, str_cut(&rest, ' '));
    struct str role = str_cut(&rest, ' ');
    if (who == r->out->npeople)
        return false;
    for (size_t i = 0; i < DEMO_SIGNINS; i++)
        if (str_eq_c(role, roles[i])) {
            r->out->people[who].signs_in = true;
            r->out->people[who].role = (enum demo_role)i;
            r->out->people[who].signin = str_trim(rest);
            return rest.n > 0;
        }
    return false;
}

/* "KEY open|request|invitation|hidden DAYS FACILITATOR NAME" */
static bool read_circle(struct reader *r, struct str rest)
{
    static const char *const openness[] = {"open", "request", "invitation", "hidden"};
    struct demo_script *s = r->out;
    uint64_t days = 0;
    if (s->ncircles == DEMO_CIRCLES_MAX)
        return false;
    struct demo_circle *c = r->circle = &s->circles[s->ncircles++];
    c->key = str_cut(&rest, ' ');
    struct str how = str_cut(&rest, ' ');
    for (int i = 0; i < 4; i++)
        if (str_eq_c(how, openness[i]))
            c->openness = i + 1;
    bool ok = str_to_u64(str_cut(&rest, ' '), &days) && days <= 365;
    c->keep_days = (int)days;
    c->facilitator = person_find(s, str_cut(&rest, ' '));
    c->name = str_trim(rest);
    return ok && c->openness && c->facilitator < s->npeople && c->name.n > 0;
}

static bool read_in(struct reader *r, struct str rest, bool asks)
{
    struct demo_circle *c = r->circle;
    if (!c || c->nin == DEMO_PEOPLE_MAX)
        return false;
    struct demo_in *in = &c->in[c->nin++];
    in->person = person_find(r->out, str_cut(&rest, ' '));
    in->persona = persona_of(rest);
    in->asks = asks;
    text_goes_to(r, asks ? &in->words : NULL);
    return in->person < r->out->npeople && in->persona.name.n > 0;
}

/* "DAYS HH:MM KEY", and for a conversation its title. */
static bool read_event(struct reader *r, struct str rest, bool begins)
{
    struct demo_script *s = r->out;
    uint64_t days, hours, minutes;
    if (!r->circle || s->nevents == DEMO_EVENTS_MAX || (!begins && !r->event))
        return false;
    struct demo_event *e = &s->events[s->nevents];
    bool ok = str_to_u64(str_cut(&rest, ' '), &days) && str_to_u64(str_cut(&rest, ':'), &hours) &&
              str_to_u64(str_cut(&rest, ' '), &minutes) && hours < 24 && minutes < 60 && days < 365;
    e->circle = (size_t)(r->circle - s->circles);
    e->person = person_find(s, str_cut(&rest, ' '));
    e->thread = begins ? s->nevents : r->event->thread;
    e->title = str_trim(rest);
    if (!ok || e->person == s->npeople || begins != (e->title.n > 0) ||
        s->events[e->thread].circle != e->circle)
        return false;
    e->days = (int64_t)days;
    e->seconds = (int64_t)(hours * 60 + minutes) * 60;
    s->nevents++;
    r->event = e;
    text_goes_to(r, &e->text);
    return true;
}

static bool read_affirms(struct reader *r, struct str rest, size_t kind)
{
    if (!r->event)
        return false;
    while (rest.n) {
        size_t who = person_find(r->out, str_cut(&rest, ' '));
        size_t *n = &r->event->naffirms[kind];
        if (who == r->out->npeople || *n == DEMO_AFFIRMS_MAX)
            return false;
        r->event->affirms[kind][(*n)++] = who;
    }
    return true;
}

/* "KEY NAME" */
static bool read_desk(struct reader *r, struct str rest)
{
    struct demo_script *s = r->out;
    if (s->ndesk == DEMO_PEOPLE_MAX)
        return false;
    struct demo_in *in = &s->desk[s->ndesk++];
    in->person = person_find(s, str_cut(&rest, ' '));
    in->persona.name = str_trim(rest);
    return in->person < s->npeople && in->persona.name.n > 0;
}

/* "KEY KIND OFTEN UNITS HOURS | AREA | LINE"; an ask has no KEY. */
static bool read_aid(struct reader *r, struct str rest, bool ask)
{
    struct demo_script *s = r->out;
    uint64_t often, units, hours;
    if (s->naid == DEMO_AID_MAX)
        return false;
    struct demo_aid *d = &s->aid[s->naid++];
    struct str head = str_trim(str_cut(&rest, '|'));
    d->ask = ask;
    d->person = ask ? 0 : person_find(s, str_cut(&head, ' '));
    d->kind = str_cut(&head, ' ');
    bool ok = str_to_u64(str_cut(&head, ' '), &often) && often >= 1 && often <= 4 &&
              str_to_u64(str_cut(&head, ' '), &units) && units >= 1 && units < 1000 &&
              str_to_u64(head, &hours) && hours < 1000;
    if (!ok || d->person == s->npeople)
        return false;
    d->often = (int)often;
    d->units = (int)units;
    d->hours = (int64_t)hours;
    d->area = str_trim(str_cut(&rest, '|'));
    d->line = str_trim(rest);
    text_goes_to(r, &d->words);
    return d->line.n > 0;
}

/* "KEY KIND | AREA | TITLE | LINE" */
static bool read_pool(struct reader *r, struct str rest)
{
    struct demo_script *s = r->out;
    if (s->npools == DEMO_POOLS_MAX)
        return false;
    struct demo_pool *p = &s->pools[s->npools++];
    struct str head = str_trim(str_cut(&rest, '|'));
    p->person = person_find(s, str_cut(&head, ' '));
    p->kind = head;
    p->area = str_trim(str_cut(&rest, '|'));
    p->title = str_trim(str_cut(&rest, '|'));
    p->line = str_trim(rest);
    return p->person < s->npeople && p->kind.n > 0 && p->title.n > 0;
}

/* "UNITS NAME", of the pool before it. */
static bool read_item(struct reader *r, struct str rest)
{
    uint64_t units;
    struct demo_pool *p = r->out->npools ? &r->out->pools[r->out->npools - 1] : NULL;
    if (!p || p->nitems == DEMO_ITEMS_MAX || !str_to_u64(str_cut(&rest, ' '), &units) ||
        units < 1 || units > 100)
        return false;
    p->item[p->nitems].units = (int)units;
    p->item[p->nitems++].name = str_trim(rest);
    return str_trim(rest).n > 0;
}

/* "KEY WHOM | FROM"; the words follow. */
static bool read_wall(struct reader *r, struct str rest)
{
    struct demo_script *s = r->out;
    if (s->nwall == DEMO_WALL_MAX)
        return false;
    struct demo_thanks *t = &s->wall[s->nwall++];
    struct str head = str_trim(str_cut(&rest, '|'));
    t->person = person_find(s, str_cut(&head, ' '));
    t->whom = head;
    t->from = str_trim(rest);
    text_goes_to(r, &t->words);
    return t->person < s->npeople && t->whom.n > 0;
}

static bool read_part(struct reader *r, struct str word, struct str rest)
{
    static const char *const kinds[DEMO_KINDS] = {"@heard", "@metoo", "@thanks"};
    for (size_t i = 0; i < DEMO_KINDS; i++)
        if (str_eq_c(word, kinds[i]))
            return read_affirms(r, rest, i);
    if (!r->event)
        return false;
    if (str_eq_c(word, "@note"))
        r->event->note = rest;
    else if (str_eq_c(word, "@card"))
        r->event->card = rest;
    else if (str_eq_c(word, "@edited"))
        text_goes_to(r, &r->event->edited);
    else
        return false;
    return true;
}

static bool read_command(struct reader *r, struct str line)
{
    struct str rest = str_trim(line), word = str_cut(&rest, ' ');
    rest = str_trim(rest);
    if (str_eq_c(word, "@network"))
        r->out->network = rest;
    else if (str_eq_c(word, "@person"))
        return read_person(r, rest);
    else if (str_eq_c(word, "@signin"))
        return read_signin(r, rest);
    else if (str_eq_c(word, "@circle"))
        return read_circle(r, rest);
    else if (str_eq_c(word, "@in") || str_eq_c(word, "@asks"))
        return read_in(r, rest, str_eq_c(word, "@asks"));
    else if (str_eq_c(word, "@thread") || str_eq_c(word, "@reply"))
        return read_event(r, rest, str_eq_c(word, "@thread"));
    else if (str_eq_c(word, "@areas"))
        r->out->areas = rest;
    else if (str_eq_c(word, "@desk"))
        return read_desk(r, rest);
    else if (str_eq_c(word, "@offer") || str_eq_c(word, "@need"))
        return read_aid(r, rest, str_eq_c(word, "@need"));
    else if (str_eq_c(word, "@pool"))
        return read_pool(r, rest);
    else if (str_eq_c(word, "@item"))
        return read_item(r, rest);
    else if (str_eq_c(word, "@wall"))
        return read_wall(r, rest);
    else if (r->circle && str_eq_c(word, "@for"))
        text_goes_to(r, &r->circle->purpose);
    else if (r->circle && str_eq_c(word, "@agreed"))
        text_goes_to(r, &r->circle->agreements);
    else
        return read_part(r, word, rest);
    return true;
}

/* The blank lines at the end of a text are none of it. */
static void trim_all(struct demo_script *s)
{
    for (size_t i = 0; i < s->ncircles; i++) {
        s->circles[i].purpose = str_trim(s->circles[i].purpose);
        s->circles[i].agreements = str_trim(s->circles[i].agreements);
        for (size_t k = 0; k < s->circles[i].nin; k++)
            s->circles[i].in[k].words = str_trim(s->circles[i].in[k].words);
    }
    for (size_t i = 0; i < s->nwall; i++)
        s->wall[i].words = str_trim(s->wall[i].words);
    for (size_t i = 0; i < s->naid; i++)
        s->aid[i].words = str_trim(s->aid[i].words);
    for (size_t i = 0; i < s->nevents; i++) {
        s->events[i].text = str_trim(s->events[i].text);
        s->events[i].edited = str_trim(s->events[i].edited);
    }
}

enum err demo_script_read(struct str text, struct demo_script *out)
{
    struct reader r = {.out = out};
    memset(out, 0, sizeof *out);
    for (int number = 1; text.n; number++) {
        struct str line = str_cut(&text, '\n');
        bool ok = true;
        if (line.n && line.p[0] == '@')
            ok = read_command(&r, line);
        else if (!line.n || line.p[0] != '#')
            ok = text_line(&r, line);
        if (!ok) {
            log_error("demo", "community.txt, line %d does not read", number);
            return ERR_INVALID;
        }
    }
    trim_all(out);
    return out->network.n && out->nevents ? ERR_OK : ERR_INVALID;
}

int64_t demo_time(const struct demo_event *e, int64_t now)
{
    if (e->days == 0)
        return now - e->seconds;
    int64_t midnight = (int64_t)clock_day(now) * DAY_SECONDS;
    return midnight - e->days * DAY_SECONDS + e->seconds;
}
