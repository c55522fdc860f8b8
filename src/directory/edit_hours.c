#include "directory/edit_hours.h"

#include "base/buf.h"

#define DAY_MINUTES (24 * 60)

enum mark { MARK_END, MARK_NUMBER, MARK_COLON, MARK_TO, MARK_AND, MARK_AM, MARK_PM, MARK_ODD };

struct reader {
    struct str s;
    size_t at;
    enum mark mark; /* the one that is looked at */
    int number;
    int digits;
};

static int digit_of(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 0x660 && c <= 0x669)
        return (int)(c - 0x660);
    return c >= 0x6F0 && c <= 0x6F9 ? (int)(c - 0x6F0) : -1;
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0x620 && c <= 0x65F) ||
           (c >= 0x671 && c <= 0x6D3);
}

/* What stands between words: passed over. */
static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

static enum mark sign_of(uint32_t c)
{
    switch (c) {
    case ':':
    case '.':
    case 0x66B: /* the Arabic decimal sign */
        return MARK_COLON;
    case '-':
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
    case '~':
        return MARK_TO;
    case ',':
    case ';':
    case '/':
    case '+':
    case '&':
    case 0x60C:
    case 0x61B:
        return MARK_AND;
    default:
        return MARK_ODD;
    }
}

static bool same_word(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        char c = a.p[i] >= 'A' && a.p[i] <= 'Z' ? (char)(a.p[i] | 0x20) : a.p[i];
        if (c != b.p[i])
            return false;
    }
    return true;
}

static bool is_one_of(struct str word, const char *const *words)
{
    for (; *words; words++)
        if (same_word(word, str_from_c(*words)))
            return true;
    return false;
}

/* Words that only lead on are passed over: MARK_END then. */
static enum mark word_of(struct str word)
{
    static const char *const to[] = {"to", "until", "till", "bis", "a", "إلى", "الى", "حتى", NULL};
    static const char *const and[] = {"and", "then", "و", "ثم", NULL};
    static const char *const am[] = {"am", "ص", "صباحا", "صباحًا", NULL};
    static const char *const pm[] = {"pm", "م", "مساء", "مساءً", "ظهرا", "ظهرًا", NULL};
    static const char *const lead[] = {"from", "h", "uhr", "من", "الساعة", NULL};
    if (is_one_of(word, to))
        return MARK_TO;
    if (is_one_of(word, and))
        return MARK_AND;
    if (is_one_of(word, am))
        return MARK_AM;
    if (is_one_of(word, pm))
        return MARK_PM;
    return is_one_of(word, lead) ? MARK_END : MARK_ODD;
}

static void read_number(struct reader *r)
{
    r->mark = MARK_NUMBER;
    r->number = r->digits = 0;
    while (r->at < r->s.n) {
        size_t next = r->at;
        int d = digit_of(str_utf8_next(r->s, &next));
        if (d < 0 || r->digits == 4)
            return;
        r->number = r->number * 10 + d;
        r->digits++;
        r->at = next;
    }
}

static enum mark read_word(struct reader *r)
{
    size_t from = r->at;
    while (r->at < r->s.n) {
        size_t next = r->at;
        uint32_t c = str_utf8_next(r->s, &next);
        /* "a.m.", "p.m." */
        bool dot =
            c == '.' && r->at > from && r->at + 1 < r->s.n && (r->s.p[r->at + 1] | 0x20) == 'm';
        if (!is_letter(c) && !dot)
            break;
        r->at = next;
    }
    struct str word = str_slice(r->s, from, r->at);
    if (same_word(word, STR("a.m")) || same_word(word, STR("p.m"))) {
        r->at += r->at < r->s.n && r->s.p[r->at] == '.';
        return (word.p[0] | 0x20) == 'a' ? MARK_AM : MARK_PM;
    }
    return word_of(word);
}

static void next(struct reader *r)
{
    r->mark = MARK_END;
    while (r->at < r->s.n && r->mark == MARK_END) {
        size_t after = r->at;
        uint32_t c = str_utf8_next(r->s, &after);
        if (digit_of(c) >= 0) {
            read_number(r);
        } else if (is_letter(c)) {
            r->mark = read_word(r);
        } else {
            r->at = after;
            if (!is_space(c))
                r->mark = sign_of(c);
        }
    }
}

