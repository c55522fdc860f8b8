/* S3.1 a pool: tools lent and brought back, a shelf at which two stand, beds that are full, a car
 * with two seats; who leaves tells whoever keeps it. */
#include <string.h>

#include "scenarios/world.h"

#define PASSPHRASE(p) str_to_c((p)->w->arena, (p)->passphrase)

static const char *here(struct person *p)
{
    return str_to_c(p->w->arena, str_slice(p->path, 0, str_find_char(p->path, '?')));
}

static const char *with(struct person *p, const char *address, const char *more)
{
    return str_to_c(p->w->arena, str_fmt(p->w->arena, "%s%s", address, more));
}

/* The pool's own address, from that of the page on which its first item is written. */
static const char *shares(struct person *p, const char *kind, const char *title)
{
    follow(p, "/pools/new");
    follow(p, with(p, "/pools/new/", kind));
    const char *form = here(p);
    submit(p, form, "title", title, "line", "للجميع", "rules", "بعد العصر");
    is_at(p, "/pools/p/");
    const char *add = here(p);
    return str_to_c(p->w->arena, str_from(add, strlen(add) - strlen("/keep/add")));
}

/* Addresses are everybody's own: one finds one's way by names. */
static void goes(struct person *p, const char *pool, const char *item)
{
    visit(p, "/pools");
    follow(p, pool);
    if (item)
        follow(p, item);
}

static void tools_are_lent(struct person *amal, struct person *sami, struct person *noor)
{
    struct world *w = amal->w;
    visit(amal, "/pools");
    sees(amal, "Nothing is shared yet");
    const char *pool = shares(amal, "things", "عِدّة الحي");
    submit(amal, "/keep/add", "name", "", "words", "في صندوق أزرق");
    sees(amal, "Please fill this in.");
    finds_written(amal, "words", "في صندوق أزرق");
    submit(amal, "/keep/add", "name", "مثقاب", "units", "١");

    visit(sami, "/aid");
    follow(sami, "/pools");
    submit(sami, "/pools", "q", "المثقاب");
    follow(sami, "مثقاب");
    sees(sami, "في صندوق أزرق");
    goes(noor, "عِدّة الحي", "مثقاب");
    submit(sami, "Ask for it", "days", "7", "name", "سامي", "words", "لرفّ في المطبخ");
    is_at(sami, "/pools/h/");
    sees(sami, "Asked for: the place is kept");
    const char *mine = here(sami);
    submit(noor, "Ask for it", "name", "نور"); /* the page was open before */
    sees(noor, "Somebody has it just now. When it is back, it shows here.");
    sees_not(noor, "سامي");
    visit(noor, mine);
    is_answered(noor, 404);
    goes(noor, "عِدّة الحي", NULL);
    visit(noor, with(noor, here(noor), "/keep"));
    is_answered(noor, 404);

    visit(amal, "/pools/mine");
    follow(amal, "عِدّة الحي");
    follow(amal, "مثقاب");
    sees(amal, "لرفّ في المطبخ");
    submit(amal, "Yes, this is possible", "words", "غدًا عند الخامسة");
    const char *keep = with(amal, pool, "/keep");
    visit(amal, keep);
    follow(amal, "مثقاب");
    submit(amal, "It was handed over");
    visit(sami, mine);
    sees(sami, "غدًا عند الخامسة");
    sees(sami, "It is with you");

    world_nights(w, 8);
    signs_in(amal);
    visit(amal, keep);
    sees(amal, "late");
    follow(amal, "مثقاب");
    submit(amal, "Remind kindly", "words", "نحتاجه يوم الجمعة");
    signs_in(sami);
    visit(sami, mine);
    sees(sami, "The day on which it was to come back is over. It happens.");
    sees(sami, "نحتاجه يوم الجمعة");
    submit(sami, "Send", "words", "أعيده مساءً");
    visit(amal, keep);
    follow(amal, "مثقاب");
    sees(amal, "أعيده مساءً");
    submit(amal, "It is back");
    goes(amal, "عِدّة الحي", NULL);
    sees(amal, "here");
    visit(sami, mine);
    sees(sami, "Given back. Thank you.");
    submit(sami, "Put it away");
    sees(sami, "Nothing to bring back");
}

static void two_at_the_shelf(struct person *amal, struct person *sami, struct person *noor)
{
    visit(amal, "/pools");
    shares(amal, "stock", "رفّ المدخل");
    submit(amal, "/keep/add", "name", "أرز", "unit", "أكياس", "low", "٣");
    submit(amal, "/put", "more", "٢", "day", "٣١", "month", "٢", "year", "٢٠٢٧");
    sees(amal, "This month has no such day.");
    finds_written(amal, "more", "٢");
    submit(amal, "/put", "day", "", "month", "٢", "year", "٢٠٢٧");
    goes(sami, "رفّ المدخل", "أرز");
    goes(noor, "رفّ المدخل", "أرز");
    submit(sami, "/take", "count", "٢");
    sees(sami, "nothing left");
    submit(noor, "/take", "count", "1");
    sees(noor, "لم يُسجَّل شيء");
    goes(noor, "رفّ المدخل", NULL);
    follow(noor, "Shopping list");
    sees(noor, "أرز");
}

