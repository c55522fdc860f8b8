// A table of 100,000 asks: from its bytes to the coordinators' list.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const lib = require('./lib.js');

const ROWS = 100000;

async function run(rounds) {
    const file = path.join(lib.FOLDER, 'reports.csv');
    fs.writeFileSync(file, lib.run(path.join(lib.BUILD, 'tests/load/write_reports'), [String(ROWS)]));
    const runs = [];
    for (let i = 0; i < rounds; i++) {
        const folder = path.join(lib.FOLDER, `import-${i}`);
        fs.mkdirSync(folder);
        runs.push(JSON.parse(await lib.runLater('taskset', ['-c', lib.SERVER_CORE,
            path.join(lib.BUILD, 'tests/load/load_import'), file, folder])));
        fs.rmSync(folder, { recursive: true });
    }
    if (runs.some((r) => r.listed !== r.rows))
        throw new Error('not all rows are on the list');
    const rate = runs.map((r) => r.rows / ((r.read + r.drop) / 1e6));
    const of = (k) => (lib.median(runs.map((r) => r[k])) / 1e6).toFixed(2);
    lib.figure('aid_import_rows_s', Math.round(lib.median(rate)), 'rows/s', { spread: lib.spread(rate),
        note: `${runs[0].rows} rows: read ${of('read')} s, sealed ${of('drop')} s; then the first list ` +
            `${of('waiting')} s, the longest of ${runs[0].visits} visits that take in ${of('visit')} s, ` +
            `the list ${of('list')} s` });
}

module.exports = { run };
