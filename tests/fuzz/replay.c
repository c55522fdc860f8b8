/* Runs a fuzzer's function once for every file of its seed folder (argv[1]), and for every prefix
 * length 0, 1, 2, 4, 8 … of each, so that cut input is tried too. An ordinary test: it fails by
 * crashing, by a sanitizer, or when there are no seeds. */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEED_MAX (1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of exactly n bytes, so that a sanitizer sees a read behind its end. */
static void try_prefix(const uint8_t *data, size_t n)
{
    uint8_t *copy = malloc(n ? n : 1);
    if (!copy)
        abort();
    memcpy(copy, data, n);
    LLVMFuzzerTestOneInput(copy, n);
    free(copy);
}

static int try_file(int folder, const char *name, uint8_t *buffer)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    size_t n = 0;
    ssize_t got;
    while (n < SEED_MAX && (got = read(fd, buffer + n, SEED_MAX - n)) > 0)
        n += (size_t)got;
    close(fd);
    try_prefix(buffer, 0);
    for (size_t cut = 1; cut < n; cut *= 2)
        try_prefix(buffer, cut);
    try_prefix(buffer, n);
    return 0;
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    uint8_t *buffer = malloc(SEED_MAX);
    if (!folder || !buffer) {
        fprintf(stderr, "usage: %s FOLDER-OF-SEEDS\n", argv[0]);
        return 2;
    }
    int tried = 0, failed = 0;
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (try_file(dirfd(folder), entry->d_name, buffer) == 0)
            tried++;
        else
            failed++;
    }
    closedir(folder);
    free(buffer);
    if (tried == 0) {
        fprintf(stderr, "no seeds in %s\n", argv[1]);
        failed++;
    }
    printf("%d passed, %d failed\n", tried, failed);
    return failed != 0;
}
