/* Countries: ICU's names (CLDR), ISO 3166-1 codes. */
#include "i18n/i18n.h"

#include <string.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "i18n/catalogue.h"

#define NAME_MAX_UNITS 100

static ULocaleDisplayNames *names_open(const char *locale, UDisplayContext length)
{
    UErrorCode e = U_ZERO_ERROR;
    UDisplayContext wanted[] = {length};
    ULocaleDisplayNames *names = uldn_openForContext(locale, wanted, 1, &e);
    return U_SUCCESS(e) ? names : NULL;
}

/* 0 when there is no such name. */
static int32_t name_of(const ULocaleDisplayNames *names, const char *code, UChar *out)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = names ? uldn_regionDisplayName(names, code, out, NAME_MAX_UNITS, &e) : 0;
    return U_SUCCESS(e) && n < NAME_MAX_UNITS ? n : 0;
}

static const char *country_known(struct str typed)
{
    char code[3] = {0};
    if (typed.n != 2)
        return NULL;
    for (size_t i = 0; i < 2; i++)
        code[i] = typed.p[i] >= 'a' && typed.p[i] <= 'z' ? (char)(typed.p[i] - 32) : typed.p[i];
    for (const char *const *c = uloc_getISOCountries(); *c; c++)
        if (strcmp(*c, code) == 0)
            return *c;
    return NULL;
}

struct str lang_country(struct arena *a, const struct lang *l, struct str code)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar name[NAME_MAX_UNITS];
    char *out = arena_alloc(a, NAME_MAX_UNITS * 3);
    int32_t len = 0;
    const char *known = country_known(code);
    if (!known)
        return code;
    ULocaleDisplayNames *names = names_open(l->locale, UDISPCTX_LENGTH_SHORT);
    int32_t n = name_of(names, known, name);
    uldn_close(names);
    u_strToUTF8(out, NAME_MAX_UNITS * 3, &len, name, n, &e);
    return n && U_SUCCESS(e) ? str_from(out, (size_t)len) : code;
}

static const char *find_in(const ULocaleDisplayNames *names, const UChar *typed, int32_t n)
{
    UChar name[NAME_MAX_UNITS];
    for (const char *const *c = uloc_getISOCountries(); *c; c++) {
        UErrorCode e = U_ZERO_ERROR;
        int32_t len = name_of(names, *c, name);
        if (len && u_strCaseCompare(name, len, typed, n, 0, &e) == 0)
            return *c;
    }
    return NULL;
}

bool lang_country_find(struct str typed, char code[3])
{
    static const UDisplayContext lengths[] = {UDISPCTX_LENGTH_FULL, UDISPCTX_LENGTH_SHORT};
    UErrorCode e = U_ZERO_ERROR;
    UChar text[NAME_MAX_UNITS];
    int32_t n = 0;
    const char *found = country_known(typed);
    u_strFromUTF8(text, NAME_MAX_UNITS, &n, typed.p, (int32_t)(typed.n < 1000 ? typed.n : 1000),
                  &e);
    if (U_FAILURE(e) || n == 0)
        return false;
    for (size_t i = 0; i < lang_count() && !found; i++)
        for (size_t k = 0; k < 2 && !found; k++) {
            ULocaleDisplayNames *names = names_open(lang_at(i)->locale, lengths[k]);
            found = find_in(names, text, n);
            uldn_close(names);
        }
    if (found)
        memcpy(code, found, 3);
    return found != NULL;
}
