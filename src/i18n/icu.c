/* Dates and numbers. ICU's documentation (userguide/icu/design, "Thread safety";
 * unumberformatter.h, udat.h): const operations on a shared object are thread-safe; unumf_formatInt
 * and udat_format take a const formatter, and date formatting works on a clone of the calendar. So
 * one formatter of each kind per language serves all threads. */
#include "i18n/i18n.h"

#include <assert.h>
#include <string.h>
#include <unicode/uclean.h>
#include <unicode/udat.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#include "i18n/catalogue.h"

#define LANGS_MAX 32
#define TEXT_MAX 96 /* UTF-16 units of a date or a number */

struct formatters {
    UNumberFormatter *number;
    UDateFormat *date;
    bool has_digits; /* numbers below 1,000 are these digits in a row, as far as ICU is asked */
    char digit[10][4];
    size_t ndigit[10];
};

/* Written by i18n_init and i18n_close only, before and after there are threads. */
static struct formatters shared[LANGS_MAX];

static UNumberFormatter *open_number(const struct lang *l)
{
    UErrorCode e = U_ZERO_ERROR;
    UNumberFormatter *f = unumf_openForSkeletonAndLocale(u"", 0, l->locale, &e);
    assert(U_SUCCESS(e));
    return f;
}

static UDateFormat *open_date(const struct lang *l)
{
    UErrorCode e = U_ZERO_ERROR;
    UDateFormat *f =
        udat_open(UDAT_PATTERN, UDAT_PATTERN, l->locale, u"Etc/UTC", -1, u"d MMMM y", -1, &e);
    assert(U_SUCCESS(e));
    return f;
}

static struct str to_utf8(struct arena *a, const UChar *text, int32_t n)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t len = 0;
    char *out = arena_alloc(a, (size_t)n * 3 + 1);
    u_strToUTF8(out, n * 3 + 1, &len, text, n, &e);
    assert(U_SUCCESS(e));
    return str_from(out, (size_t)len);
}

static struct str format_number(struct arena *a, const UNumberFormatter *f, int64_t n)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar text[TEXT_MAX];
    UFormattedNumber *result = unumf_openResult(&e);
    unumf_formatInt(f, n, result, &e);
    int32_t len = unumf_resultToString(result, text, TEXT_MAX, &e);
    unumf_closeResult(result);
    assert(U_SUCCESS(e) && len <= TEXT_MAX);
    return to_utf8(a, text, len);
}

static struct str from_digits(struct arena *a, const struct formatters *f, int64_t n)
{
    char out[16];
    size_t at = 0;
    for (int64_t place = n >= 100 ? 100 : n >= 10 ? 10 : 1; place; place /= 10) {
        size_t d = (size_t)(n / place % 10);
        memcpy(out + at, f->digit[d], f->ndigit[d]);
        at += f->ndigit[d];
    }
    return str_copy(a, str_from(out, at));
}

/* Most numbers on a page are small, and asking ICU costs more than a line of the page. */
static void learn_digits(struct formatters *f)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    static const int64_t SAMPLES[] = {0, 7, 10, 19, 42, 99, 100, 101, 345, 678, 909, 999};
    for (int i = 0; i < 10; i++) {
        struct str one = format_number(a, f->number, i);
        if (one.n == 0 || one.n > sizeof f->digit[i])
            return;
        memcpy(f->digit[i], one.p, one.n);
        f->ndigit[i] = one.n;
    }
    f->has_digits = true;
    for (size_t i = 0; i < sizeof SAMPLES / sizeof SAMPLES[0]; i++)
        if (!str_eq(from_digits(a, f, SAMPLES[i]), format_number(a, f->number, SAMPLES[i])))
            f->has_digits = false;
}

void i18n_init(void)
{
    assert(I18N_NLANGS <= LANGS_MAX);
    for (size_t i = 0; i < I18N_NLANGS; i++) {
        if (!shared[i].number) {
            shared[i].number = open_number(&I18N_LANGS[i]);
            learn_digits(&shared[i]);
        }
        if (!shared[i].date)
            shared[i].date = open_date(&I18N_LANGS[i]);
    }
}

void i18n_close(void)
{
    for (size_t i = 0; i < I18N_NLANGS; i++) {
        unumf_close(shared[i].number);
        if (shared[i].date)
            udat_close(shared[i].date);
        shared[i] = (struct formatters){0};
    }
}

struct str lang_number(struct arena *a, const struct lang *l, int64_t n)
{
    const struct formatters *f = &shared[l->index];
    if (f->has_digits && n >= 0 && n < 1000)
        return from_digits(a, f, n);
    if (f->number)
        return format_number(a, f->number, n);
    UNumberFormatter *own = open_number(l);
    struct str out = format_number(a, own, n);
    unumf_close(own);
    return out;
}

struct str lang_date(struct arena *a, const struct lang *l, int64_t when)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar text[TEXT_MAX];
    UDateFormat *own = shared[l->index].date ? NULL : open_date(l);
    int32_t len = udat_format(own ? own : shared[l->index].date, (UDate)when * 1000.0, text,
                              TEXT_MAX, NULL, &e);
    if (own)
        udat_close(own);
    assert(U_SUCCESS(e) && len <= TEXT_MAX);
    return to_utf8(a, text, len);
}

struct str lang_day(struct arena *a, const struct lang *l, int32_t day)
{
    return lang_date(a, l, (int64_t)day * 86400);
}
