// How good the search is, and how fast a directory comes in: the directory of 50,000 services that
// tests/quality makes, in HSDS 3.0 tabular form, and the real legal-aid data where it is at hand.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const lib = require('./lib.js');
const small = require('./small.js');

const SERVICES = 50000, SEED = 7;
const PROGRAMS = path.join(lib.BUILD, 'tests/quality');
const WORDS = path.join(lib.ROOT, 'tests/quality');

function made() {
    const folder = path.join(lib.FOLDER, `made-${SERVICES}`);
    if (!fs.existsSync(folder)) {
        fs.mkdirSync(folder);
        lib.run(path.join(PROGRAMS, 'quality_generate'), [WORDS, folder, String(SERVICES), String(SEED)]);
    }
    return folder;
}

async function searching() {
    const real = small.source();
    const legalAid = path.basename(real).startsWith('legal-aid') ? real : '-';
    lib.say('asking ours and the plain engines');
    const out = JSON.parse(lib.run(path.join(lib.ROOT, 'tools/with-postgres'),
        [path.join(PROGRAMS, 'quality_measure'), path.join(WORDS, 'queries.tsv'), legalAid, made()]));
    const names = Object.keys(out.classes[0]).filter((k) => Array.isArray(out.classes[0][k]));
    for (const c of out.classes) {
        if (!c.queries)
            continue;
        const name = c.class === 'all' ? '' : `_${c.class.replace(/-/g, '_')}`;
        const beside = (i) => names.filter((n) => n !== 'awn').map((n) => `${n} ${c[n][i].toFixed(2)}`).join(', ');
        const mrr = name ? `mrr ${c.awn[1].toFixed(2)}; ` : '';
        lib.figure(`search_recall_at_10${name}`, c.awn[0], 'ratio', { note: `${c.queries} queries; ${mrr}${beside(0)}` });
        if (!name)
            lib.figure('search_mrr', c.awn[1], 'ratio', { note: beside(1) });
    }
    lib.figure('search_plain_missed_found', out.missed_found, 'ratio', { note: `the best plain one is ${out.best_plain}` });
    lib.figure('search_engines_differ', out.differ, 'queries', { note: `${out.engines} databases, ${out.queries} queries` });
    lib.figure('search_words_ms', out.ms_p95, 'ms', { note: `p95 of one search by words in process; median ${out.ms_median} ms` });
    if (legalAid === '-')
        console.log('# the legal-aid data is not at hand (AWN_HSDS names its folder): its queries were left out');
}

async function importing(times) {
    const folder = made(), took = [];
    for (let i = 0; i < times; i++) {
        const data = path.join(lib.FOLDER, `import-${i}`);
        lib.run(lib.AWN, ['init', '--data', data]);
        const began = process.hrtime.bigint();
        lib.run('taskset', ['-c', lib.SERVER_CORE, lib.AWN, 'directory', 'import', folder, '--data', data]);
        took.push(SERVICES / (Number(process.hrtime.bigint() - began) / 1e9));
    }
    lib.figure('import_services_per_second', lib.median(took), 'services/s', {
        spread: lib.spread(took), note: `${SERVICES.toLocaleString('en')} services in ${SERVICES / 25} organisations, HSDS 3.0 tabular` });
}

module.exports = { made, searching, importing };
