// Awn as its people see it: serving a network, signing in through the form, forms that are sent.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const lib = require('./lib.js');

function unescape(s) {
    return s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"')
        .replace(/&#39;/g, "'").replace(/&amp;/g, '&');
}

function tokenOf(html) {
    const found = /name="_token" value="([^"]+)"/.exec(html);
    if (!found)
        throw new Error(`no form: ${html.slice(0, 200)}`);
    return unescape(found[1]);
}

// Fields of the form with that id, as they stand.
function formOf(html, id) {
    const form = new RegExp(`<form[^>]*id="${id}"[^>]*>(.*?)</form>`, 's').exec(html);
    const out = {};
    if (!form)
        throw new Error(`no form ${id}`);
    for (const tag of form[1].match(/<(input|textarea)[^>]*>/g) || []) {
        const name = /name="([^"]*)"/.exec(tag), value = /value="([^"]*)"/.exec(tag);
        if (name)
            out[name[1]] = value ? unescape(value[1]) : '';
    }
    return out;
}

async function signIn(port, name, passphrase) {
    const token = tokenOf((await lib.ask(port, '/in')).text);
    const asked = await lib.ask(port, '/in', { form: { name, passphrase, _token: token } });
    const cookie = ((asked.headers['set-cookie'] || [])[0] || '').split(';')[0];
    if (asked.status !== 303 || !cookie)
        throw new Error(`no sign-in: ${asked.status}`);
    const done = await lib.ask(port, '/in/done', { headers: { Cookie: cookie } });
    if (done.status !== 303)
        throw new Error(`signing in did not end: ${done.status}`);
    return cookie;
}

// awn serve on that network; signs somebody in, once a network, unless `anonymous`.
async function serve(net, port, options = {}) {
    const child = lib.start(lib.AWN, ['serve', '--data', net.folder, '--listen',
        `127.0.0.1:${port}`, '--readers', '1'], { name: 'awn', cores: options.cores });
    await lib.untilUp(port, '/in');
    if (!net.cookie && !options.anonymous)
        net.cookie = await signIn(port, 'load 0', net.passphrase);
    return { ...net, child, port, page: `/r/${net.alias}/t/${net.thread}` };
}

// A script for wrk that sends a form of a page that needs no sign-in.
async function postScript(port, target, form) {
    const token = tokenOf((await lib.ask(port, target)).text);
    const body = new URLSearchParams({ ...form, _token: token }).toString();
    const file = path.join(lib.FOLDER, 'post.lua');
    fs.writeFileSync(file, `wrk.method = "POST"
wrk.body = "${body}"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Origin"] = "http://127.0.0.1:${port}"
wrk.headers["Accept-Language"] = "en"
`);
    return { file, token };
}

// Requests that answer in the thread, from n people's sessions, each with another number in it.
async function replies(s, n) {
    const cookies = fs.readFileSync(path.join(s.folder, 'cookies.txt'), 'utf8').trim().split('\n');
    const step = Math.floor(cookies.length / n), requests = [];
    for (let i = 0; i < n; i++) {
        const headers = { Cookie: `__Host-s=${cookies[i * step]}` };
        const page = await lib.ask(s.port, s.page, { headers });
        const form = formOf(page.text, 'reply');
        if ('once' in form)
            form.once = '@'.repeat(32);
        form.text = 'It is good to hear from you, and here is what I know about it. '.repeat(10);
        requests.push(lib.rawRequest(s.port, s.page, headers, form));
        requests[i] = requests[i].replace(/%40/g, '@');
    }
    return lib.writeRequests('replies', requests.map(lengthAnew));
}

function lengthAnew(request) {
    const body = request.slice(request.indexOf('\r\n\r\n') + 4);
    return request.replace(/Content-Length: \d+/, `Content-Length: ${Buffer.byteLength(body)}`);
}

// How long this disk takes to keep 4 KiB: the floor under a durable post.
function fsyncMs() {
    const file = path.join(lib.FOLDER, 'fsync'), times = [];
    const fd = fs.openSync(file, 'w');
    for (let i = 0; i < 50; i++) {
        const began = process.hrtime.bigint();
        fs.writeSync(fd, Buffer.alloc(4096, i));
        fs.fdatasyncSync(fd);
        times.push(Number(process.hrtime.bigint() - began) / 1e6);
    }
    fs.closeSync(fd);
    return lib.median(times);
}

module.exports = { tokenOf, formOf, signIn, serve, postScript, replies, fsyncMs };
