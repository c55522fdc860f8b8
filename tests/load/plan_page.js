// The coordinators' plan in the app: 100,000 asks and as many offers unsealed, planned, and the first
// page of the proposal, on one core. And one ask of a member against 10,000 offers of the board.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const lib = require('./lib.js');

const PROGRAM = path.join(lib.BUILD, 'tests/load/load_plan_page');

const ASK = path.join(lib.BUILD, 'tests/load/load_ask');

async function asking(full) {
    const runs = JSON.parse(await lib.runLater('taskset', ['-c', lib.SERVER_CORE, ASK, '10000',
        full ? '15' : '7']));
    const ms = runs.map((r) => (r.post_us + r.page_us) / 1e3);
    lib.figure('ask_posted_10k_ms', lib.median(ms), 'ms', { spread: lib.spread(ms),
        note: `written, 10,000 offers unsealed and weighed, the best ${runs[0].found}; ` +
            `${lib.median(runs.map((r) => r.post_us / 1e3)).toFixed(1)} ms of it writing` });
}

async function planning(full) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'awn-plan-'));
    try {
        const runs = JSON.parse(await lib.runLater('taskset', ['-c', lib.SERVER_CORE, PROGRAM,
            '100000', full ? '5' : '3', folder]));
        const s = runs.map((r) => (r.plan_us + r.page_us) / 1e6);
        const r = runs[0];
        lib.figure('plan_page_100k_s', lib.median(s), 's', { spread: lib.spread(s),
            note: `unsealed, planned and shown; ${r.pairs} pairs, ${r.kept_mib} MiB kept, the page ` +
                `${(r.page_us / 1e3).toFixed(0)} ms, ${(100 * r.value / r.bound).toFixed(1)} % of its bound` });
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

async function run(full) {
    await asking(full);
    await planning(full);
}

module.exports = { run };
