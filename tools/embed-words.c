/* embed-words AR.txt EN.txt OUT.h: the word lists of src/seal/words.h as a C table.
 *
 * Fails unless each list has exactly 1,024 distinct lines, each one word of UTF-8 without
 * white space, quotes or capital ASCII letters. Runs while building only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT 1024
#define LINE_MAX_BYTES 64

struct list {
    const char *path;
    char lines[COUNT][LINE_MAX_BYTES];
};

static int fail(const struct list *l, int line, const char *why)
{
    fprintf(stderr, "%s:%d: %s\n", l->path, line, why);
    return 0;
}

static int word_is_fit(const char *w)
{
    for (; *w; w++)
        if ((unsigned char)*w <= ' ' || *w == '"' || *w == '\\' || *w == '-' || *w == 0x7f ||
            (*w >= 'A' && *w <= 'Z'))
            return 0;
    return 1;
}

static int list_read(struct list *l)
{
    FILE *f = fopen(l->path, "r");
    if (!f)
        return fail(l, 0, "cannot be opened");
    char line[LINE_MAX_BYTES + 2];
    int n = 0, ok = 1;
    while (ok && fgets(line, sizeof line, f)) {
        size_t len = strcspn(line, "\n");
        line[len] = 0;
        if (n == COUNT)
            ok = fail(l, n + 1, "more than 1024 lines");
        else if (len == 0 || len >= LINE_MAX_BYTES || !word_is_fit(line))
            ok = fail(l, n + 1, "not one lower-case word");
        else
            memcpy(l->lines[n++], line, len + 1);
    }
    fclose(f);
    if (ok && n != COUNT)
        ok = fail(l, n, "fewer than 1024 lines");
    return ok;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int list_is_distinct(struct list *l)
{
    char *by[COUNT];
    for (int i = 0; i < COUNT; i++)
        by[i] = l->lines[i];
    qsort(by, COUNT, sizeof by[0], compare);
    for (int i = 1; i < COUNT; i++) {
        if (strcmp(by[i - 1], by[i]) == 0) {
            int line = (int)((by[i] - l->lines[0]) / LINE_MAX_BYTES) + 1;
            return fail(l, line, "this word stands there twice");
        }
    }
    return 1;
}

static void list_write(FILE *out, const struct list *l, const char *name)
{
    fprintf(out, "static const struct str %s[WORDS_COUNT] = {\n", name);
    for (int i = 0; i < COUNT; i++)
        fprintf(out, "    {\"%s\", %zu},\n", l->lines[i], strlen(l->lines[i]));
    fputs("};\n", out);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: embed-words AR.txt EN.txt OUT.h\n", stderr);
        return 2;
    }
    struct list *ar = calloc(1, sizeof *ar), *en = calloc(1, sizeof *en);
    if (!ar || !en)
        return 1;
    ar->path = argv[1];
    en->path = argv[2];
    if (!list_read(ar) || !list_is_distinct(ar) || !list_read(en) || !list_is_distinct(en))
        return 1;
    FILE *out = fopen(argv[3], "w");
    if (!out) {
        perror(argv[3]);
        return 1;
    }
    fputs("/* Made by tools/embed-words.c from src/seal/words; not to be edited. */\n", out);
    list_write(out, ar, "WORDS_LIST_AR");
    list_write(out, en, "WORDS_LIST_EN");
    int bad = ferror(out);
    bad |= fclose(out);
    free(ar);
    free(en);
    return bad ? 1 : 0;
}
