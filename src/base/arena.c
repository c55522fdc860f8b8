#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define ARENA_ALIGN 16
#define ARENA_BLOCK (64 * 1024)
#define PAGE 4096

struct block {
    struct block *next;
    size_t size; /* usable bytes after the header */
    size_t used;
    size_t mapped; /* whole mapping, secret arenas only */
    unsigned char data[] __attribute__((aligned(ARENA_ALIGN)));
};

struct arena {
    enum arena_kind kind;
    size_t block_size;
    size_t total;
    struct block *head; /* the block being filled */
};

static struct block *block_create(enum arena_kind kind, size_t want)
{
    size_t whole = sizeof(struct block) + want;
    struct block *b;
    if (kind != ARENA_SECRET) {
        b = malloc(whole);
        if (!b)
            abort();
        b->mapped = 0;
    } else {
        whole = (whole + PAGE - 1) / PAGE * PAGE;
        b = mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (b == MAP_FAILED)
            abort();
        /* Locking can fail under a small RLIMIT_MEMLOCK; `awn doctor` reports the
         * limit. Leaving the pages out of core dumps does not depend on it. */
        (void)mlock(b, whole);
        (void)madvise(b, whole, MADV_DONTDUMP);
        b->mapped = whole;
        want = whole - sizeof(struct block);
    }
    b->next = NULL;
    b->size = want;
    b->used = 0;
    return b;
}

static void block_destroy(struct block *b, enum arena_kind kind)
{
    if (kind != ARENA_PLAIN)
        explicit_bzero(b->data, b->used);
    if (b->mapped) {
        size_t whole = b->mapped;
        (void)munlock(b, whole);
        munmap(b, whole);
    } else {
        free(b);
    }
}

struct arena *arena_create(enum arena_kind kind, size_t block)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        abort();
    a->kind = kind;
    a->block_size = block ? block : ARENA_BLOCK;
    a->head = block_create(kind, a->block_size);
    return a;
}

void arena_clear(struct arena *a)
{
    while (a->head->next) {
        struct block *gone = a->head;
        a->head = gone->next;
        block_destroy(gone, a->kind);
    }
    if (a->kind != ARENA_PLAIN)
        explicit_bzero(a->head->data, a->head->used);
    a->head->used = 0;
    a->total = 0;
}

void arena_destroy(struct arena *a)
{
    if (!a)
        return;
    arena_clear(a);
    block_destroy(a->head, a->kind);
    free(a);
}

void arena_destroy_ptr(struct arena **a)
{
    arena_destroy(*a);
}

void *arena_alloc(struct arena *a, size_t n)
{
    assert(n <= SIZE_MAX / 2);
    size_t need = (n + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (a->head->size - a->head->used < need) {
        struct block *b = block_create(a->kind, need > a->block_size ? need : a->block_size);
        b->next = a->head;
        a->head = b;
    }
    void *p = a->head->data + a->head->used;
    a->head->used += need;
    a->total += need;
    memset(p, 0, need);
    return p;
}

void *arena_alloc_array(struct arena *a, size_t n, size_t size)
{
    size_t whole;
    if (__builtin_mul_overflow(n, size, &whole))
        abort();
    return arena_alloc(a, whole);
}

void *arena_copy(struct arena *a, const void *p, size_t n)
{
    void *copy = arena_alloc(a, n);
    if (n)
        memcpy(copy, p, n);
    return copy;
}

size_t arena_used(const struct arena *a)
{
    return a->total;
}
