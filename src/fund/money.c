#include "fund/money.h"

#include <inttypes.h>
#include <string.h>

/* ---- currencies -------------------------------------------------------------------------------
 */

/* ISO 4217:2015, list one (active codes of money), by digits of the minor unit. */
static const char *const CODES[] = {
    [0] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    [1] = "",
    [2] = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP "
          "BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR "
          "FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW "
          "KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN "
          "NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD "
          "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS "
          "VED VES WST XCD YER ZAR ZMW ZWL",
    [3] = "BHD IQD JOD KWD LYD OMR TND",
    [4] = "CLF UYW",
};

bool money_currency(struct str code, struct currency *out)
{
    char up[4] = {0};
    if (code.n != 3)
        return false;
    for (size_t i = 0; i < 3; i++) {
        up[i] = code.p[i] >= 'a' && code.p[i] <= 'z' ? (char)(code.p[i] - 'a' + 'A') : code.p[i];
        if (up[i] < 'A' || up[i] > 'Z')
            return false;
    }
    for (int d = 0; d < 5; d++)
        if (strstr(CODES[d], up)) {
            memcpy(out->code, up, sizeof up);
            out->digits = d;
            return true;
        }
    return false;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

const char *money_fault_text(enum money_fault f)
{
    static const char *const TEXT[] = {
#define X(name, text) text,
        MONEY_FAULTS(X)
#undef X
    };
    return TEXT[f];
}

/* One sign as the reader sees it: '0'–'9'; '.' and ',' which may mean either; 'd' a decimal sign,
 * 'g' a sign between groups; 0 anything else. */
static char sign_of(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (char)c;
    if (c >= 0x0660 && c <= 0x0669) /* Arabic-Indic */
        return (char)('0' + (c - 0x0660));
    if (c >= 0x06F0 && c <= 0x06F9) /* Persian */
        return (char)('0' + (c - 0x06F0));
    switch (c) {
    case '.':
    case ',':
        return (char)c;
    case 0x060C: /* the Arabic comma, typed for a comma */
        return ',';
    case 0x066B: /* Arabic decimal sign */
        return 'd';
    case 0x066C: /* Arabic sign between thousands */
    case ' ':
    case '\'':
    case 0x00A0:
    case 0x2009:
    case 0x2019:
    case 0x202F:
        return 'g';
    default:
        return 0;
    }
}

struct signs {
    char v[MONEY_TYPED_MAX + 1];
    size_t n;
};

static enum money_fault signs_of(struct str typed, struct signs *out)
{
    typed = str_trim(typed);
    *out = (struct signs){.n = 0};
    if (typed.n > MONEY_TYPED_MAX)
        return MONEY_LARGE;
    if (!str_is_utf8(typed))
        return MONEY_WRONG;
    for (size_t at = 0; at < typed.n;) {
        char c = sign_of(str_utf8_next(typed, &at));
        if (c == 0)
            return MONEY_WRONG;
        out->v[out->n++] = c;
    }
    return out->n == 0 ? MONEY_WRONG : MONEY_NONE;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t count_of(const struct signs *s, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        n += s->v[i] == c;
    return n;
}

static size_t last_of(const struct signs *s, char c)
{
    size_t at = s->n;
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i] == c)
            at = i;
    return at;
}

/* A "." or "," that stands once, with nothing beside it to say what it means. */
static enum money_fault lonely(const struct signs *s, size_t at, int digits, bool *decimal)
{
    const size_t behind = s->n - at - 1;
    *decimal = true;
    if (behind != 3 || at == 0 || at > 3 || s->v[0] == '0')
        return MONEY_NONE;
    if (digits >= 3)
        return MONEY_UNCLEAR;
    *decimal = false;
    return MONEY_NONE;
}

/* Where the decimal sign stands; s->n when there is none. */
static enum money_fault decimal_of(const struct signs *s, int digits, size_t *out)
{
    const size_t dots = count_of(s, '.'), commas = count_of(s, ','), own = count_of(s, 'd');
    *out = s->n;
    if (own > 1 || (own == 1 && dots != 0 && commas != 0))
        return MONEY_WRONG;
    if (own == 1) {
        *out = last_of(s, 'd');
        return MONEY_NONE;
    }
    if (dots != 0 && commas != 0) {
        const char last = last_of(s, '.') > last_of(s, ',') ? '.' : ',';
        *out = last_of(s, last);
        return count_of(s, last) == 1 ? MONEY_NONE : MONEY_WRONG;
    }
    if (dots + commas != 1)
        return MONEY_NONE;
    const size_t at = last_of(s, dots ? '.' : ',');
    bool decimal = true;
    if (count_of(s, 'g') == 0) {
        enum money_fault f = lonely(s, at, digits, &decimal);
        if (f != MONEY_NONE)
            return f;
    }
    *out = decimal ? at : s->n;
    return MONEY_NONE;
}