struct moment {
    int minutes;
    bool bare; /* one digit and nothing else: "5" */
};

static bool read_moment(struct reader *r, struct moment *out)
{
    if (r->mark != MARK_NUMBER || r->digits > 4)
        return false;
    int hour = r->number, minute = 0;
    bool bare = r->digits == 1;
    if (r->digits >= 3) { /* 0900 */
        minute = hour % 100;
        hour /= 100;
    }
    next(r);
    if (r->mark == MARK_COLON) {
        next(r);
        if (r->mark != MARK_NUMBER || r->digits != 2)
            return false;
        minute = r->number;
        bare = false;
        next(r);
    }
    if (r->mark == MARK_AM || r->mark == MARK_PM) {
        if (hour < 1 || hour > 12)
            return false;
        hour = hour % 12 + (r->mark == MARK_PM ? 12 : 0);
        bare = false;
        next(r);
    }
    *out = (struct moment){hour * 60 + minute, bare};
    return minute < 60 && out->minutes <= DAY_MINUTES;
}

static enum edit_hours_fault read_span(struct reader *r, struct edit_span *out)
{
    struct moment from, to;
    if (!read_moment(r, &from) || r->mark != MARK_TO)
        return EDIT_HOURS_UNREADABLE;
    next(r);
    if (!read_moment(r, &to) || from.minutes == DAY_MINUTES || from.minutes == to.minutes)
        return EDIT_HOURS_UNREADABLE;
    if (to.minutes < from.minutes && to.bare && to.minutes > 0)
        return EDIT_HOURS_AFTERNOON;
    *out = (struct edit_span){from.minutes, to.minutes};
    return EDIT_HOURS_OK;
}

static bool is_whole_day(struct str typed)
{
    static const char *const words[] = {
        "24",      "24h",  "24 h",       "24 hours",        "24/7", "all day", "٢٤", "٢٤ ساعة",
        "24 ساعة", "٢٤/٧", "طوال اليوم", "على مدار الساعة", NULL};
    return is_one_of(typed, words);
}

static bool is_closed(struct str typed)
{
    static const char *const words[] = {"closed", "shut", "مغلق", "مغلقة", "مقفل", "عطلة", NULL};
    return is_one_of(typed, words);
}

enum edit_hours_fault edit_day_read(struct str typed, struct edit_day *out)
{
    struct reader r = {.s = str_trim(typed)};
    *out = (struct edit_day){0};
    if (r.s.n == 0)
        return EDIT_HOURS_OK;
    if (is_closed(r.s)) {
        out->closed = true;
        return EDIT_HOURS_OK;
    }
    if (is_whole_day(r.s)) {
        out->v[out->n++] = (struct edit_span){0, DAY_MINUTES};
        return EDIT_HOURS_OK;
    }
    next(&r);
    for (;;) {
        if (out->n == EDIT_SPANS_MAX)
            return EDIT_HOURS_UNREADABLE;
        enum edit_hours_fault f = read_span(&r, &out->v[out->n]);
        if (f != EDIT_HOURS_OK)
            return f;
        out->n++;
        if (r.mark == MARK_END && r.at == r.s.n)
            return EDIT_HOURS_OK;
        while (r.mark == MARK_AND) /* "، و" */
            next(&r);
    }
}

struct str edit_day_write(struct arena *a, const struct edit_day *day, const char *closed)
{
    struct buf b;
    struct str out = STR_NONE;
    if (day->closed)
        return str_from_c(closed);
    buf_init(&b, a, 64, 512);
    for (size_t i = 0; i < day->n; i++)
        buf_add_fmt(&b, "%s%02d:%02d–%02d:%02d", i ? ", " : "", day->v[i].opens / 60,
                    day->v[i].opens % 60, day->v[i].closes / 60, day->v[i].closes % 60);
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

bool edit_day_same(const struct edit_day *a, const struct edit_day *b)
{
    if (a->closed != b->closed || a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (a->v[i].opens != b->v[i].opens || a->v[i].closes != b->v[i].closes)
            return false;
    return true;
}
