/* Bar 1, noise: canaries (names, pronouns, titles, texts, notes, reasons, search words, sign-in
 * names, passphrases, addresses, in Arabic and ASCII letters) are written into every form of a real
 * `awn serve` by members and strangers, in requests that succeed and in ones that fail; so are the
 * codes that the house itself makes (invitations, recovery). Then every byte that is kept is read:
 * the network's folder (database, -wal, -shm), temporary files, the server's output with debugging
 * on, PostgreSQL's whole folder with its write-ahead log and its own log, a backup; while the
 * server runs, after kill -9, and after it was started again. Each canary is looked for in fourteen
 * forms (noise_scan.h).
 *
 * Every form is known from the route tables. A field that takes words and that no canary went into
 * successfully fails the bar, so that a new form is not forgotten; fields that cannot take a canary
 * stand in noise_coverage.c with the reason.
 *
 * Controls: planted canaries are found in every form; the threads show theirs after the restart.
 * usage: bar_noise AWN SOURCE-FOLDER */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bars/noise_aid.h"
#include "bars/noise_teams.h"
#include "bars/noise_web.h"
#include "base/rand.h"

#define PER_POST 20

struct house {
    struct bar *b;
    const char *awn, *source;
    char folder[128], data[160];
    const char *database; /* NULL: the embedded one */
    pid_t server;
    struct web *web;
};

struct totals {
    size_t canaries, scans, hits, shown;
    uint64_t bytes;
    size_t files;
};

/* --- processes --- */

static void redirect(int fd, const char *path)
{
    int to = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (to < 0 || dup2(to, fd) < 0)
        _exit(127);
}

static pid_t start(struct house *h, const char *const *args, const char *out)
{
    char path[300], tmp[160];
    const char *argv[24];
    size_t n = 0;
    argv[n++] = h->awn;
    for (; *args; args++)
        argv[n++] = *args;
    argv[n++] = "--data";
    argv[n++] = h->data;
    if (h->database) {
        argv[n++] = "--database";
        argv[n++] = h->database;
    }
    argv[n] = NULL;
    snprintf(path, sizeof path, "%s/%s", h->folder, out);
    snprintf(tmp, sizeof tmp, "%s/tmp", h->folder);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        setenv("TMPDIR", tmp, 1);
        setenv("AWN_DEBUG", "1", 1);
        unsetenv("AWN_TEST_HASH");
        redirect(STDOUT_FILENO, path);
        snprintf(path, sizeof path, "%s/errors", h->folder);
        redirect(STDERR_FILENO, path);
        execv(h->awn, (char *const *)argv);
        _exit(127);
    }
    return pid;
}

static bool run(struct house *h, const char *const *args, const char *out)
{
    int status = 0;
    pid_t pid = start(h, args, out);
    return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static struct str said(struct house *h, const char *out)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", h->folder, out);
    return bar_file(h->web->w.arena, path);
}

static void serve(struct house *h, const char *out)
{
    static const char *const args[] = {"serve", "--listen", "127.0.0.1:0", NULL};
    static const char before[] = "http://127.0.0.1:";
    h->server = start(h, args, out);
    for (int i = 0; i < 1200; i++) {
        struct str s = access(h->data, F_OK) == 0 && i ? said(h, out) : STR("");
        const char *at = memmem(s.p, s.n, before, sizeof before - 1);
        if (at) {
            h->web->port = (int)strtol(at + sizeof before - 1, NULL, 10);
            return;
        }
        if (waitpid(h->server, NULL, WNOHANG) == h->server)
            break;
        usleep(25000);
    }
    printf("awn serve did not start: %.*s\n", STR_ARG(said(h, "errors")));
    bar_must(ERR_IO, "awn serve");
}

static void end(struct house *h, int how)
{
    kill(h->server, how);
    waitpid(h->server, NULL, 0);
}

/* --- people and what they do --- */

static const char *c(struct person *p, struct str s)
{
    return str_to_c(p->w->arena, s);
}

