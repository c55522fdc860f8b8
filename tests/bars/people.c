#include "bars/people.h"

#include <string.h>

#include "base/rand.h"

void member_create(struct bar_net *n, struct str name, struct str passphrase, struct member *out)
{
    struct keyring k = {.name = name};
    *out = (struct member){.name = name, .passphrase = passphrase};
    key_random(&k.seed);
    rand_bytes(out->hashed.salt, SALT_SIZE);
    MUST(slot_hash(n->home, passphrase, out->hashed.salt, &out->hashed.fresh));
    key_random(&out->hashed.recovery);
    out->hashed.passphrase = out->hashed.fresh;
    const struct new_account a = {name, &out->hashed, &k};
    MUST(account_create(&n->ctx, &a, &out->access, &out->id));
}

struct str member_sign_in(struct bar_net *n, const struct member *p)
{
    struct str token;
    struct viewer *v;
    MUST(session_start(&n->ctx, p->id, &p->access, STR_NONE, &token));
    MUST(viewer_open(&n->ctx, token, NULL, &v));
    /* What the page /in/done does. */
    struct keyring *k = &v->keyring;
    struct member_session *list = ARENA_ARRAY(n->secret, struct member_session, k->nsessions + 1);
    if (k->nsessions)
        memcpy(list, k->sessions, k->nsessions * sizeof *list);
    memcpy(list[k->nsessions].id, v->session, SESSION_ID_SIZE);
    list[k->nsessions].started = v->started;
    k->sessions = list;
    k->nsessions++;
    v->fresh = false;
    viewer_touch(v);
    MUST(session_rewrite(&n->ctx, v));
    struct str changes = viewer_changes(&n->ctx, v, false);
    MUST(viewer_write(n->db, changes.p));
    return str_copy(n->keep, token);
}
