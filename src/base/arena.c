#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define ARENA_ALIGN 16
#define ARENA_BLOCK (64 * 1024)
#define PAGE 4096
#define KEPT_MAX (256 * 1024) /* bytes of further blocks that an arena keeps when it is cleared */

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
    struct block *kept; /* empty blocks for the next use */
    size_t kept_bytes;
};

static struct block *block_create(enum arena_kind kind, size_t want)
{
    size_t whole = sizeof(struct block) + want;
    struct block *b;
    if (kind != ARENA_SECRET) {
        b = kind == ARENA_PLAIN ? malloc(whole) : calloc(1, whole);
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

/* Blocks of wiped arenas are zero where they are unused: fresh from the kernel, or wiped. */
static void block_clear(struct block *b, enum arena_kind kind)
{
    if (kind != ARENA_PLAIN)
        explicit_bzero(b->data, b->used);
    b->used = 0;
}

static void block_keep(struct arena *a, struct block *b)
{
    if (a->kept_bytes + b->size > KEPT_MAX) {
        block_destroy(b, a->kind);
        return;
    }
    block_clear(b, a->kind);
    a->kept_bytes += b->size;
    b->next = a->kept;
    a->kept = b;
}

/* A block with room for `need`: the first kept one that has it, or a new one. */
static struct block *block_take(struct arena *a, size_t need)
{
    for (struct block **at = &a->kept; *at; at = &(*at)->next) {
        struct block *b = *at;
        if (b->size < need)
            continue;
        *at = b->next;
        a->kept_bytes -= b->size;
        return b;
    }
    return block_create(a->kind, need > a->block_size ? need : a->block_size);
}

void arena_clear(struct arena *a)
{
    while (a->head->next) {
        struct block *gone = a->head;
        a->head = gone->next;
        block_keep(a, gone);
    }
    block_clear(a->head, a->kind);
    a->total = 0;
}

void arena_destroy(struct arena *a)
{
    if (!a)
        return;
    arena_clear(a);
    while (a->kept) {
        struct block *b = a->kept;
        a->kept = b->next;
        block_destroy(b, a->kind);
    }
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
        struct block *b = block_take(a, need);
        b->next = a->head;
        a->head = b;
    }
    void *p = a->head->data + a->head->used;
    a->head->used += need;
    a->total += need;
    if (a->kind == ARENA_PLAIN)
        memset(p, 0, need);
    return p;
}

void *arena_extend(struct arena *a, void *p, size_t n, size_t more)
{
    struct block *b = a->head;
    size_t from = (n + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    size_t to = (more + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (b->used < from || (unsigned char *)p != b->data + b->used - from ||
        to > b->size - b->used + from)
        return NULL;
    if (a->kind == ARENA_PLAIN)
        memset(b->data + b->used, 0, to - from);
    b->used += to - from;
    a->total += to - from;
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