static struct str last(struct person *p, size_t field)
{
    return web_of(p)->last[field];
}

/* "abcd efgh …" on the page is a secret like all others. */
static struct str code_on_page(struct person *p)
{
    char *code = str_to_c(p->w->arena, element(p, "code"));
    bar_check(web_of(p)->b, strlen(code) >= 20, "%s is shown no code at %" STR_FMT, p->called,
              STR_ARG(p->path));
    web_secret(web_of(p), str_from_c(code));
    for (char *k = code; *k; k++)
        if (*k == ' ')
            *k = '-';
    web_secret(web_of(p), str_from_c(code));
    return str_from_c(code);
}

static struct str group_of(struct str code, int group)
{
    struct str one = STR_NONE;
    for (int i = 0; i < group; i++)
        one = str_cut(&code, '-');
    return one;
}

static struct str value_of(struct person *p, const char *name)
{
    return str_copy(p->w->arena, field(p, name));
}

static void proves(struct person *p)
{
    static const char *const names[] = {"g1", "g2", "g3", "g4", "g5", "g6"};
    const char *asked[2] = {"g1", "g2"}, *answer[2] = {"", ""};
    size_t n = 0;
    for (int i = 0; i < 6; i++)
        if (field(p, names[i]).p && n < 2) {
            asked[n] = names[i];
            answer[n++] = c(p, group_of(p->recovery, i + 1));
        }
    web_fill(p, 1, "/join/keep", asked[0], answer[0], asked[1], answer[1], NULL);
}

static struct person *joins_as(struct web *w, const char *called, struct str code)
{
    struct person *p = someone(&w->w, called, "ar");
    visit(p, "/join");
    web_fill(p, 1, "/join", "code", c(p, code), NULL);
    web_secret(w, value_of(p, "name")); /* what the house suggests */
    web_secret(w, value_of(p, "passphrase"));
    web_fill(p, 3, "/join/new", NULL);
    p->name = last(p, 1);
    p->passphrase = last(p, 2);
    p->recovery = code_on_page(p);
    web_fill(p, 1, "/join/keep", NULL);
    proves(p);
    return p;
}

static void signs_in_here(struct person *p)
{
    visit(p, "/in");
    web_fill(p, 1, "/in", "name", c(p, p->name), "passphrase", c(p, p->passphrase), NULL);
}

static struct str invites_to(struct person *host, const char *path)
{
    visit(host, path);
    web_fill(host, 1, path, NULL);
    return code_on_page(host);
}

static const char *at(struct person *p, const char *base, const char *rest)
{
    return c(p, str_fmt(p->w->arena, "%s%s", base, rest));
}

/* The page's own address without what stands behind '?'. */
static const char *here(struct person *p)
{
    return c(p, str_slice(p->path, 0, str_find_char(p->path, '?')));
}

struct places {
    const char *circle, *thread, *mine; /* "/r/x", "/r/x/t/y", the circle as another one sees it */
    size_t posts;
};

/* A circle that one begins, one asks to come into and one enters by a code. */
static struct places circle(struct person *amal, struct person *basil, struct person *carla)
{
    struct places at_ = {NULL, NULL, NULL, 0};
    visit(amal, "/c/new");
    web_fill(amal, 3, "/c/new", "openness", "request", NULL);
    at_.circle = here(amal);
    visit(basil, "/c");
    follow(basil, "/c/");
    if (!bar_holds(basil->html, STR("/ask")))
        visit(basil, "/c");
    web_fill(basil, 2, "/ask", NULL);
    visit(amal, at(amal, at_.circle, "/people"));
    web_fill(amal, 1, "/asked", "answer", "in", NULL);
    struct str code = invites_to(amal, at(amal, at_.circle, "/invite"));
    visit(carla, "/enter");
    web_fill(carla, 2, "/enter", "code", c(carla, code), NULL);
    visit(basil, "/r");
    follow(basil, "/r/");
    at_.mine = here(basil);
    return at_;
}

