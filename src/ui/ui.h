/* The page frame and the components that every feature shares.
 *
 * Purpose: a feature fills a struct ui_page once, then its view calls page_begin, components and
 * page_end. Nothing here does I/O or knows a feature. How each thing looks is shown at /guide
 * (view_ui_guide); the classes it uses (static/style.css) are free for a feature's own views.
 *
 *     {% use "ui/ui.h" %}
 *     {% view circle_new(const struct ui_page *p, const struct form *f) %}
 *     {% call ui_page_begin(p) %}
 *     {% call ui_heading(_("New circle"), _("A quiet place for a few people.")) %}
 *     {% call ui_errors(f) %}
 *     <form class="form card" method="post" action="{{ p->here }}">
 *     {% call ui_token(p->token) %}{% call ui_fields(f) %}{% call ui_submit(_("Create")) %}
 *     </form>
 *     {% call ui_page_end(p) %}
 *     {% end %}
 *
 * Invariants: every page has the same <title>, the network's name; the control that leaves stands
 * on every page, signed in or not, second in the order of the keyboard, and needs no script.
 * Texts in the structs below are ready to show (translated by the caller), except in struct form,
 * whose labels are msgids and are translated here.
 *
 * Ownership: all by pointer, for the time of one page; nothing is kept.
 */
#ifndef AWN_UI_UI_H
#define AWN_UI_UI_H

#include "html/html.h"
#include "http/form.h"
#include "i18n/i18n.h"

enum ui_theme { UI_THEME_AUTO, UI_THEME_LIGHT, UI_THEME_DARK };
enum ui_tone { UI_NOTE, UI_GOOD, UI_CAREFUL };

/* A place one can go to: navigation, tabs, the foot of the page, chips. */
struct ui_link {
    struct str label;
    struct url url;
    bool current;
    bool unread;     /* a dot, and the word "new" for who does not see it */
    struct str code; /* language of the label when it is another than the page's, or empty */
};

struct ui_notice {
    enum ui_tone tone;
    struct str text;
};

struct ui_page {
    struct str name; /* what the network calls itself: an ordinary word; also the title */
    const char *code, *dir;
    const char *theme; /* "light", "dark", or NULL: as the device says */
    bool signed_in;
    bool scripts;     /* send app.js along */
    struct str token; /* form token; may be empty on a page without one */
    struct url home, here;
    const struct ui_link *nav; /* none: a narrow page (signing in, one question) */
    size_t nnav;
    const struct ui_link *foot;
    size_t nfoot;
    const struct ui_notice *notices; /* what just happened */
    size_t nnotices;
};

/* Fills name, code, dir, theme and scripts (on); the rest stays empty. */
void ui_page_init(struct ui_page *p, struct str name, const struct lang *lang, enum ui_theme theme);

/* One person as a circle knows them. `hue` is 0 to 5: the tint behind the initial, so that voices
 * can be told apart; take it from something random of the person in that circle (ui_hue). */
struct ui_person {
    struct str name, pronouns;
    struct str initial;
    int hue;
};
void ui_person_init(struct ui_person *p, struct str name, struct str pronouns, struct str random);
int ui_hue(struct str random);
struct str ui_initial(struct str name); /* first letter, with the marks that belong to it */

/* One row of a list: a circle, a conversation, a search result. */
struct ui_row {
    struct str title, about; /* about may be empty */
    struct url url;
    struct str fresh; /* "3 new", or empty */
    struct str initial;
    int hue; /* used when there is an initial */
};

/* A directory entry inside a circle. */
struct ui_referral {
    struct str name, about, phone;
    struct url url;
    struct str checked; /* "Checked by … on …", or empty */
};

struct ui_fact {
    struct str name, value;
};

/* A question before something that cannot be undone: a page, never a dialogue. */
struct ui_confirm {
    struct str question, consequence;
    struct url action, back;
    struct str yes;               /* says what it does: "Remove the post", not "Yes" */
    const struct ui_fact *hidden; /* fields that go along */
    size_t nhidden;
};

/* How a field differs from what its kind says. */
enum ui_shape { UI_PLAIN, UI_SHORT, UI_CODE };
struct ui_look {
    enum ui_shape shape;
    const char *autocomplete; /* HTML's names: "username", "new-password"; NULL: off */
    int rows;                 /* of a FIELD_TEXT; 0: 4 */
};

/* Texts of the views below may be struct str or const char *: what _() gives and what data holds.
 */
#define UI_TEXT(x)                                                                                 \
    _Generic((x), struct str : ui_text, const char * : str_from_c, char * : str_from_c)(x)
struct str ui_text(struct str s);

#define view_ui_heading(h, title, lead) view_ui_put_heading(h, UI_TEXT(title), UI_TEXT(lead))
#define view_ui_heading_with(h, title, action, to)                                                 \
    view_ui_put_heading_with(h, UI_TEXT(title), UI_TEXT(action), to)
#define view_ui_back(h, label, to) view_ui_put_back(h, UI_TEXT(label), to)
#define view_ui_notice(h, tone, text) view_ui_put_notice(h, tone, UI_TEXT(text))
#define view_ui_submit(h, label) view_ui_put_submit(h, UI_TEXT(label))
#define view_ui_submit_or(h, label, other, to)                                                     \
    view_ui_put_submit_or(h, UI_TEXT(label), UI_TEXT(other), to)
#define view_ui_tabs(h, label, tabs, n) view_ui_put_tabs(h, UI_TEXT(label), tabs, n)
#define view_ui_empty(h, title, text) view_ui_put_empty(h, UI_TEXT(title), UI_TEXT(text))
#define view_ui_empty_with(h, title, text, action, to)                                             \
    view_ui_put_empty_with(h, UI_TEXT(title), UI_TEXT(text), UI_TEXT(action), to)
#define view_ui_secret_words(h, id, code, words, n)                                                \
    view_ui_put_secret_words(h, UI_TEXT(id), UI_TEXT(code), words, n)
#define view_ui_secret_code(h, id, groups, n) view_ui_put_secret_code(h, UI_TEXT(id), groups, n)
#define view_ui_by(h, who, when) view_ui_put_by(h, who, UI_TEXT(when))

/* Views written in C because they look things up; callable from views like the others:
 * label, hint, input by kind, what was typed, and the mistake, tied together by aria-describedby.
 * Identifiers are "f-NAME". FIELD_SECRET never gets its value back. */
void view_ui_field(struct html *h, const struct form *f, size_t i);
void view_ui_field_as(struct html *h, const struct form *f, size_t i, struct ui_look look);
void view_ui_fields(struct html *h, const struct form *f); /* all, in order */
/* A FIELD_LINE whose answers are data: a list to choose from, whose values are what is sent; or a
 * field to type in that suggests the labels. Texts are ready to show. */
struct ui_given {
    struct str value, label;
};
void view_ui_field_given(struct html *h, const struct form *f, size_t i,
                         const struct ui_given *given, size_t n);
void view_ui_field_suggest(struct html *h, const struct form *f, size_t i,
                           const struct ui_given *given, size_t n);
/* Summary of the mistakes with links to their fields; nothing when there are none. */
void view_ui_errors(struct html *h, const struct form *f);

/* Every component, in the page's direction and some in the other. */
void view_ui_guide(struct html *h, const struct ui_page *p);

#include "ui/ui.html.h"

#endif
