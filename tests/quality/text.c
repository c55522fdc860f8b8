#include "text.h"

#include "base/buf.h"

static void add(struct buf *b, struct str s)
{
    if (s.n) {
        buf_add(b, s);
        buf_add_c(b, "\n");
    }
}

static void add_addresses(struct buf *b, const struct directory_address *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        add(b, v[i].address_1);
        add(b, v[i].city);
        add(b, v[i].region);
        add(b, v[i].state_province);
        add(b, v[i].country);
    }
}

static void add_notes(struct buf *b, const struct directory_note *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        add(b, v[i].name);
        add(b, v[i].text);
    }
}

static void add_spoken(struct buf *b, const struct directory_spoken *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add(b, v[i].name);
}

struct str entry_body(struct arena *a, const struct directory_entry *e)
{
    const struct str own[] = {e->alternate_name,
                              e->description,
                              e->card.organization,
                              e->interpretation_services,
                              e->application_process,
                              e->wait_time,
                              e->fees,
                              e->accreditations,
                              e->licenses,
                              e->eligibility,
                              e->alert,
                              e->program};
    struct buf b;
    struct str out = STR_NONE;
    buf_init(&b, a, 2048, 1 << 20);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        add(&b, own[i]);
    add_addresses(&b, e->addresses, e->naddresses);
    add_notes(&b, e->areas, e->nareas);
    add_notes(&b, e->documents, e->ndocuments);
    add_spoken(&b, e->languages, e->nlanguages);
    for (size_t i = 0; i < e->nterms; i++)
        add(&b, e->terms[i]);
    for (size_t i = 0; i < e->ncosts; i++) {
        add(&b, e->costs[i].option);
        add(&b, e->costs[i].description);
    }
    for (size_t i = 0; i < e->nplaces; i++) {
        const struct directory_place *p = &e->places[i];
        add(&b, p->name);
        add(&b, p->description);
        add(&b, p->transportation);
        add_addresses(&b, p->addresses, p->naddresses);
        add_notes(&b, p->accessibility, p->naccessibility);
        add_spoken(&b, p->languages, p->nlanguages);
    }
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}
