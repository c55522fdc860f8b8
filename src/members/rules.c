#include "members/rules.h"

#include "i18n/i18n.h"
#include "members/account.h"
#include "search/search.h"

/* Belongs to a letter beside it: Arabic vowel signs, tatweel, the joiners (the form lets them stand
 * inside words only). */
static bool goes_along(uint32_t c)
{
    return (c >= 0x0300 && c <= 0x036f) || (c >= 0x064b && c <= 0x065f) || c == 0x0670 ||
           c == 0x0640 || c == 0x200c || c == 0x200d;
}

/* The search room knows what is a letter or a digit: everything else folds to nothing. */
static bool is_letter(struct req *req, struct str one)
{
    return search_fold(req->search, req->secret, one).n > 0;
}

const char *rules_name(struct req *req, struct str typed)
{
    for (size_t i = 0; i < typed.n;) {
        size_t at = i;
        uint32_t c = str_utf8_next(typed, &i);
        if (c != ' ' && c != '-' && !goes_along(c) && !is_letter(req, str_slice(typed, at, i)))
            return N_("Letters, digits, spaces and hyphens only, please.");
    }
    size_t n = str_code_points(fold_name(req, typed));
    if (n < NAME_MIN)
        return N_("This is too short: at least three letters or digits.");
    return n > NAME_MAX ? N_("This is too long.") : NULL;
}

const char *rules_passphrase(struct req *req, struct str typed)
{
    if (str_code_points(fold_passphrase(req, typed)) < PASSPHRASE_MIN)
        return N_(
            "This could be guessed: at least twelve letters or digits, better several words.");
    return NULL;
}

enum words_lang rules_words(const struct req *req)
{
    return str_eq_c(str_from_c(lang_code(req->lang)), "ar") ? WORDS_AR : WORDS_EN;
}