static void talk(struct person *amal, struct person *basil, struct places *at_, size_t canaries)
{
    struct web *w = web_of(amal);
    visit(amal, at(amal, at_->circle, "/new"));
    web_fill(amal, 4, "/new", NULL);
    at_->thread = here(amal);
    size_t from = w->canaries;
    const char *his =
        at(basil, at_->mine, strstr(at_->thread, "/t/") ? strstr(at_->thread, "/t/") : "");
    for (at_->posts = 1; w->canaries - from < canaries; at_->posts++) {
        struct person *who = at_->posts % 2 ? basil : amal;
        visit(who, who == amal ? at_->thread : his);
        web_fill(who, bar_size(PER_POST, 60), who == amal ? at_->thread : his, NULL);
        if (w->b->failed)
            return;
    }
}

/* Opens one person after another from a list until there is one who can be taken out, and does so
 * with a reason. */
static void takes_out(struct person *p, const char *page, const char *list)
{
    const char *people[40];
    size_t n = 0;
    visit(p, page);
    for (size_t i = 0; i < p->page.n && n < 40; i++) {
        struct str to =
            p->page.v[i].kind == NODE_START ? page_attr(&p->page.v[i], "href") : STR_NONE;
        if (str_starts(to, str_from_c(list)) && to.n > strlen(list) + 1)
            people[n++] = c(p, str_copy(p->w->arena, to));
    }
    for (size_t i = 0; i < n; i++) {
        visit(p, people[i]);
        if (bar_holds(p->html, STR("/remove\"")) && !bar_holds(p->html, STR("name=\"reason\"")))
            visit(p, at(p, people[i], "/remove"));
        if (!bar_holds(p->html, STR("name=\"reason\"")))
            continue;
        web_fill(p, 3, "/remove", NULL);
        return;
    }
    bar_check(web_of(p)->b, false, "%s has nobody to take out at %s", p->called, list);
}

/* Everything that is changed, removed, shared and looked for. */
static void the_rest(struct person *amal, struct person *basil, struct person *dina,
                     const struct places *at_)
{
    struct web *w = web_of(amal);
    visit(amal, at(amal, at_->thread, "/p/1/edit"));
    web_fill(amal, 3, "/edit", NULL);
    visit(amal, at(amal, at_->thread, "/p/2"));
    web_fill(amal, 3, "/remove", NULL);
    visit(amal, at(amal, at_->circle, "/settings"));
    web_fill(amal, 3, "/settings", NULL);
    visit(basil, at(basil, at_->mine, "/me"));
    web_fill(basil, 3, "/me", NULL);
    visit(basil, "/me/persona");
    web_fill(basil, 3, "/me/persona", NULL);
    visit(basil, "/find");
    web_fill(basil, 2, "/find", NULL);
    visit(basil, "/d");
    web_fill(basil, 2, "/d", NULL);
    web_fill(basil, 2, "/d", "q", "lawyer", "area", "", NULL);
    follow(basil, "/d/");
    const char *entry = here(basil);
    visit(basil, at(basil, entry, "/share"));
    web_fill(basil, 3, "/share", NULL);
    visit(basil, at(basil, entry, "/save"));
    web_fill(basil, 3, "/save", NULL);
    visit(basil, at(basil, entry, "/outdated"));
    web_fill(basil, 3, "/outdated", "reason", "phone", NULL);
    visit(basil, "/me/look");
    web_fill(basil, 1, "/me/look", "leave", "own", "own",
             c(basil, str_fmt(w->w.arena, "https://%" STR_FMT ".example/", STR_ARG(web_canary(w)))),
             NULL);
    visit(basil, "/me/key");
    web_fill(basil, 1, "/me/key", "current", c(basil, basil->passphrase), NULL);
    basil->passphrase = last(basil, 1);
    visit(basil, "/me/code");
    web_fill(basil, 1, "/me/code", "current", c(basil, basil->passphrase), NULL);
    basil->recovery = code_on_page(basil);
    visit(basil, "/me/export");
    web_fill(basil, 1, "/me/export", "current", c(basil, basil->passphrase), NULL);
    struct person *twice = someone(&w->w, "Basil, elsewhere", "ar");
    twice->name = basil->name;
    twice->passphrase = basil->passphrase;
    signs_in_here(twice);
    visit(amal, "/c/new");
    web_fill(amal, 1, "/c/new", "openness", "open", NULL);
    struct str title = last(amal, 0);
    visit(dina, "/c");
    follow(dina, c(dina, title));
    web_fill(dina, 2, "/join", NULL);
    visit(basil, "/me/sessions");
    web_fill(basil, 1, "/me/sessions/all", "current", c(basil, basil->passphrase), NULL);

    const char *circle_people = at(amal, at_->circle, "/people");
    takes_out(amal, circle_people, circle_people);
    visit(dina, "/me/leave");
    web_fill(dina, 1, "/me/leave", "current", c(dina, dina->passphrase), "words", "keep", NULL);
    takes_out(amal, "/people", "/people");
}

