// Five hundred sign-ins at once: who is in already, and who honestly wants in, hardly notice.
'use strict';
const lib = require('./lib.js');
const members = require('./members.js');

// The signed-in reader meanwhile: four at a time, each a page every 20 ms.
function readerFile(s) {
    return lib.writeRequests('reader', [lib.rawRequest(s.port, s.page, { Cookie: s.cookie })]);
}

function signInRequests(s, names, passphrase, token) {
    return names.map((name) => lib.rawRequest(s.port, '/in', {}, { name, passphrase, _token: token }));
}

async function run(s, full) {
    const seconds = full ? 60 : 25;
    const token = members.tokenOf((await lib.ask(s.port, '/in')).text);
    const crowd = Array.from({ length: 500 }, (_, i) => `load ${i}`);
    const wrong = lib.writeRequests('flood', signInRequests(s, crowd, 'a guess that is wrong', token));
    const honest = lib.writeRequests('honest', signInRequests(s,
        Array.from({ length: s.honest - 1 }, (_, i) => `load ${i + 1}`), s.passphrase, token));
    const before = lib.rssMiB(s.child.pid), both = '0,1';
    const quiet = await lib.client(s.port, readerFile(s), { connections: 4, pace: 20, seconds: 3 }, both);
    // Everybody asks at once; who hears 503 comes back after the five seconds it names.
    const [storm, reader, people] = await Promise.all([
        lib.client(s.port, wrong, { connections: 500, count: 500, retry: 5 }, both),
        lib.client(s.port, readerFile(s), { connections: 4, pace: 20, seconds }, both),
        lib.client(s.port, honest, { connections: 4, pace: 250, seconds, retry: 5 }, both),
    ]);
    const after = lib.rssMiB(s.child.pid);
    let lockouts = 0;
    for (let i = 1; i < s.honest; i++) {
        try {
            const cookie = await members.signIn(s.port, `load ${i}`, s.passphrase);
            const page = await lib.ask(s.port, s.page, { headers: { Cookie: cookie } });
            lockouts += page.status === 200 ? 0 : 1;
        } catch (e) {
            lockouts++;
        }
    }
    lib.figure('signin_flood_page_p95', reader.p95, 'ms', { note: `p95 before it ${quiet.p95} ms, ` +
        `worst ${reader.max} ms, ${reader.requests} pages` });
    lib.figure('signin_flood_honest_p95', people.p95 / 1000, 's', { note: `median ` +
        `${(people.p50 / 1000).toFixed(1)} s, ${people.requests} sign-ins, asked again ${people.retried} times` });
    lib.figure('signin_flood_memory', after.peak - before.all, 'MiB', { note: `above idle, at its highest` });
    lib.figure('signin_flood_lockouts', lockouts, 'accounts', { note: `of ${s.honest - 1} right passphrases ` +
        `afterwards; ${storm.requests} of the 500 were through after ${storm.seconds.toFixed(0)} s, ` +
        `${storm.retried} honest 503` });
    await lib.stop(s.child);
}

module.exports = { run };
