/* S3.2 a food run: a team, its weekly shift, a place for one of two, a stand-in, a note for the
 * next, a role that goes on. */
#include <string.h>

#include "scenarios/world.h"

#define TEAM "طعام الجمعة " SHARP
#define SHIFT "توزيع الجمعة " SHARP
#define DRIVES "القيادة " SHARP
#define PACKS "التعبئة " SHARP
#define LEFT "بقيت عشر وجبات في الثلاجة " SHARP
#define NEED "أكياس ورق " SHARP

struct team {
    struct person *huda, *karim, *dina, *sami;
};

static const char *here(struct person *p)
{
    return str_to_c(p->w->arena, str_slice(p->path, 0, str_find_char(p->path, '?')));
}

/* Of these only, since each one who joins takes a while: 'k', 'd', 's'. */
static struct team a_team(struct world *w, const char *who)
{
    struct team t = {NULL, NULL, NULL, NULL};
    t.huda = someone(w, "Huda", "ar");
    joins(t.huda, w->code, "هدى " SHARP);
    if (strchr(who, 'k'))
        t.karim = newcomer(t.huda, "Karim", "ar", "كريم");
    if (strchr(who, 'd'))
        t.dina = newcomer(t.huda, "Dina", "ar", "دينا");
    if (strchr(who, 's'))
        t.sami = newcomer(t.huda, "Sami", "en", "Sami");
    begins_circle(t.huda, TEAM, "كل جمعة إلى من يحتاج", .openness = "open", .keep = "30",
                  .persona = "هدى " SHARP);
    if (t.karim)
        comes_into(t.karim, TEAM, "كريم " SHARP);
    if (t.dina)
        comes_into(t.dina, TEAM, "دينا " SHARP);
    if (t.sami)
        comes_into(t.sami, TEAM, "Sami " SHARP);
    return t;
}

/* Two drive, three pack, every Friday from five to eight. */
static void makes_shifts(struct team *t)
{
    enters(t->huda, TEAM);
    follow(t->huda, "Shifts");
    sees(t->huda, "No shifts yet");
    follow(t->huda, "New shifts");
    submit(t->huda, "/new", "title", SHIFT, "lasts", "180", "fr", "1", "place", "خلف السوق " SHARP);
    sees(t->huda, "Please write at least one thing that is done, and by how many.");
    finds_written(t->huda, "title", SHIFT);
    submit(t->huda, "/new", "part1", DRIVES, "many1", "٢", "part2", PACKS, "many2", "3", "notes",
           "الباب الخلفي " SHARP, "programme", "خريف بلا جوع " SHARP, "aim", "وجبة كل أسبوع");
    sees(t->huda, SHIFT);
    sees(t->huda, "خريف بلا جوع " SHARP);
}

/* The first of the coming Fridays. */
static void at_the_shift(struct person *p)
{
    visit(p, "/t");
    follow(p, SHIFT);
    is_at(p, "/t/");
}

static void to_team(struct person *p)
{
    visit(p, "/t");
    follow(p, TEAM);
}

/* Karim and Dina both look at the last driver's place. */
static void sign_up(struct team *t)
{
    at_the_shift(t->sami);
    sees(t->sami, "الباب الخلفي " SHARP);
    sees(t->sami, "2 places free");
    beside(t->sami, DRIVES);
    submit(t->sami, "I come");
    sees(t->sami, "You come: " DRIVES);
    at_the_shift(t->karim);
    at_the_shift(t->dina);
    beside(t->karim, DRIVES);
    submit(t->karim, "I come");
    beside(t->dina, DRIVES);
    submit(t->dina, "I come");
    sees(t->dina, "Somebody took the last place a moment ago. Thank you for wanting to come.");
    sees(t->dina, "The next free place:");
    sees_not(t->dina, "حضورك: ");
    beside(t->dina, PACKS);
    submit(t->dina, "Come along to learn");
    sees(t->dina, "دينا " SHARP);
}

/* Sami cannot come after all, and it is soon. */
static void find_a_stand_in(struct team *t)
{
    world_nights(t->huda->w, 3);
    signs_in(t->sami);
    visit(t->sami, "/t");
    sees(t->sami, "You come");
    follow(t->sami, SHIFT);
    sees(t->sami, "It is soon: asking for a stand-in keeps the place until somebody takes it. If "
                  "you cannot come at all, that is all right too.");
    submit(t->sami, "Ask for a stand-in");
    sees(t->sami, "I come after all");
    signs_in(t->dina);
    to_team(t->dina);
    follow(t->dina, SHIFT);
    signs_in(t->huda);
    at_the_shift(t->huda);
    submit(t->dina, "I stand in");
    sees(t->dina, "حضورك: " DRIVES);
    submit(t->huda, "I stand in");
    sees(t->huda, "Somebody took the last place a moment ago. Thank you for wanting to come.");
    visit(t->sami, "/t");
    sees(t->sami, "somebody comes in your place");
    follow(t->sami, SHIFT);
    sees(t->sami, "Somebody comes in your place. Thank you for asking.");
    submit(t->sami, "All right");
    sees_not(t->sami, "Somebody comes in your place. Thank you for asking.");
}