/* The desk of the directory: opened, entered, left; its people's names. A byline is made to be read
 * by everybody, so no canary goes into it. */
static void desk(struct person *amal, struct person *basil, struct person *carla)
{
    struct person *editors[] = {basil, carla};
    visit(amal, "/d/desk");
    web_fill(amal, 1, "/d/desk/open", "byline", "", NULL);
    for (size_t i = 0; i < 2; i++) {
        visit(amal, "/d/desk/invite");
        web_fill(amal, 1, "/d/desk/invite", NULL);
        struct str code = code_on_page(amal);
        visit(editors[i], "/d/desk");
        web_fill(editors[i], 1, "/d/desk/enter", "code", c(amal, code), "byline", "", NULL);
        visit(editors[i], "/d/desk/me");
        web_fill(editors[i], 2, "/d/desk/me", "byline", "", NULL);
    }
    takes_out(amal, "/d/desk", "/d/desk/people");
}

/* An entry for members only: nothing of it may stand anywhere. What must have a shape takes its
 * canary inside of it. */
static void sealed_entry(struct person *amal)
{
    struct web *w = web_of(amal);
    visit(amal, "/d/new");
    web_fill(amal, 1, "/d/new", "seen", "members", "email",
             c(amal, str_fmt(w->w.arena, "%" STR_FMT "@mail.example", STR_ARG(web_canary(w)))),
             "web",
             c(amal, str_fmt(w->w.arena, "https://%" STR_FMT ".example/", STR_ARG(web_canary(w)))),
             "country", "EG", "mo", "9-17", "tu", "", "we", "", "th", "", "fr", "", "sa", "", "su",
             "", NULL);
    const char *entry = here(amal);
    bar_check(w->b, strlen(entry) == 39, "no entry was made: at %s: %" STR_FMT, entry,
              STR_ARG(element(amal, "errors")));
    visit(amal, at(amal, entry, "/edit"));
    web_fill(amal, 1, "/edit", "email", "", "web", "", "country", "EG", "mo", "9-17", "tu", "",
             "we", "", "th", "", "fr", "", "sa", "", "su", "", NULL);
    visit(amal, at(amal, entry, "/save"));
    web_fill(amal, 1, "/save", NULL);
}

/* Words that everybody may read, in every field of an entry. */
#define PLAIN                                                                                      \
    "name", "Plain house", "alt", "", "about", "A plain text", "apply", "", "who", "", "cost", "", \
        "papers", "", "spoken", "", "phone1", "", "phone1for", "", "phone2", "", "phone2for", "",  \
        "phone3", "", "phone3for", "", "email", "", "web", "", "area", "", "country", "EG"
#define SHUT "mo", "", "tu", "", "we", "", "th", "", "fr", "", "sa", "", "su", ""

/* An entry on every way between "everybody", "but the address" and "members only". Canaries go in
 * only where they are sealed at that moment: not one may ever stand in a table, in what an engine
 * writes ahead, or in a row that is dead. */
