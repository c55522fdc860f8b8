#include "hsds/encoding.h"

#define UTF16                                                                                      \
    N_("it is saved as UTF-16; save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\"), or convert "    \
       "it: iconv -f UTF-16 -t UTF-8")

const char *hsds_encoding_wrong(struct str s)
{
    if (str_starts(s, STR("\xFF\xFE")) || str_starts(s, STR("\xFE\xFF")))
        return UTF16;
    if (s.n >= 4 && s.p[0] == 0 && s.p[1] == 0)
        return HSDS_ZERO_BYTE;
    /* Without a mark: Latin letters have a zero beside each. */
    if (s.n >= 4 && ((s.p[1] == 0 && s.p[3] == 0) || (s.p[0] == 0 && s.p[2] == 0)))
        return UTF16;
    if (str_starts(s, STR("PK\x03\x04")))
        return N_(
            "it is a zip file or a spreadsheet, whatever its name says; export it as CSV UTF-8");
    if (str_starts(s, STR("\xD0\xCF\x11\xE0")))
        return N_("it is a spreadsheet, whatever its name says; export it as CSV UTF-8");
    return NULL;
}

/* Arabic in one byte a letter has runs of bytes from 0xC0 on; Western letters with accents stand
 * alone between plain ones. */
const char *hsds_encoding_advice(struct str s)
{
    size_t runs = 0, alone = 0;

    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        while (i < s.n && (unsigned char)s.p[i] >= 0xc0)
            i++;
        if (i - from >= 2)
            runs += i - from;
        else if (i > from)
            alone++;
        i += i == from ? 1 : 0;
    }
    if (runs > alone)
        return N_("it is not UTF-8 but looks like Windows-1256 (Arabic); save it as UTF-8, or "
                  "convert it: iconv -f WINDOWS-1256 -t UTF-8");
    return N_("it is not UTF-8 but looks like Windows-1252 (Latin-1); save it as UTF-8, or convert "
              "it: iconv -f WINDOWS-1252 -t UTF-8");
}
