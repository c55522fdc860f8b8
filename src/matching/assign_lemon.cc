extern "C" {
#include "matching/assign_lemon.h"
}

#include <cstdlib>
#include <ctime>
#include <utility>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

namespace
{

typedef lemon::StaticDigraph Graph;

/* A circulation: hub → need (slots, 0) → offer (most, −score) → hub (room, 0). */
struct Network {
    Graph g;
    std::vector<std::pair<int, int>> arcs;
    std::vector<int> most;
    std::vector<int> cost;

    explicit Network(const assign_problem *p)
    {
        int needs = (int)p->needs, offers = (int)p->offers, hub = needs + offers;
        std::vector<std::vector<size_t>> of(p->needs);
        for (size_t e = 0; e < p->edges; e++)
            of[p->edge[e].need].push_back(e);
        for (int i = 0; i < needs; i++)
            for (size_t e : of[(size_t)i])
                add(i, needs + (int)p->edge[e].offer, p->edge[e].most, -p->edge[e].score);
        for (int j = 0; j < offers; j++)
            add(needs + j, hub, p->room[j], 0);
        for (int i = 0; i < needs; i++)
            add(hub, i, p->slots[i], 0);
        g.build(hub + 1, arcs.begin(), arcs.end());
    }

    void add(int from, int to, int carries, int costs)
    {
        arcs.push_back(std::make_pair(from, to));
        most.push_back(carries);
        cost.push_back(costs);
    }
};

template <class Algorithm> int64_t run(const Network &n, int64_t *us)
{
    Graph::ArcMap<int> most(n.g), cost(n.g);
    for (size_t k = 0; k < n.arcs.size(); k++) {
        most[n.g.arc((int)k)] = n.most[k];
        cost[n.g.arc((int)k)] = n.cost[k];
    }
    int64_t began = assign_thread_us();
    Algorithm a(n.g);
    a.upperMap(most).costMap(cost);
    if (a.run() != Algorithm::OPTIMAL)
        abort();
    int64_t value = -a.template totalCost<int64_t>();
    *us = assign_thread_us() - began;
    return value;
}

} // namespace

int64_t assign_thread_us(void)
{
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t assign_lemon(const struct assign_problem *p, enum lemon_way way, int64_t *us)
{
    Network n(p);
    if (way == LEMON_NETWORK_SIMPLEX)
        return run<lemon::NetworkSimplex<Graph, int, int64_t>>(n, us);
    return run<lemon::CostScaling<Graph, int, int64_t>>(n, us);
}
