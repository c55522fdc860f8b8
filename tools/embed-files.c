/* embed-files OUT.c SYMBOL FILE…: files as bytes in a C table, under their last names.
 *
 * The table is `const struct embedded SYMBOL[]` with `SYMBOL_n` rows (src/base/embedded.h).
 * Runs while building only.
 */
#include <stdio.h>
#include <string.h>

static const char *last_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Twenty bytes a line. */
static int bytes_write(FILE *out, const char *path, int number)
{
    FILE *in = fopen(path, "rb");
    if (!in) {
        fprintf(stderr, "embed-files: cannot open %s\n", path);
        return 0;
    }
    fprintf(out, "static const unsigned char file_%d[] = {", number);
    int c;
    for (int n = 0; (c = fgetc(in)) != EOF; n++)
        fprintf(out, "%s%d,", n % 20 == 0 ? "\n" : "", c);
    fprintf(out, "\n0};\n"); /* ends with NUL, which is not counted */
    return fclose(in) == 0;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: embed-files OUT.c SYMBOL FILE...\n");
        return 2;
    }
    FILE *out = fopen(argv[1], "w");
    if (!out) {
        fprintf(stderr, "embed-files: cannot write %s\n", argv[1]);
        return 1;
    }
    fprintf(out,
            "#include \"base/embedded.h\"\n"
            "extern const struct embedded %s[];\nextern const size_t %s_n;\n",
            argv[2], argv[2]);
    for (int i = 3; i < argc; i++)
        if (!bytes_write(out, argv[i], i))
            return 1;
    fprintf(out, "const struct embedded %s[] = {\n", argv[2]);
    for (int i = 3; i < argc; i++)
        fprintf(out, "{\"%s\", {(const char *)file_%d, sizeof file_%d - 1}},\n", last_name(argv[i]),
                i, i);
    fprintf(out, "};\nconst size_t %s_n = %d;\n", argv[2], argc - 3);
    return fclose(out) == 0 ? 0 : 1;
}
