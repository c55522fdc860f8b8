#include "aid/fit_words.h"

#define say case_say_text

static void line(struct case_lines *l, struct str text)
{
    if (text.n != 0)
        l->v[l->n++] = text;
}

static void way_line(const struct case_words *w, const struct aid_card *ask,
                     const struct fits_offer *o, const struct fit *f, struct case_lines *yes,
                     struct case_lines *no)
{
    if (fits_area(ask) == 0 || fits_area(&o->card) == 0 || w->areas.n == 0)
        return;
    if (fits_area(ask) == fits_area(&o->card))
        line(yes, say(w, N_("In the same area")));
    else
        line(f->minutes <= 60 ? yes : no, tr_fmt_n(w->arena, w->req->lang, "{n} minute away",
                                                   "{n} minutes away", f->minutes, NULL, 0));
}

static void language_line(const struct case_words *w, const struct aid_card *ask,
                          const struct fits_offer *o, const struct fit *f, struct case_lines *yes,
                          struct case_lines *no)
{
    if (f->languages)
        line(yes, tr_fmt(w->arena, w->req->lang, N_("A language in common: {languages}"),
                         TR_ARGS({"languages", case_languages(w, f->languages)})));
    else if (ask->speaks && o->card.speaks)
        line(no, say(w, N_("No language in common is known")));
}

void case_fit_lines(const struct case_words *w, const struct aid_card *ask,
                    const struct aid_details *details, const struct fits_offer *o,
                    const struct fit *f, struct case_lines *yes, struct case_lines *no)
{
    line(yes, say(w, N_("Offers just this kind")));
    way_line(w, ask, o, f, yes, no);
    line(f->points[FIT_TIME] == fit_most(FIT_TIME) ? yes : no,
         say(w, f->points[FIT_TIME] == fit_most(FIT_TIME) ? N_("There at that time")
                                                          : N_("There for a part of the time")));
    if (f->units >= ask->units)
        line(yes, say(w, N_("Enough for all of it")));
    else
        line(no, say(w, N_("Enough for a part of it")));
    language_line(w, ask, o, f, yes, no);
    if (f->points[FIT_RESTED] == fit_most(FIT_RESTED))
        line(yes, say(w, N_("Was not asked lately")));
    else
        line(no, tr_fmt_n(w->arena, w->req->lang, "Was asked {n} time lately",
                          "Was asked {n} times lately", o->card.requests, NULL, 0));
    if (details->navoid)
        line(no, say(w, N_("Who must not hear of it stands above: a person has to look at that")));
}

void fit_words_of(const struct case_words *w, const struct aid_card *ask,
                  const struct aid_details *details, const struct fits_offer *o,
                  const struct fit *f, struct case_lines *yes, struct case_lines *no)
{
    *yes = (struct case_lines){ARENA_ARRAY(w->arena, struct str, CASE_REASONS_MAX), 0};
    *no = (struct case_lines){ARENA_ARRAY(w->arena, struct str, CASE_REASONS_MAX), 0};
    case_fit_lines(w, ask, details, o, f, yes, no);
}

const char *case_limit_text(enum fit_limit limit)
{
    switch (limit) {
    case FIT_LIMIT_TIME:
        return N_("not at that time");
    case FIT_LIMIT_WAY:
        return N_("too far away");
    case FIT_LIMIT_ROOM:
        return N_("not enough of it");
    case FIT_LIMIT_LANGUAGE:
        return N_("no language in common");
    case FIT_LIMIT_GENDER:
        return N_("not with whom somebody would rather be");
    case FIT_LIMIT_NEEDS:
        return N_("something that is needed is not there");
    case FIT_LIMIT_AVOIDS:
        return N_("something is near that must not be");
    case FIT_LIMIT_SELF:
        return N_("one and the same person");
    case FIT_LIMIT_SIDES:
    case FIT_LIMIT_KIND:
    case FIT_LIMIT_OVER:
    case FIT_LIMIT_GROUP:
    case FIT_LIMIT_PERSON:
    case FIT_LIMITS_N:
        break;
    }
    return NULL;
}

void fit_words_kept(const struct case_words *w, const struct fits *f, struct case_lines *out,
                    struct str *looked)
{
    *out = (struct case_lines){ARENA_ARRAY(w->arena, struct str, FIT_LIMITS_N), 0};
    for (int k = 0; k < FIT_LIMITS_N; k++) {
        const char *text = case_limit_text((enum fit_limit)k);
        if (text && f->kept[k])
            line(out,
                 tr_fmt(w->arena, w->req->lang, N_("{limit}: {n}"),
                        TR_ARGS({"limit", say(w, text)},
                                {"n", lang_number(w->arena, w->req->lang, (int64_t)f->kept[k])})));
    }
    *looked = f->looked
                  ? tr_fmt_n(w->arena, w->req->lang, "{n} offer of this kind was looked through.",
                             "{n} offers of this kind were looked through.", f->looked, NULL, 0)
                  : say(w, N_("There is no offer of this kind right now."));
}