static void beds_are_full(struct person *amal, struct person *sami, struct person *noor)
{
    visit(amal, "/pools");
    const char *pool = shares(amal, "beds", "بيت الضيوف");
    submit(amal, "/keep/add", "name", "الغرفة الهادئة", "units", "1");
    goes(sami, "بيت الضيوف", "الغرفة الهادئة");
    submit(sami, "Ask for it", "nights", "٢", "name", "سامي");
    is_at(sami, "/pools/h/");
    goes(noor, "بيت الضيوف", "الغرفة الهادئة");
    struct str tonight = field(noor, "night");
    uint64_t night;
    assert_true(str_to_u64(tonight, &night)); /* the first that is free: two nights later */
    submit(noor, "Ask for it", "nights", "31", "name", "نور");
    sees(noor, "This number is too small or too large.");
    finds_written(noor, "name", "نور");
    const char *taken = str_to_c(noor->w->arena, str_fmt(noor->w->arena, "%d", (int)night - 1));
    submit(noor, "Ask for it", "night", taken, "nights", "1", "name", "نور");
    sees(noor, "غير متاح في كل هذه الليالي");
    submit(sami, "It is not needed any more");
    visit(amal, with(amal, pool, "/keep"));
    sees(amal, "given free again: it is not needed any more");
    submit(noor, "Ask for it", "nights", "1");
    is_at(noor, "/pools/h/");
    visit(amal, with(amal, pool, "/keep"));
    follow(amal, "الغرفة الهادئة");
    submit(amal, "Not possible: free it", "words", "نحن مسافرون");
    visit(noor, here(noor));
    sees(noor, "It did not work out this time");
    sees(noor, "نحن مسافرون");
}

static void a_car_has_seats(struct person *amal, struct person *sami, struct person *noor)
{
    visit(amal, "/pools");
    shares(amal, "rides", "مشاوير الجمعة");
    submit(amal, "/keep/add", "name", "إلى المدينة", "units", "٣", "time", "1410");
    goes(sami, "مشاوير الجمعة", "إلى المدينة");
    goes(noor, "مشاوير الجمعة", "إلى المدينة");
    submit(sami, "Ask for it", "units", "٢", "name", "سامي");
    const char *mine = here(sami);
    submit(noor, "Ask for it", "units", "2", "name", "نور");
    finds_written(noor, "name", "نور");
    sees(noor, "سبق إليه شخص آخر");
    visit(sami, with(sami, mine, "/calendar"));
    assert_non_null(memmem(sami->html.p, sami->html.n, "BEGIN:VEVENT", 12));
    assert_null(memmem(sami->html.p, sami->html.n, "المدينة", strlen("المدينة")));
    visit(sami, mine);
}

static void somebody_leaves(struct person *amal, struct person *sami, struct person *noor)
{
    visit(sami, "/me/export");
    submit(sami, "/me/export", "current", PASSPHRASE(sami));
    assert_non_null(memmem(sami->html.p, sami->html.n, "إلى المدينة", strlen("إلى المدينة")));
    visit(sami, "/me/leave");
    submit(sami, "/me/leave", "current", PASSPHRASE(sami), "words", "remove");
    visit(noor, "/pools");
    follow(noor, "مشاوير الجمعة");
    sees(noor, "٣ مقاعد متاحة");

    /* Amal lets Noor keep the tools, and leaves: they stay; the shelf goes */
    visit(amal, "/pools/mine");
    follow(amal, "عِدّة الحي");
    follow(amal, "Let somebody else keep it, too");
    submit(amal, "Show a code");
    const struct str code = element(amal, "secret");
    visit(noor, "/pools/code");
    submit(noor, "/pools/code", "code", "1234");
    sees(noor, "This is not a whole code. Perhaps a letter is missing.");
    submit(noor, "/pools/code", "code", str_to_c(noor->w->arena, code));
    is_at(noor, "/pools/p/");
    visit(amal, "/me/leave");
    submit(amal, "/me/leave", "current", PASSPHRASE(amal), "words", "remove");
    visit(noor, "/pools");
    sees(noor, "عِدّة الحي");
    sees_not(noor, "رفّ المدخل");
    sees_not(noor, "مشاوير الجمعة");
}

static void a_pool(void **state)
{
    struct world *w = world_of(state);
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    struct person *sami = newcomer(amal, "Sami", "ar", "سامي");
    struct person *noor = newcomer(amal, "Noor", "ar", "نور");
    tools_are_lent(amal, sami, noor);
    signs_in(noor);
    two_at_the_shelf(amal, sami, noor);
    beds_are_full(amal, sami, noor);
    a_car_has_seats(amal, sami, noor);
    somebody_leaves(amal, sami, noor);
}

SCENARIO_MAIN(SCENARIO("S3.1 a pool", a_pool))
