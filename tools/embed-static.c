/* embed-static folder out.c out.d: compiles the files of a folder into C (src/html/static.h).
 *
 * Hash: FNV-1a, 64 bits (draft-eastlake-fnv), folded to 32 in the name. The depfile names the
 * folder too, so that a new file is seen without configuring again.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define FILES_MAX 64
#define FILE_MAX (4u << 20)

static const char *const TYPES[][2] = {
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
};

_Noreturn static void fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void fail(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fputs("embed-static: ", stderr);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

static int visible(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return e->d_name[0] != '.' && e->d_name[n - 1] != '~';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static const char *type_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof TYPES / sizeof *TYPES; i++)
        if (strcmp(dot, TYPES[i][0]) == 0)
            return TYPES[i][1];
    fail("%s: unknown kind of file", name);
}

static uint64_t hash(const unsigned char *p, size_t n)
{
    uint64_t h = 0xcbf29ce484222325;
    for (size_t i = 0; i < n; i++)
        h = (h ^ p[i]) * 0x100000001b3;
    return h;
}

static void put_bytes(FILE *out, const char *what, size_t i, const unsigned char *p, size_t n)
{
    fprintf(out, "static const unsigned char %s_%zu[] = {", what, i);
    for (size_t k = 0; k < n; k++)
        fprintf(out, "%s%u,", k % 24 ? "" : "\n", p[k]);
    fputs("0};\n", out);
}

/* Packed bytes, without a time stamp; 0 when they are not at least a tenth fewer. */
static size_t pack(const unsigned char *in, size_t n, unsigned char *out, size_t room)
{
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)in,
                  .avail_in = (unsigned)n,
                  .next_out = out,
                  .avail_out = (unsigned)room};
    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        fail("zlib fails");
    int done = deflate(&z, Z_FINISH);
    size_t size = z.total_out;
    deflateEnd(&z);
    return done == Z_STREAM_END && size < n - n / 10 ? size : 0;
}

struct file {
    char name[256];
    const char *type;
    uint64_t hash;
    size_t size, packed;
};

static void embed(FILE *out, const char *folder, size_t i, struct file *f)
{
    static unsigned char in[FILE_MAX], packed[FILE_MAX];
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, f->name);
    FILE *src = fopen(path, "rb");
    f->size = src ? fread(in, 1, sizeof in, src) : 0;
    if (!src || ferror(src) || f->size == sizeof in)
        fail("%s: cannot be read, or is too large", path);
    fclose(src);
    f->type = type_of(f->name);
    f->hash = hash(in, f->size);
    f->packed = pack(in, f->size, packed, sizeof packed);
    put_bytes(out, "bytes", i, in, f->size);
    if (f->packed)
        put_bytes(out, "gzip", i, packed, f->packed);
}

static void put_entry(FILE *out, size_t i, const struct file *f)
{
    const char *dot = strrchr(f->name, '.');
    fprintf(out, "    {.name = {\"%s\", %zu},\n", f->name, strlen(f->name));
    fprintf(out, "     .path = {\"/s/%.*s.%08" PRIx32 "%s\", %zu},\n", (int)(dot - f->name),
            f->name, (uint32_t)(f->hash ^ f->hash >> 32), dot, strlen(f->name) + 12);
    fprintf(out, "     .type = {\"%s\", %zu},\n", f->type, strlen(f->type));
    fprintf(out, "     .etag = {\"\\\"%016" PRIx64 "\\\"\", 18},\n", f->hash);
    fprintf(out, "     .bytes = {(const char *)bytes_%zu, %zu},\n", i, f->size);
    if (f->packed)
        fprintf(out, "     .gzip = {(const char *)gzip_%zu, %zu},\n", i, f->packed);
    fputs("    },\n", out);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        fail("usage: embed-static folder out.c out.d");
    const char *folder = argv[1];
    struct dirent **entries;
    int n = scandir(folder, &entries, visible, by_name);
    if (n < 1 || n > FILES_MAX)
        fail("%s: no files, or too many", folder);
    FILE *out = fopen(argv[2], "w"), *deps = fopen(argv[3], "w");
    if (!out || !deps)
        fail("cannot write %s", argv[2]);
    fputs("/* Made by embed-static. */\n#include \"html/static_files.h\"\n\n", out);
    fprintf(deps, "%s: %s", argv[2], folder);
    static struct file files[FILES_MAX];
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        for (const char *c = name; *c; c++)
            if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-_.", *c))
                fail("%s: names have small letters, digits, '-', '_' and '.'", name);
        snprintf(files[i].name, sizeof files[i].name, "%s", name);
        free(entries[i]);
        embed(out, folder, (size_t)i, &files[i]);
        fprintf(deps, " %s/%s", folder, files[i].name);
    }
    free(entries);
    fputs("\nconst struct html_static STATIC_FILES[] = {\n", out);
    for (int i = 0; i < n; i++)
        put_entry(out, (size_t)i, &files[i]);
    fprintf(out, "};\nconst size_t STATIC_FILE_COUNT = %d;\n", n);
    fputc('\n', deps);
    return fclose(out) || fclose(deps) ? 1 : 0;
}
