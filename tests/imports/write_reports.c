/* Writes a table of made-up reports in the style of a crisis map's export: the same for the same
 * seed. usage: write_reports ROWS [SEED] > FILE.csv */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t state;

/* Of the 64-bit linear congruential generator of Knuth's MMIX. */
static unsigned pick(unsigned n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % n;
}

#define ONE_OF(list) (list)[pick(sizeof(list) / sizeof(list)[0])]

static const char *const PLACES[] = {"\"Hamra, Beirut\"",
                                     "الحمرا",
                                     "Basta",
                                     "\"برج حمود, بيروت\"",
                                     "Achrafieh",
                                     "",
                                     "Karantina\nnear the bridge",
                                     "Unknown",
                                     "Tariq el Jdideh",
                                     "طريق الجديدة"};
static const char *const TITLES[] = {"Water for 1~ people",
                                     "مطلوب خبز لـ 1~ أشخاص",
                                     "1~ people trapped",
                                     "Besoin de couvertures pour 1~",
                                     "A bed for 1~",
                                     "دواء لـ 1~ مرضى",
                                     "nou se 1~ moun",
                                     "",
                                     "Ride for 1~ to the hospital",
                                     "Room for 1~"};
static const char *const WORDS[] = {"Call 03 ~~~~~~ after six.",
                                    "They say \"\"soon\"\", since number 1~~~~~.",
                                    "لا نستطيع الانتظار أكثر\nالرقم 1~~~~~",
                                    "On est 1~~~~~ dans la cour, dont des enfants",
                                    "We are at 33.89~~, 35.48~~ behind the school",
                                    "first line\n\nthird line 1~~~~~",
                                    "1~~~~~"};
static const char *const KINDS[] = {"\"1c. People trapped, 2a. Food Shortage\"",
                                    "2b. Water shortage",
                                    "3. Public Health",
                                    "1b. Shelter needs",
                                    "أدوية",
                                    "طعام",
                                    "\"5. Vital Lines, Blankets\"",
                                    "8. Persons News",
                                    "",
                                    "Transport",
                                    "Penurie d'eau",
                                    "Animals"};
static const char *const YES[] = {"YES", "YES", "YES", "NO", ""};

/* Each "~" is a digit. */
static void say(const char *text)
{
    for (; *text; text++)
        putchar(*text == '~' ? (int)('0' + pick(10)) : *text);
}

static void date_write(void)
{
    switch (pick(20)) {
    case 0:
        printf("31/02/2026");
        break;
    case 1:
        printf("not known");
        break;
    case 2:
        break;
    default:
        printf("%u/%u/2026 %u:%02u", 10 + pick(2), 1 + pick(28), pick(24), pick(60));
        break;
    }
}

int main(int argc, char **argv)
{
    const unsigned long rows = argc > 1 ? strtoul(argv[1], NULL, 10) : 5000;
    state = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
    printf("#,INCIDENT TITLE,INCIDENT DATE,LOCATION,DESCRIPTION,CATEGORY,LATITUDE,LONGITUDE,"
           "APPROVED,VERIFIED\n");
    for (unsigned long i = 1; i <= rows; i++) {
        const char *place = ONE_OF(PLACES);
        const int bare = place[0] != '"';
        printf("%lu,\"", pick(200) ? i : 1 + i / 2);
        say(ONE_OF(TITLES));
        printf("\",");
        date_write();
        printf(",%s%s%s,\"", bare ? "\"" : "", place, bare ? "\"" : "");
        say(ONE_OF(WORDS));
        printf("\",%s,", ONE_OF(KINDS));
        if (pick(5))
            printf("33.8%03u,35.%u%02u", pick(1000), 4 + pick(2), pick(100));
        else
            printf(",");
        printf(",%s,%s\n", ONE_OF(YES), ONE_OF(YES));
    }
    return ferror(stdout) || fflush(stdout) != 0;
}