static void a_food_run(void **state)
{
    struct world *w = world_of(state);
    struct team t = a_team(w, "kds");
    visit(t.karim, "/aid");
    follow(t.karim, "/t");
    sees(t.karim, "No team yet");
    makes_shifts(&t);
    sign_up(&t);
    find_a_stand_in(&t);

    /* a calendar gets a time and an ordinary word */
    visit(t.dina, "/t/calendar");
    assert_non_null(memmem(t.dina->html.p, t.dina->html.n, "BEGIN:VEVENT", 12));
    assert_null(memmem(t.dina->html.p, t.dina->html.n, "توزيع", strlen("توزيع")));

    /* the evening itself: what is left, and for whom */
    world_nights(w, 1);
    world_wait(w, 4 * HOUR);
    signs_in(t.dina);
    at_the_shift(t.dina);
    const char *shift = here(t.dina);
    submit(t.dina, "/done", "portions", "٤٠");
    sees(t.dina, "تمّت. ما قدّمه الفريق: ٤٠");
    submit(t.dina, "/note");
    sees(t.dina, "Please write one of the two.");
    submit(t.dina, "/note", "left", LEFT, "need", NEED);
    sees(t.dina, LEFT);

    /* the next ones read it */
    world_nights(w, 1);
    signs_in(t.karim);
    at_the_shift(t.karim);
    sees(t.karim, LEFT);
    sees(t.karim, NEED);

    /* on its day it is gone: the shift after two weeks, the note when words go */
    world_nights(w, 15);
    signs_in(t.dina);
    visit(t.dina, shift);
    is_answered(t.dina, 404);
    at_the_shift(t.dina);
    sees(t.dina, LEFT);
    world_nights(w, 20);
    signs_in(t.dina);
    at_the_shift(t.dina);
    sees_not(t.dina, LEFT);
}

static void a_change_reaches_who_comes(void **state)
{
    struct world *w = world_of(state);
    struct team t = a_team(w, "ks");
    makes_shifts(&t);
    at_the_shift(t.karim);
    beside(t.karim, PACKS);
    submit(t.karim, "I come");
    visit(t.karim, "/t");
    sees_not(t.karim, "new");
    at_the_shift(t.huda);
    submit(t.huda, "/plan", "plan", "cancelled", "why", "الطريق مقطوع " SHARP);
    sees(t.huda, "Cancelled: nobody needs to come.");
    visit(t.karim, "/t");
    sees(t.karim, "new");
    sees(t.karim, "cancelled");
    follow(t.karim, SHIFT);
    sees(t.karim, "الطريق مقطوع " SHARP);
    assert_false(offered(t.karim, "I come"));
    visit(t.karim, "/t");
    sees_not(t.karim, "new");

    /* who does not look after the circle changes nothing */
    to_team(t.karim);
    assert_false(offered(t.karim, "New shifts"));
    visit(t.karim, str_to_c(w->arena, str_fmt(w->arena, "%s/new", here(t.karim))));
    is_answered(t.karim, 403);

    /* they end: whoever has a place reads why */
    at_the_shift(t.sami);
    beside(t.sami, PACKS);
    submit(t.sami, "I come");
    to_team(t.huda);
    follow(t.huda, str_to_c(w->arena, str_fmt(w->arena, "%s/r/", here(t.huda))));
    submit(t.huda, "Save", "many1", "1", "title", "");
    sees(t.huda, "Please fill this in.");
    submit(t.huda, "/end", "why", "انتهى الخريف " SHARP);
    sees_not(t.huda, "خريف بلا جوع " SHARP);
    visit(t.sami, "/t");
    sees(t.sami, "new");
    follow(t.sami, SHIFT);
    sees(t.sami, "انتهى الخريف " SHARP);
    submit(t.sami, "Take my name off");
}

static void a_role_goes_on(void **state)
{
    struct world *w = world_of(state);
    struct team t = a_team(w, "kd");
    makes_shifts(&t);
    to_team(t.huda);
    follow(t.huda, "All about the roles");
    submit(t.huda, "/roles", "title", "المفاتيح " SHARP, "about", "تُسلَّم باليد", "term", "28");
    sees(t.huda, "Nobody has it just now");
    to_team(t.karim);
    follow(t.karim, "All about the roles");
    submit(t.karim, "I take it on");
    sees(t.karim, "كريم " SHARP);
    to_team(t.dina);
    follow(t.dina, "All about the roles");
    submit(t.dina, "Learn it beside");
    assert_false(offered(t.dina, "I take it on"));
    follow(t.huda, "/t/");
    follow(t.huda, "All about the roles");
    assert_false(offered(t.huda, "Ask somebody to follow"));

    /* near the end the next one is asked; who learned it stands first */
    world_nights(w, 20);
    signs_in(t.karim);
    to_team(t.karim);
    follow(t.karim, "All about the roles");
    submit(t.karim, "\u2068دينا " SHARP "\u2069، وقد سبق تعلّمه");
    signs_in(t.dina);
    visit(t.dina, "/t");
    to_team(t.dina);
    sees(t.dina, "You are asked");
    follow(t.dina, "All about the roles");
    submit(t.dina, "Yes, gladly");
    assert_false(offered(t.dina, "Hand the role back"));
    world_nights(w, 9);
    signs_in(t.dina);
    to_team(t.dina);
    follow(t.dina, "All about the roles");
    assert_true(offered(t.dina, "Hand the role back"));
}

