#include "directory/directory_report.h"

#include "base/clock.h"
#include "directory.pb-c.h"
#include "directory/editors.h"
#include "space/pack.h"

const char *directory_report_text(enum directory_report_reason reason)
{
    switch (reason) {
#define X(name, number, code, text)                                                                \
    case DIRECTORY_REPORT_##name:                                                                  \
        return text;
        DIRECTORY_REPORT_REASONS(X)
#undef X
    }
    return directory_report_text(DIRECTORY_REPORT_OTHER);
}

struct str directory_report_pack(struct arena *a, const struct directory_report *r)
{
    ReportMessage m = REPORT_MESSAGE__INIT;
    m.entry = str_to_c(a, r->entry);
    m.title = str_to_c(a, r->title);
    m.reason = r->reason;
    m.words = str_to_c(a, r->words);
    m.day = r->day;
    return space_pack(a, &m.base);
}

bool directory_report_unpack(struct arena *a, struct str body, struct directory_report *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const ReportMessage *m = report_message__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m)
        return false;
    *out = (struct directory_report){.entry = str_from_c(m->entry),
                                     .title = str_from_c(m->title),
                                     .reason = (enum directory_report_reason)m->reason,
                                     .words = str_from_c(m->words),
                                     .day = m->day};
    return out->entry.n != 0;
}

enum err directory_report_send(const struct space_ctx *ctx, const struct directory_report *r)
{
    return desk_drop(ctx, &DESK_EDITORS, clock_day(ctx->now) + DIRECTORY_REPORT_DAYS,
                     directory_report_pack(ctx->secret, r));
}
