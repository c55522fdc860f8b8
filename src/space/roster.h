/* The roster: who is in a space, sealed inside it, each entry signed by whoever
 * admitted the person.
 *
 * Besides people the roster holds keys that are not a person yet:
 *   ROLE_INVITE  an invitation: its seed comes from a code; whoever has the code can come in once
 *   ROLE_DOOR    the door of an open circle: its seed stands in the commons, so any
 *                member of the network can come in
 *   ROLE_PAST    the signing key of somebody who left (or of a used invitation), kept without a
 * name so that the signatures they gave still hold; gets no envelope
 *
 * Invariant: every entry's signature holds under the signing key of the entry named in
 * admitted_by; only the founder's (or an heir's) own. Rotation checks it.
 */
#ifndef AWN_SPACE_ROSTER_H
#define AWN_SPACE_ROSTER_H

#include "space/record.h"

/* Numbers are stored: never change one. */
#define ROSTER_ROLES(X)                                                                            \
    X(MEMBER, 1)                                                                                   \
    X(FACILITATOR, 2)                                                                              \
    X(INVITE, 3)                                                                                   \
    X(DOOR, 4)                                                                                     \
    X(PAST, 5)
enum roster_role {
#define X(name, number) ROLE_##name = number,
    ROSTER_ROLES(X)
#undef X
};

struct roster_entry {
    uint32_t seq; /* record in the roster stream; 0 for a new one */
    struct tag tag;
    enum roster_role role;
    struct box_public box;
    struct sign_public sign;
    struct tag admitted_by;
    struct signature signature;
    bool may_invite;
    int32_t until;          /* day an invitation ends, 0: none */
    int32_t since;          /* day of joining */
    enum roster_role gives; /* what an invitation or a door makes of who comes in; else 0 */
    struct space_persona persona;
};

struct roster {
    struct roster_entry *v;
    size_t n;
};

enum err roster_read(struct space *s, struct roster *out) MUST_CHECK;

/* NULL when absent. */
struct roster_entry *roster_find(const struct roster *r, const struct tag *tag);

/* People only (members and facilitators). */
bool roster_is_person(const struct roster_entry *e);
size_t roster_people(const struct roster *r);

/* An entry for keys derived from `seed`, to be admitted. */
void roster_entry_init(struct roster_entry *out, const struct tag *tag, const struct key *seed,
                       enum roster_role role, const struct space_persona *persona);

/* Signs the entry with this person's key in the space, appends it, writes its envelope. */
enum err roster_admit(struct space *s, struct roster_entry *entry) MUST_CHECK;

/* Does `by`'s signature on the entry hold? ERR_SEAL. */
enum err roster_verify(struct space *s, const struct roster_entry *entry,
                       const struct sign_public *by) MUST_CHECK;

/* Writes back an entry whose persona, role or right to invite changed. */
enum err roster_update(struct space *s, struct roster_entry *entry) MUST_CHECK;

/* Takes somebody out, in one transaction: their entry becomes PAST (if they admitted anybody) or
 * goes, their envelope becomes a notice with the reason (removal) or goes (leaving, invitations),
 * and the keys turn. The unused invitations of somebody who is removed or leaves go with them. Who
 * takes themselves out does not get the new key: *ticket stays as it was. ERR_NOT_FOUND. */
enum roster_exit { EXIT_REMOVED, EXIT_LEFT, EXIT_REVOKED };
enum err roster_take_out(struct space *s, struct space_ticket *ticket, const struct tag *tag,
                         enum roster_exit how, const struct space_removal *why) MUST_CHECK;

/* A code's or door's way in: derives tag and seed from `secret`, opens the envelope, and puts a new
 * entry for `ticket` (whose id, epoch and keys are filled in) in the roster, signed by the code's
 * key. An invitation's own entry becomes PAST and its envelope goes: it worked once. ERR_EXPIRED,
 * ERR_DENIED (no such code, or used). `may_invite` and role are what the invitation carries. */
enum err roster_come_in(const struct space_ctx *ctx, const struct key *secret,
                        const struct space_persona *persona, struct space_ticket *ticket,
                        struct space **out) MUST_CHECK;

/* Would the code let somebody in today? Uses nothing up. ERR_EXPIRED, ERR_DENIED. */
enum err roster_code_check(const struct space_ctx *ctx, const struct key *secret) MUST_CHECK;

/* Makes an invitation or a door in the space from a fresh secret. */
enum err roster_invite(struct space *s, const struct key *secret, enum roster_role role,
                       enum roster_role gives, bool may_invite, int32_t until) MUST_CHECK;

#endif