static void to_and_fro(struct person *amal)
{
    struct web *w = web_of(amal);
    visit(amal, "/d/new");
    web_fill(amal, 1, "/d/new", PLAIN, SHUT, "offered", "Plain people", "seen", "place", NULL);
    const char *entry = here(amal), *edit = at(amal, entry, "/edit");
    bar_check(w->b, strlen(entry) == 39, "no entry with a sealed address was made: at %s", entry);
    for (int round = 0; round < 2; round++) {
        visit(amal, edit); /* another street */
        web_fill(amal, 1, "/edit", PLAIN, SHUT, "seen", "place", NULL);
        visit(amal, edit); /* the whole of it, and new words at once */
        web_fill(amal, 1, "/edit", SHUT, "email", "", "web", "", "country", "EG", "seen", "members",
                 NULL);
        visit(amal, edit); /* other words while it is sealed */
        web_fill(amal, 1, "/edit", SHUT, "email", "", "web", "", "country", "EG", "seen", "members",
                 NULL);
        visit(amal, edit); /* plain words again, and a street that is not */
        web_fill(amal, 1, "/edit", PLAIN, SHUT, "seen", "place", NULL);
    }
    visit(amal, edit);
    web_fill(amal, 1, "/edit", PLAIN, SHUT, "street", "1 Plain Street", "city", "Plain City",
             "region", "", "seen", "all", NULL);
    visit(amal, edit); /* from everybody, with a new street */
    web_fill(amal, 1, "/edit", PLAIN, SHUT, "seen", "place", NULL);
    visit(amal, edit);
    web_fill(amal, 1, "/edit", PLAIN, SHUT, "street", "2 Plain Street", "city", "Plain City",
             "region", "", "seen", "all", NULL);
    visit(amal, edit); /* from everybody, with new words */
    web_fill(amal, 1, "/edit", SHUT, "email", "", "web", "", "country", "EG", "seen", "members",
             NULL);
    visit(amal, entry);
    bar_check(w->b, bar_holds(amal->html, last(amal, 0)),
              "the sealed entry does not show its name");
    visit(amal, at(amal, entry, "/save"));
    web_fill(amal, 1, "/save", NULL);
    visit(amal, at(amal, entry, "/remove"));
    web_fill(amal, 1, "/remove", NULL);
}

/* Says that an entry is out of date; the words wait, sealed, for the desk. */
static void reports(struct person *p)
{
    visit(p, "/d");
    web_fill(p, 1, "/d", "q", "lawyer", "area", "", NULL);
    follow(p, "/d/");
    visit(p, at(p, here(p), "/outdated"));
    web_fill(p, 2, "/outdated", "reason", "phone", NULL);
}

static void strangers(struct web *w, const struct person *basil, const struct places *at_)
{
    struct person *guest = someone(&w->w, "a stranger", "en");
    visit(guest, "/in");
    web_fill(guest, 1, "/in", NULL); /* a name and a passphrase of nobody */
    visit(guest, "/in/code");
    web_fill(guest, 1, "/in/code", "name", c(guest, basil->name), "code", c(guest, basil->recovery),
             NULL);
    visit(guest, c(guest, str_fmt(w->w.arena, "/%" STR_FMT, STR_ARG(str_from_c("nowhere")))));
    struct person *out = someone(&w->w, "who is signed out", "en");
    visit(out, "/in");
    web_fill_all(out, at_->circle + 3, "aaaaaaaa");
}

/* --- looking --- */

static void look(struct house *h, const char *when, struct totals *sum)
{
    struct scan_result r = {0};
    const char *pg = getenv("AWN_TEST_PG_FOLDER");
    scan_tree(h->web->scan, h->folder, &r);
    if (h->database && pg)
        scan_tree(h->web->scan, pg, &r);
    bar_check(h->b, r.hits == 0, "%s, %s: %zu hits, first: “%" STR_FMT "” as %s in %s",
              h->database ? "PostgreSQL" : "SQLite", when, r.hits, STR_ARG(r.first.needle),
              scan_form_name(r.first.form), r.first.where);
    bar_check(h->b, r.bytes > 100000 && r.files > 8, "%s: only %zu files were read", when, r.files);
    sum->hits += r.hits;
    sum->bytes += r.bytes;
    sum->files += r.files;
    sum->scans++;
}

