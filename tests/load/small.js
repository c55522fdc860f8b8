// The small figures: sizes on the wire and on the disk; folders of services to import.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
const lib = require('./lib.js');

// ---- a folder of services, made of a real one repeated under other ids

function csvRead(text) {
    const rows = [];
    let row = [], cell = '', quoted = false;
    for (let i = 0; i < text.length; i++) {
        const c = text[i];
        if (quoted) {
            if (c === '"' && text[i + 1] === '"')
                cell += text[++i];
            else if (c === '"')
                quoted = false;
            else
                cell += c;
        } else if (c === '"') {
            quoted = true;
        } else if (c === ',' || c === '\n') {
            row.push(cell);
            cell = '';
            if (c === '\n') {
                rows.push(row);
                row = [];
            }
        } else if (c !== '\r') {
            cell += c;
        }
    }
    if (cell || row.length)
        rows.push([...row, cell]);
    return rows;
}

function csvWrite(rows) {
    return rows.map((r) => r.map((c) => (/[",\n]/.test(c) ? `"${c.replace(/"/g, '""')}"` : c)).join(','))
        .join('\n') + '\n';
}

// The real set where it is at hand, else the sample that stands beside the code.
function source() {
    const real = [process.env.AWN_HSDS, path.join(lib.ROOT, '../shared/data/legal-aid-hsds-1.1'),
        path.join(lib.ROOT, '../../shared/data/legal-aid-hsds-1.1')].filter(Boolean)
        .find((d) => fs.existsSync(path.join(d, 'services.csv')));
    return real || path.join(lib.ROOT, 'src/directory/sample');
}

function services(wanted) {
    const from = source(), folder = path.join(lib.FOLDER, `services-${wanted}`);
    const tables = fs.readdirSync(from).filter((f) => f.endsWith('.csv'))
        .map((f) => [f, csvRead(fs.readFileSync(path.join(from, f), 'utf8').replace(/^\uFEFF/, ''))]);
    const one = tables.find(([f]) => f === 'services.csv')[1].length - 1;
    const copies = Math.ceil(wanted / one);
    fs.mkdirSync(folder, { recursive: true });
    for (const [file, [head, ...rows]] of tables) {
        const out = [head];
        const isKey = head.map((h) => h === 'id' || h.endsWith('_id'));
        for (let k = 0; k < copies; k++)
            for (const r of rows)
                if (r.length === head.length)
                    out.push(r.map((c, i) => (isKey[i] && c && h1(head[i]) ? `${c}-${k}` : c)));
        fs.writeFileSync(path.join(folder, file), csvWrite(out));
    }
    return { folder, services: one * copies, from };
}

// Ids of this set; a tax_id is somebody else's.
function h1(column) {
    return column !== 'tax_id';
}

// ---- sizes

async function firstPage(port) {
    const sum = { gzip: 0, plain: 0 };
    for (const kind of Object.keys(sum)) {
        const headers = kind === 'gzip' ? { 'Accept-Encoding': 'gzip, deflate, br' } : {};
        const page = await lib.ask(port, '/', { headers });
        const html = page.headers['content-encoding'] === 'gzip' ? zlib.gunzipSync(page.bytes).toString() : page.text;
        const parts = [...html.matchAll(/<(?:link|script|img)[^>]*(?:href|src)="(\/s\/[^"#]+)/g)].map((m) => m[1]);
        sum[kind] += page.wire;
        for (const part of new Set(parts))
            sum[kind] += (await lib.ask(port, part, { headers })).wire;
    }
    lib.figure('first_page_kb', sum.gzip / 1000, 'kB', { note: `as browsers ask; ` +
        `${(sum.plain / 1000).toFixed(1)} kB without compression` });
}

function binary() {
    const out = path.join(lib.FOLDER, 'awn-stripped');
    lib.run('strip', ['-o', out, lib.AWN]);
    lib.figure('binary_mb', fs.statSync(out).size / 1e6, 'MB', { note: 'stripped, libraries are Debian’s' });
}

// The server says in its log when a wall could not be put up.
function landlocked(log) {
    return /landlock/i.test(fs.readFileSync(log, 'utf8')) ? 'see the log' : 'on';
}

module.exports = { source, services, firstPage, binary, landlocked };
