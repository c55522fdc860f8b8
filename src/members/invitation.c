#include "members/invitation.h"

#include <string.h>

#include "seal/words.h"

#define NETWORK_LABEL "awn network invitation"

static void code_secret(const uint8_t code[INVITATION_BYTES], struct key *secret)
{
    struct key k = {0};
    memcpy(k.b, code, INVITATION_BYTES);
    key_derive(secret, &k, NETWORK_LABEL, STR_NONE);
    key_wipe(&k);
}

struct str invitation_create(struct arena *a, struct key *secret)
{
    uint8_t code[INVITATION_BYTES];
    struct str text = code_create(a, code, sizeof code);
    code_secret(code, secret);
    seal_wipe(code, sizeof code);
    return text;
}

bool invitation_read(struct str typed, struct key *secret)
{
    uint8_t code[INVITATION_BYTES];
    if (!code_read(typed, code, sizeof code))
        return false;
    code_secret(code, secret);
    seal_wipe(code, sizeof code);
    return true;
}