/* Control: each form of some canaries, planted in a file among random bytes, is found. */
static void planted(struct house *h)
{
    struct web *w = h->web;
    char path[200];
    size_t tried = 0, found = 0;
    snprintf(path, sizeof path, "%s/planted", h->folder);
    for (size_t i = 0; i < 8; i++) {
        struct str needle = web_canary(w);
        for (int form = 0; form < SCAN_FORM_COUNT; form++) {
            ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
            struct str bytes = scan_form_of(w->scan, a, needle, (enum scan_form)form);
            char noise[20000];
            struct scan_result r = {0};
            size_t at_ = rng_below(&w->rng, sizeof noise - bytes.n);
            rand_bytes(noise, sizeof noise);
            memcpy(noise + at_, bytes.p, bytes.n);
            scan_bytes(w->scan, str_from(noise, sizeof noise), "planted", &r);
            tried++;
            found += r.hits > 0;
        }
    }
    bar_check(h->b, tried == found, "of %zu planted canaries %zu are found", tried, found);
    /* The same through a file, at the seam of two pieces. */
    struct str needle = web_canary(w);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    struct scan_result r = {0};
    if (fd < 0 || pwrite(fd, needle.p, needle.n, ((off_t)4 << 20) - 5) != (ssize_t)needle.n)
        bar_must(ERR_IO, path);
    close(fd);
    scan_tree(w->scan, h->folder, &r);
    bar_check(h->b, r.hits == 1, "a canary in a file is found %zu times", r.hits);
    unlink(path);
}

/* Control: what was written is there, for who may read it. */
static size_t shown(struct person *p, const struct places *at_, struct str text)
{
    size_t seen = 0;
    visit(p, at_->thread);
    for (struct str rest = text; rest.n;)
        seen += bar_holds(p->html, str_cut(&rest, ' '));
    return seen;
}

static void backup(struct house *h)
{
    char file[200];
    snprintf(file, sizeof file, "%s/backup.db", h->folder);
    const char *const args[] = {"backup", file, NULL};
    bar_check(h->b, run(h, args, "backup.out"), "awn backup failed: %" STR_FMT,
              STR_ARG(said(h, "errors")));
}

static struct str first_code(struct house *h)
{
    struct str out = said(h, "init.out");
    for (size_t i = 0; i + 29 <= out.n; i++) {
        bool code = true;
        for (size_t k = 0; k < 29 && code; k++)
            code = k % 5 == 4 ? out.p[i + k] == '-'
                              : (out.p[i + k] >= '0' && out.p[i + k] <= '9') ||
                                    (out.p[i + k] >= 'a' && out.p[i + k] <= 'z');
        if (code)
            return str_copy(h->web->w.arena, str_slice(out, i, i + 29));
    }
    bar_must(ERR_NOT_FOUND, "the first invitation");
    return STR_NONE;
}

static void make(struct house *h)
{
    char path[300];
    static const char *const init[] = {"init", NULL};
    snprintf(path, sizeof path, "%s/src/directory/sample", h->source);
    const char *const import[] = {"directory", "import", path, NULL};
    if (!run(h, init, "init.out") || !run(h, import, "import.out")) {
        printf("%.*s\n", STR_ARG(said(h, "errors")));
        bar_must(ERR_IO, "awn init");
    }
}

