/* What the views of teams show. Texts are ready to show; a view decides nothing. */
#ifndef AWN_TEAMS_VIEWS_H
#define AWN_TEAMS_VIEWS_H

#include "aid/area_field.h"
#include "ui/ui.h"

/* One day in a list. */
struct shift_row_view {
    struct str title, when, about, fresh;
    struct url url;
    bool off; /* cancelled */
};

/* The week as a picture: a column a day, a box a shift. */
struct week_box {
    int x, y, height;
    const char *look; /* class: week-free, week-mine, week-full, week-off */
};
struct week_day {
    int x, middle;
    struct str name;
    bool today;
};
struct week_view {
    const struct week_day *days;
    size_t ndays;
    const struct week_box *boxes;
    size_t nboxes;
    struct str label;
};

struct teams_view {
    const struct shift_row_view *mine, *needed;
    size_t nmine, nneeded;
    const struct ui_row *teams;
    size_t nteams;
    struct url calendar, circles, back;
};

struct programme_view {
    struct str name, aim, ends; /* a name of nothing: series of no programme */
    const struct ui_row *series;
    size_t nseries;
};
struct thank_view {
    struct str words, by;
};
struct team_view {
    struct str name, does, place;
    const struct shift_row_view *mine, *open, *rest;
    size_t nmine, nopen, nrest;
    struct week_view week;
    const struct programme_view *programmes;
    size_t nprogrammes;
    const struct ui_row *roles;
    size_t nroles;
    const struct thank_view *thanks;
    size_t nthanks;
    const struct form *thank;
    bool facilitates, any, offers, thanking;
    struct url circle, create, about, roles_url, offer, thank_url, back;
};

/* A button that does one thing about oneself. */
struct team_button {
    const char *label, *what;
    struct str part; /* of a shift, or whom */
    bool strong;
};
struct part_view {
    struct str name, free;
    const struct str *names;
    size_t nnames;
    const struct team_button *buttons;
    size_t nbuttons;
};
struct note_view {
    struct str head, left, need;
};
struct shift_view {
    struct str title, when, state, why, mine, soon, next;
    enum ui_tone tone;
    const struct ui_fact *facts;
    size_t nfacts;
    const struct team_button *buttons;
    size_t nbuttons;
    const struct part_view *parts;
    size_t nparts;
    const struct note_view *notes;
    size_t nnotes;
    bool may_calendar, may_done, may_note, may_plan, plan_open, note_open, done_open;
    struct str happened;
    const struct form *done, *note, *plan;
    struct url here, calendar, done_url, note_url, plan_url, next_url, back;
    const struct ui_given *times;
    size_t ntimes;
};
void view_shift_plan_fields(struct html *h, const struct shift_view *v);

/* A form of its own. */
struct team_form_view {
    const char *title, *lead, *submit;
    const struct form *form;
    struct area_choices areas;
    const struct ui_given *days, *lasts, *times; /* what can be chosen */
    size_t ndays, nlasts, ntimes;
    struct url action, back, end;
    bool may_end, more;
    const struct form *ending;
};
void view_team_about_fields(struct html *h, const struct team_form_view *v);
void view_series_first_fields(struct html *h, const struct team_form_view *v);
void view_series_weekday_fields(struct html *h, const struct team_form_view *v);
void view_series_part_fields(struct html *h, const struct team_form_view *v);
void view_series_more_fields(struct html *h, const struct team_form_view *v);

struct role_view {
    struct str id, title, about, state, beside, term;
    struct url url;
    const struct team_button *buttons, *asks;
    size_t nbuttons, nasks;
    bool may_drop;
    struct url drop;
};
struct roles_view {
    struct str name;
    const struct role_view *roles;
    size_t nroles;
    bool facilitates, open;
    const struct form *form;
    struct url action, back;
};

#endif
