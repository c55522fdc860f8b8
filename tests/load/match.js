// Plans against LEMON's: 10, 100 and 1,000 thousand needs and as many offers, ten edges a need.
// load_match solves each instance with both, one after the other; what counts is the family where
// the ratio is worst. A million takes LEMON minutes: one round of it, and only with --full.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const lib = require('./lib.js');

const MATCH = path.join(lib.BUILD, 'tests/load/load_match');
const FAMILIES = ['uniform', 'local', 'towns', 'ties', 'skewed'];
const SIZES = { '10k': 10000, '100k': 100000, '1m': 1000000 };

async function family(name, n, rounds) {
    const runs = JSON.parse(await lib.runLater('taskset', ['-c', lib.SERVER_CORE, MATCH, name,
        String(n), String(rounds), 'lemon']));
    for (const r of runs)
        r.lemon = r.scaling ? Math.min(r.simplex, r.scaling) : r.simplex;
    const of = (k) => runs.map((r) => r[k]);
    const seconds = (k) => (lib.median(of(k)) / 1e6).toPrecision(3);
    return { name, exact: lib.ratio(of('lemon'), of('exact')), near: lib.ratio(of('lemon'), of('near')),
        times: { exact: seconds('exact'), near: seconds('near'), lemon: seconds('lemon') } };
}

const PLAN = path.join(lib.BUILD, 'tests/load/load_plan');

async function plans(full) {
    const ask = async (...args) => JSON.parse(await lib.runLater('taskset',
        ['-c', lib.SERVER_CORE, PLAN, ...args.map(String)]));
    const fit = (await ask('fit', 10000, 11)).map((r) => r.us / 1e3);
    lib.figure('fit_ask_10k_ms', lib.median(fit), 'ms', { spread: lib.spread(fit),
        note: 'the three best of 10,000 offers, with reasons' });
    const runs = await ask(100000, full ? 5 : 3), s = runs.map((r) => r.us / 1e6);
    const short = Math.min(...runs.map((r) => r.value / r.bound));
    lib.figure('plan_100k_s', lib.median(s), 's', { spread: lib.spread(s),
        note: `100,000 cards each side to the plan, ${(100 * short).toFixed(1)} % of its bound` });
}

async function run(full) {
    if (!fs.existsSync(MATCH))
        throw new Error('load_match is not built: g++ and liblemon-dev are missing');
    await plans(full);
    for (const [word, n] of Object.entries(SIZES)) {
        if (n === SIZES['1m'] && !full)
            continue;
        const rounds = n === SIZES['1m'] ? 1 : n === SIZES['100k'] ? (full ? 5 : 2) : 5;
        const all = [];
        for (const name of FAMILIES) {
            all.push(await family(name, n, rounds));
            const t = all.at(-1).times;
            lib.say(`${word} ${name}: exact ${t.exact} s, within 0.1 % ${t.near} s, LEMON ${t.lemon} s`);
        }
        for (const [kind, figure] of [['exact', `match_exact_${word}`], ['near', `match_certified_${word}`]]) {
            const worst = all.reduce((a, b) => (b[kind].value < a[kind].value ? b : a));
            const slowest = Math.max(...all.map((f) => Number(f.times[kind])));
            lib.figure(`${figure}_vs_lemon`, worst[kind].value, 'ratio', { spread: worst[kind].spread,
                note: `${worst.name}: ${worst.times[kind]} s against ${worst.times.lemon} s` });
            lib.figure(`${figure}_s`, slowest, 's', { note: all.map((f) =>
                `${f.name} ${f.times[kind]}`).join(', ') });
        }
    }
}

module.exports = { run };