static void live(struct house *h, struct totals *sum)
{
    struct web *w = h->web;
    make(h);
    struct str code = first_code(h);
    char path[300];
    snprintf(path, sizeof path, "%s/init.out", h->folder);
    unlink(path); /* awn init prints the first invitation for the steward to hand over */
    serve(h, "serve.out");
    web_secret(w, code);
    struct person *amal = joins_as(w, "Amal", code);
    struct person *basil = joins_as(w, "Basil", invites_to(amal, "/invite"));
    struct person *carla = joins_as(w, "Carla", invites_to(amal, "/invite"));
    struct places at_ = circle(amal, basil, carla);
    talk(amal, basil, &at_, bar_size(300, 9000));
    struct str text = web_canaries(w, 200, 5);
    visit(amal, at_.thread);
    web_fill(amal, 1, at_.thread, "text", c(amal, text), NULL);
    struct person *dina = joins_as(w, "Dina", invites_to(amal, "/invite"));
    desk(amal, basil, carla);
    noise_aid(amal, basil);
    noise_offers(amal, basil);
    noise_teams(amal, at_.circle);
    noise_pools(amal, basil);
    noise_own(amal, basil);
    noise_thanks(amal, basil);
    noise_surge(amal, basil);
    noise_fund(amal, basil, carla);
    sealed_entry(amal);
    to_and_fro(amal);
    reports(someone(&w->w, "a stranger who was there", "ar"));
    takes_out(amal, "/aid/desk", "/aid/desk/people");
    takes_out(amal, "/fund/desk", "/fund/desk/people");
    the_rest(amal, basil, dina, &at_);
    strangers(w, basil, &at_);
    look(h, "while it runs", sum);

    end(h, SIGKILL);
    look(h, "after kill -9", sum);
    serve(h, "serve.out2");
    amal->ncookies = 0;
    signs_in_here(amal);
    size_t seen = shown(amal, &at_, text);
    bar_check(h->b, seen == 5, "after kill -9 the thread shows %zu of 5 canaries", seen);
    sum->shown += seen;
    visit(amal, at_.thread);
    web_fill_all(amal, at_.circle + 3, strstr(at_.thread, "/t/") + 3);
    backup(h);
    look(h, "with a backup, started again", sum);
    end(h, SIGTERM);
    look(h, "ended", sum);
    web_coverage(w);
    planted(h);
    sum->canaries += w->canaries;
}

static void noise(struct bar *b, enum db_engine engine, const char *const *argv, struct totals *sum)
{
    struct test_db t;
    struct web *w = calloc(1, sizeof *w);
    struct house h = {.b = b, .awn = argv[1], .source = argv[2], .web = w};
    char tmp[160];
    if (!w || !test_db_open_bare(engine, &t)) {
        free(w);
        return;
    }
    b->engines++;
    web_init(w, b, scan_create(60000));
    h.database = engine == DB_POSTGRES ? t.url : NULL;
    snprintf(h.folder, sizeof h.folder, "/tmp/awn-noise-XXXXXX");
    if (!mkdtemp(h.folder))
        bar_must(ERR_IO, "a folder");
    snprintf(h.data, sizeof h.data, "%s/data", h.folder);
    snprintf(tmp, sizeof tmp, "%s/tmp", h.folder);
    mkdir(tmp, 0700);
    live(&h, sum);
    pid_t rm = fork();
    if (rm == 0)
        execl("/bin/rm", "rm", "-rf", h.folder, (char *)NULL);
    waitpid(rm, NULL, 0);
    test_db_close(&t);
    scan_destroy(w->scan);
    arena_destroy(w->w.arena);
    free(w);
}

int main(int argc, const char **argv)
{
    struct bar b;
    struct totals sum = {0};
    if (argc != 3) {
        fprintf(stderr, "usage: bar_noise AWN SOURCE-FOLDER\n");
        return 2;
    }
    bar_begin(&b, "noise");
    noise(&b, DB_SQLITE, argv, &sum);
    noise(&b, DB_POSTGRES, argv, &sum);
    return bar_end(&b, (double)sum.hits, "hits",
                   "%zu canaries written through the web %s, each looked for in %d forms in %.1f "
                   "MiB of %zu files (live, after kill -9, with a backup, ended): %zu hits. What "
                   "an engine compresses would not be seen.",
                   sum.canaries, bar_where(&b), (int)SCAN_FORM_COUNT, (double)sum.bytes / 1048576.0,
                   sum.files, sum.hits);
}
