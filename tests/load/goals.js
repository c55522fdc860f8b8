// The goals of docs/figures.md, for the word behind each figure.
'use strict';
module.exports = {
    page_sealed_vs_nginx: { least: 0.15 },
    page_sealed_vs_fossil: { least: 60 },
    page_public_vs_nginx: { least: 0.15 },
    page_growth: { most: 1.15 },
    post_durable_vs_nginx: { least: 0.1 },
    post_durable_p99: { most: 25 },
    search_sealed: { most: 150 },
    signin_flood_page_p95: { most: 300 },
    signin_flood_honest_p95: { most: 10 },
    signin_flood_memory: { most: 192 },
    signin_flood_lockouts: { most: 0 },
    rss_idle: { most: 24 },
    rss_10k_sessions: { most: 64 },
    start_ms: { most: 150 },
    first_page_kb: { most: 60 },
    binary_mb: { most: 6 },
    import_services_per_second: { least: 5000 },
    search_recall_at_10: { least: 0.9 },
    search_plain_missed_found: { least: 0.5 },
    search_engines_differ: { most: 0 },
};
