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

void i18n_init(void)
{
    assert(I18N_NLANGS <= LANGS_MAX);
    for (size_t i = 0; i < I18N_NLANGS; i++) {
        if (!shared[i].number)
            shared[i].number = open_number(&I18N_LANGS[i]);
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
        shared[i] = (struct formatters){NULL, NULL};
    }
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

struct str lang_number(struct arena *a, const struct lang *l, int64_t n)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar text[TEXT_MAX];
    UNumberFormatter *own = shared[l->index].number ? NULL : open_number(l);
    UFormattedNumber *result = unumf_openResult(&e);
    unumf_formatInt(own ? own : shared[l->index].number, n, result, &e);
    int32_t len = unumf_resultToString(result, text, TEXT_MAX, &e);
    unumf_closeResult(result);
    unumf_close(own);
    assert(U_SUCCESS(e) && len <= TEXT_MAX);
    return to_utf8(a, text, len);
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
