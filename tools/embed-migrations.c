/* embed-migrations DIR OUTPUT DEPFILE: writes migrations/NNNN-name.sql as C tables.
 *
 * Runs while building. The dependency file names the folder and every file in it, so that a new
 * step is seen without being listed anywhere. Two steps of one number do not build.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_step(const struct dirent *e)
{
    const char *n = e->d_name;
    return strspn(n, "0123456789") == 4 && n[4] == '-' && strlen(n) > 9 &&
           strcmp(n + strlen(n) - 4, ".sql") == 0;
}

static FILE *open_or_die(const char *path, const char *mode)
{
    FILE *f = fopen(path, mode);
    if (!f) {
        fprintf(stderr, "embed-migrations: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    return f;
}

static void write_text(FILE *out, FILE *in)
{
    int c;
    fputs("     \"", out);
    while ((c = getc(in)) != EOF) {
        if (c == '\n')
            fputs("\\n\"\n     \"", out);
        else if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < ' ' || c > '~')
            fprintf(out, "\\%03o", (unsigned)c);
        else
            putc(c, out);
    }
    fputs("\"},\n", out);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: embed-migrations DIR OUTPUT DEPFILE\n");
        return 2;
    }
    struct dirent **files;
    int n = scandir(argv[1], &files, is_step, alphasort);
    if (n <= 0) {
        fprintf(stderr, "embed-migrations: no steps in %s\n", argv[1]);
        return 1;
    }
    FILE *out = open_or_die(argv[2], "w"), *dep = open_or_die(argv[3], "w");
    fprintf(dep, "%s: %s", argv[2], argv[1]);
    fprintf(out, "#include \"db/steps.h\"\n\nconst struct db_step_file DB_STEPS[] = {\n");
    for (int i = 0; i < n; i++) {
        const char *name = files[i]->d_name;
        if (i && strncmp(name, files[i - 1]->d_name, 4) == 0) {
            fprintf(stderr, "embed-migrations: %s and %s have one number\n", files[i - 1]->d_name,
                    name);
            return 1;
        }
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], name);
        fprintf(dep, " %s", path);
        fprintf(out, "    {%ld, \"%.*s\",\n", strtol(name, NULL, 10), (int)strlen(name) - 9,
                name + 5);
        FILE *in = open_or_die(path, "r");
        write_text(out, in);
        fclose(in);
        if (i)
            free(files[i - 1]);
    }
    free(files[n - 1]);
    free(files);
    fprintf(out, "};\nconst size_t DB_STEPS_COUNT = %d;\n", n);
    fprintf(dep, "\n");
    return fclose(out) || fclose(dep) ? 1 : 0;
}
