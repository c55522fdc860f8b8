/* S3.5 two names in two circles; S2.2 practical advice as posts. */
#include <string.h>

#include "scenarios/world.h"

/* Looks at every page of the circle that a member can reach from its tabs. */
static void looks_everywhere(struct person *p, const char *circle, const char *title,
                             const char *words, const char *never)
{
    opens(p, circle, title);
    sees_not(p, never);
    enters(p, circle);
    sees_not(p, never);
    follow(p, "People");
    sees_not(p, never);
    enters(p, circle);
    follow(p, "About");
    sees_not(p, never);
    visit(p, "/find");
    submit(p, "Search", "q", words);
    beside(p, circle);
    sees_not(p, never);
    follow(p, title);
    sees_not(p, never);
}

/* Rami is Rami among the veterans and Layth among the dancers. Salma is in both circles and knows
 * both names; nothing she can look at says that they are one person. */
static void two_names_in_two_circles(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    begins_circle(salma, "المحاربون القدامى", "عن الخدمة", .openness = "open", .keep = "90",
                  .persona = "سلمى");
    begins_circle(salma, "الراقصون", "عن الرقص", .openness = "open", .keep = "90",
                  .persona = "سلوى");
    struct person *rami = newcomer(salma, "Rami", "ar", "ضيف");
    comes_into(rami, "المحاربون القدامى", "رامي " SHARP);
    begins(rami, "سنتان في الصحراء", "كنتُ هناك سنتين " SHARP);
    const char *as_rami = str_to_c(w->arena, str_slice(rami->path, 0, 11));
    comes_into(rami, "الراقصون", "ليث " SHARP);
    begins(rami, "درس الخميس", "من يرقص معي؟ " SHARP);
    const char *as_layth = str_to_c(w->arena, str_slice(rami->path, 0, 11));
    assert_string_not_equal(as_rami, as_layth);

    /* He himself sees both, each under its own name. */
    opens(rami, "المحاربون القدامى", "سنتان في الصحراء");
    sees(rami, "رامي " SHARP);
    sees_not(rami, "ليث");
    opens(rami, "الراقصون", "درس الخميس");
    sees(rami, "ليث " SHARP);
    sees_not(rami, "رامي");

    looks_everywhere(salma, "المحاربون القدامى", "سنتان في الصحراء", "سنتين", "ليث");
    looks_everywhere(salma, "الراقصون", "درس الخميس", "يرقص", "رامي");
    visit(salma, "/people");
    sees(salma, "ضيف");
    sees_not(salma, "رامي");
    sees_not(salma, "ليث");
    follow(salma, "ضيف");
    sees_not(salma, "الراقصون");
    sees_not(salma, "المحاربون");

    /* His addresses are his: to her they lead nowhere. */
    visit(salma, as_rami);
    is_answered(salma, 404);
    visit(salma, as_layth);
    is_answered(salma, 404);

    /* A new name in one circle changes what stands there, and nothing in the other. */
    enters(rami, "الراقصون");
    follow(rami, "About");
    follow(rami, "My name here");
    finds_written(rami, "persona", "ليث " SHARP);
    submit(rami, "/me", "persona", "لولو", "pronouns", "هي");
    opens(salma, "الراقصون", "درس الخميس");
    sees(salma, "لولو");
    sees_not(salma, "ليث");
    opens(salma, "المحاربون القدامى", "سنتان في الصحراء");
    sees(salma, "رامي");
    sees_not(salma, "لولو");
}

/* Advice is a post: found again by its words, set out as a list, thanked for, kept for a year. */
static void practical_advice_as_posts(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = someone(w, "Salma", "ar");
    joins(salma, w->code, "سلمى");
    struct person *hadi = newcomer(salma, "Hadi", "ar", "هادي");
    begins_circle(salma, "نصائح", "ما ينفع في الحياة اليومية", .openness = "open", .keep = "365",
                  .persona = "سلمى");
    begins(salma, "عند الطبيب لأول مرة",
           "قبل الموعد:\n\n- كتابة الأسئلة على ورقة\n- السؤال عن السرّية أوّلًا\n\n"
           "**لا أحد ملزم** بذكر ما لا يريد.");
    sees(salma, "Words live here for a year.");
    comes_into(hadi, "نصائح", "هادي");
    visit(hadi, "/find");
    submit(hadi, "Search", "q", "الاسئله"); /* another spelling of what stands there */
    follow(hadi, "عند الطبيب لأول مرة");
    sees(hadi, "السؤال عن السرّية أوّلًا");
    sees_not(hadi, "**");
    submit(hadi, "Thank you");
    answers(hadi, "وتاريخ آخر فحص مفيد أيضًا. انظروا [صفحتهم](https://clinic.example/first)");
    sees(hadi, "صفحتهم (https://clinic.example/first)"); /* one reads where a link would lead */
    opens(salma, "نصائح", "عند الطبيب لأول مرة");
    sees(salma, "وتاريخ آخر فحص مفيد أيضًا");
    beside(salma, "كتابة الأسئلة على ورقة");
    follow(salma, "More");
    sees(salma, "هادي");
    follow(salma, "Change the words");
    submit(salma, "/edit", "text", "السؤال عن السرّية، ثم **كلّ** شيء آخر.");
    opens(hadi, "نصائح", "عند الطبيب لأول مرة");
    sees(hadi, "ثم كلّ شيء آخر");

    /* Half a year later it is still there. */
    world_nights(w, 180);
    signs_in(hadi);
    opens(hadi, "نصائح", "عند الطبيب لأول مرة");
    sees(hadi, "السؤال عن السرّية");
}

SCENARIO_MAIN(SCENARIO("S3.5 two names in two circles", two_names_in_two_circles),
              SCENARIO("S2.2 practical advice as posts", practical_advice_as_posts))
