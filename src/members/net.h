/* What the network is, for every handler: the same for all requests of a running server.
 *
 * req->app points to it. Nothing in it changes while requests run, except through the seal_home's
 * own lock.
 */
#ifndef AWN_MEMBERS_NET_H
#define AWN_MEMBERS_NET_H

#include "i18n/i18n.h"
#include "i18n/zone.h"
#include "members/members.h"

struct job_board;
struct route;
struct throttle;

/* A row that a feature brings, for members of the network: in "My things", or on the front page of
 * mutual aid. Texts are msgids. */
enum net_place { NET_ME, NET_AID };
struct net_row {
    const char *path, *title, *about;
    bool stewards; /* for stewards only */
    enum net_place place;
};

struct net {
    const struct seal_home *home;
    struct str name;           /* what the network calls itself: an ordinary word */
    const struct lang *lang;   /* when neither the person nor the browser says */
    struct str leave_to;       /* where "leave now" goes on to, unless the person chose */
    const struct zone *zone;   /* whose clocks tell whether something is open; NULL: UTC */
    bool demonstration;        /* made-up people; a notice on every page says so */
    struct throttle *throttle; /* of failed sign-ins; has its own lock; NULL: none */
    struct job_board *jobs;    /* long work (http/job.h); has its own lock */
    const struct net_row *rows;
    size_t nrows;
    /* The route that a POST to this path would take, or NULL: for drafts that come back. */
    const struct route *(*find_post)(const struct req *req, struct str path);
};

static inline const struct net *req_net(const struct req *req)
{
    return req->app;
}

/* The context of a request's space calls. */
struct space_ctx req_ctx(const struct req *req);

#endif
