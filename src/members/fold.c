#include "members/fold.h"

#include "search/search.h"

struct str fold_name(struct req *req, struct str typed)
{
    return search_fold(req->search, req->secret, typed);
}

/* A passphrase of symbols only folds to nothing; then it counts as it was typed. */
struct str fold_passphrase(struct req *req, struct str typed)
{
    struct str folded = search_fold(req->search, req->secret, typed);
    return folded.n ? folded : typed;
}