/* Digits in front of the decimal sign stand alone, or in groups of three with one kind of sign. */
static bool grouped_well(const struct signs *s, size_t end)
{
    char sign = 0;
    size_t run = 0;
    for (size_t i = 0; i < end; i++) {
        if (is_digit(s->v[i])) {
            run++;
            continue;
        }
        if ((sign != 0 && s->v[i] != sign) || run == 0 || (sign == 0 ? run > 3 : run != 3))
            return false;
        sign = s->v[i];
        run = 0;
    }
    return run != 0 && (sign == 0 || run == 3);
}

static bool add_digit(int64_t *sum, char c)
{
    *sum = *sum * 10 + (c - '0');
    return *sum <= MONEY_MAX;
}

enum money_fault money_read(struct str typed, int digits, int64_t *out)
{
    struct signs s;
    size_t point;
    int64_t sum = 0;
    *out = 0;
    enum money_fault f = signs_of(typed, &s);
    if (f == MONEY_NONE)
        f = decimal_of(&s, digits, &point);
    if (f != MONEY_NONE)
        return f;
    if (!grouped_well(&s, point) || point + 1 == s.n)
        return MONEY_WRONG;
    for (size_t i = 0; i < point; i++)
        if (is_digit(s.v[i]) && !add_digit(&sum, s.v[i]))
            return MONEY_LARGE;
    for (size_t i = point + 1; i < s.n; i++)
        if (!is_digit(s.v[i]))
            return MONEY_WRONG;
    const size_t behind = point < s.n ? s.n - point - 1 : 0;
    if (behind > (size_t)digits)
        return MONEY_FINE;
    for (size_t i = 0; i < (size_t)digits; i++)
        if (!add_digit(&sum, i < behind ? s.v[point + 1 + i] : '0'))
            return MONEY_LARGE;
    *out = sum;
    return sum == 0 ? MONEY_NOTHING : MONEY_NONE;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

static int64_t unit_of(int digits)
{
    int64_t u = 1;
    for (int i = 0; i < digits; i++)
        u *= 10;
    return u;
}

struct str money_write(struct arena *a, const struct lang *lang, int64_t amount,
                       const struct currency *c)
{
    const int64_t unit = unit_of(c->digits), all = amount < 0 ? -amount : amount;
    const struct str whole = lang_number(a, lang, all / unit);
    const bool arabic = str_eq_c(str_from_c(lang_code(lang)), "ar");
    struct str rest = STR_NONE;
    int64_t left = all % unit;
    for (int64_t u = unit / 10; u > 0; u /= 10) {
        const struct str digit = lang_number(a, lang, left / u);
        rest = str_fmt(a, "%" STR_FMT "%" STR_FMT, STR_ARG(rest), STR_ARG(digit));
        left %= u;
    }
    const char *point = c->digits == 0 ? "" : arabic ? "٫" : ".";
    return str_fmt(a, "%s%" STR_FMT "%s%" STR_FMT " %s", amount < 0 ? "-" : "", STR_ARG(whole),
                   point, STR_ARG(rest), c->code);
}

struct str money_plain(struct arena *a, int64_t amount, int digits)
{
    const int64_t unit = unit_of(digits), all = amount < 0 ? -amount : amount;
    if (digits == 0)
        return str_fmt(a, "%" PRId64, amount);
    return str_fmt(a, "%s%" PRId64 ".%0*" PRId64, amount < 0 ? "-" : "", all / unit, digits,
                   all % unit);
}

void money_range(int64_t amount, int digits, int64_t *low, int64_t *high)
{
    static const int STEPS[] = {2, 2,
                                5}; /* 50, 100, 200 and then times ten: 50·2, 100·2, 200·5/2 */
    const int64_t unit = unit_of(digits);
    *low = 0;
    *high = 0;
    if (amount <= 0)
        return;
    *high = 50 * unit;
    for (int i = 0; amount > *high; i = (i + 1) % 3) {
        *low = *high;
        *high = STEPS[i] == 5 ? *high / 2 * 5 : *high * 2;
    }
}