static void thanks_and_what_is_ones_own(void **state)
{
    struct world *w = world_of(state);
    struct team t = a_team(w, "ks");
    makes_shifts(&t);
    to_team(t.karim);
    submit(t.karim, "/thanks", "words", "كانت الوجبات دافئة " SHARP, "name", "أم سليم " SHARP);
    to_team(t.sami);
    sees(t.sami, "كانت الوجبات دافئة " SHARP);
    sees(t.sami, "أم سليم " SHARP);
    at_the_shift(t.karim);
    beside(t.karim, PACKS);
    submit(t.karim, "I come");
    visit(t.karim, "/me/export");
    submit(t.karim, "/me/export", "current", str_to_c(w->arena, t.karim->passphrase));
    assert_non_null(memmem(t.karim->html.p, t.karim->html.n, "توزيع", strlen("توزيع")));

    /* a team can stand on the board */
    to_team(t.huda);
    follow(t.huda, "What the team does");
    submit(t.huda, "/about", "does", "أربعون وجبة كل جمعة", "kind", "2");
    follow(t.huda, "Offer it on the board");
    is_at(t.huda, "/aid/offers/new/2");

    /* Karim leaves the circle and takes the words along; the place is free again */
    enters(t.karim, TEAM);
    follow(t.karim, "About");
    follow(t.karim, "Leave the circle");
    submit(t.karim, "/leave", "words", "remove");
    visit(t.karim, "/t");
    sees(t.karim, "No team yet");
    to_team(t.sami);
    sees_not(t.sami, "كانت الوجبات دافئة " SHARP);
    follow(t.sami, SHIFT);
    sees_not(t.sami, "كريم");
    sees(t.sami, "3 places free");
}

/* Taken out of the circle: no place any more, and nothing of what comes later, not even from a page
 * that is still open. */
static void who_is_taken_out(void **state)
{
    struct world *w = world_of(state);
    struct team t = a_team(w, "s");
    makes_shifts(&t);
    at_the_shift(t.sami);
    beside(t.sami, DRIVES);
    submit(t.sami, "I come");
    const char *shift = here(t.sami);
    enters(t.huda, TEAM);
    follow(t.huda, "People");
    follow(t.huda, "Sami " SHARP);
    submit(t.huda, "End their part", "reason", "كفى");
    at_the_shift(t.huda);
    sees_not(t.huda, "Sami");
    beside(t.huda, DRIVES);
    submit(t.huda, "I come");
    sees(t.huda, "مكان شاغر واحد");
    submit(t.huda, "/plan", "plan", "changed", "place", "بعد الخروج " SHARP);

    submit(t.sami, "Take my name off");
    sees(t.sami, "The people who look after this circle have ended your part in it.");
    visit(t.sami, shift);
    sees(t.sami, "The people who look after this circle have ended your part in it.");
    sees_not(t.sami, "بعد الخروج");
    visit(t.sami, "/t");
    sees(t.sami, "No team yet");
}

/* A circle that ends takes its shifts along, and leaves nothing. */
static void it_ends_with_its_circle(void **state)
{
    struct world *w = world_of(state);
    struct team t = {.huda = someone(w, "Huda", "ar")};
    joins(t.huda, w->code, "هدى");
    const int64_t before = world_rows(w, "record");
    begins_circle(t.huda, TEAM, "كل جمعة", .openness = "hidden", .keep = "30", .persona = "هدى");
    makes_shifts(&t);
    at_the_shift(t.huda);
    beside(t.huda, PACKS);
    submit(t.huda, "I come");
    to_team(t.huda);
    submit(t.huda, "/thanks", "words", "شكرًا");
    follow(t.huda, "All about the roles");
    submit(t.huda, "/roles", "title", "المفاتيح", "term", "28");
    assert_true(world_rows(w, "record") > before + 4);
    enters(t.huda, TEAM);
    follow(t.huda, "About");
    follow(t.huda, "Leave the circle");
    submit(t.huda, "/end");
    assert_int_equal(world_rows(w, "record"), before);
}

SCENARIO_MAIN(SCENARIO("S3.2 a food run", a_food_run),
              SCENARIO("a change reaches who comes", a_change_reaches_who_comes),
              SCENARIO("a role goes on", a_role_goes_on),
              SCENARIO("thanks, and what is one's own", thanks_and_what_is_ones_own),
              SCENARIO("who is taken out", who_is_taken_out),
              SCENARIO("it ends with its circle", it_ends_with_its_circle))
