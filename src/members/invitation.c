#include "members/invitation.h"

#include <string.h>

#include "seal/words.h"

#define CIRCLE_LABEL "awn invitation"
#define NETWORK_LABEL "awn network invitation"

static void code_secret(const uint8_t code[INVITATION_BYTES], const char *label, struct key *secret)
{
    struct key k = {0};
    memcpy(k.b, code, INVITATION_BYTES);
    key_derive(secret, &k, label, STR_NONE);
    key_wipe(&k);
}

static struct str create(struct arena *a, const char *label, struct key *secret)
{
    uint8_t code[INVITATION_BYTES];
    struct str text = code_create(a, code, sizeof code);
    code_secret(code, label, secret);
    seal_wipe(code, sizeof code);
    return text;
}

static bool read_typed(struct str typed, const char *label, struct key *secret)
{
    uint8_t code[INVITATION_BYTES];
    if (!code_read(typed, code, sizeof code))
        return false;
    code_secret(code, label, secret);
    seal_wipe(code, sizeof code);
    return true;
}

struct str circle_invitation_create(struct arena *a, struct key *secret)
{
    return create(a, CIRCLE_LABEL, secret);
}

bool circle_invitation_read(struct str typed, struct key *secret)
{
    return read_typed(typed, CIRCLE_LABEL, secret);
}

struct str invitation_create(struct arena *a, struct key *secret)
{
    return create(a, NETWORK_LABEL, secret);
}

bool invitation_read(struct str typed, struct key *secret)
{
    return read_typed(typed, NETWORK_LABEL, secret);
}
