#include "members/delay.h"

#include "http/router.h"
#include "members/throttle.h"
#include "search/search.h"

static struct str who_is_guessed(const struct req *req)
{
    /* A form for members asks for no name: one that comes along all the same is somebody's who
     * would like to be counted as another, or to have another's failures forgotten. */
    bool member = req->route && req->route->who == WHO_MEMBER;
    struct str name = member ? STR_NONE : http_pairs_get(&req->form, "name");
    if (!name.p)
        return str_fmt(req->secret, "s:%" STR_FMT,
                       STR_ARG(http_pairs_get(&req->cookies, SESSION_COOKIE)));
    struct search *own = req->search ? NULL : search_create();
    struct str folded = search_fold(own ? own : req->search, req->secret, name);
    search_destroy(own);
    return str_fmt(req->secret, "n:%" STR_FMT, STR_ARG(folded));
}

int members_signin_delay(const struct net *net, const struct req *req)
{
    return net->throttle ? throttle_delay(net->throttle, who_is_guessed(req), req->now) : 0;
}

void members_signin_failed(const struct req *req)
{
    if (req_net(req)->throttle)
        throttle_failed(req_net(req)->throttle, who_is_guessed(req), req->now);
}

void members_signin_succeeded(const struct req *req)
{
    if (req_net(req)->throttle)
        throttle_succeeded(req_net(req)->throttle, who_is_guessed(req));
}
