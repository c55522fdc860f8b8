// What the load tests share: servers pinned to a core, wrk, medians, the list of figures.
'use strict';
const { spawn, spawnSync, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '../..');
const BUILD = path.resolve(process.env.BUILD || path.join(ROOT, 'build'));
const AWN = path.join(BUILD, 'src/cli/awn');
const FILL = path.join(BUILD, 'tests/load/load_fill');
const CLIENT = path.join(BUILD, 'tests/load/load_client');
const FOLDER = fs.mkdtempSync(path.join(process.env.AWN_LOAD_TMP || '/var/tmp', 'awn-load-'));

const SERVER_CORE = '0', CLIENT_CORE = '1';
const running = new Set();

function sleep(ms) {
    return new Promise((done) => setTimeout(done, ms));
}

function say(text) {
    process.stderr.write(`bench: ${text}\n`);
}

// ---- programs

function start(command, args, options = {}) {
    const cores = options.cores || SERVER_CORE;
    const log = fs.openSync(path.join(FOLDER, `${options.name || 'program'}.log`), 'a');
    const child = spawn('taskset', ['-c', cores, command, ...args], {
        stdio: ['ignore', log, log], env: { ...process.env, ...options.env }, cwd: FOLDER,
    });
    fs.closeSync(log);
    running.add(child);
    child.on('exit', () => running.delete(child));
    return child;
}

async function stop(child) {
    if (!running.has(child))
        return;
    child.kill('SIGTERM');
    for (let i = 0; i < 150 && running.has(child); i++)
        await sleep(100);
    child.kill('SIGKILL');
}

function run(command, args, options = {}) {
    const r = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
    if (r.status !== 0)
        throw new Error(`${command} ${args.join(' ')}: ${r.error || r.stderr || r.stdout}`);
    return r.stdout;
}

// Runs beside others: the event loop goes on.
function runLater(command, args) {
    return new Promise((done, fail) => {
        const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: FOLDER });
        let out = '';
        child.stdout.on('data', (d) => { out += d; });
        child.on('exit', (code) => (code === 0 ? done(out) : fail(new Error(`${command}: ${code}`))));
    });
}

// ---- HTTP, as a browser asks

function ask(port, target, options = {}) {
    return new Promise((done, fail) => {
        const body = options.form ? new URLSearchParams(options.form).toString() : undefined;
        const headers = { 'Accept-Language': 'en', ...options.headers };
        if (body !== undefined) {
            headers['Content-Type'] = 'application/x-www-form-urlencoded';
            headers['Content-Length'] = Buffer.byteLength(body);
            headers.Origin = `http://127.0.0.1:${port}`;
        }
        const q = http.request({ host: '127.0.0.1', port, path: target, headers, agent: false,
            method: body === undefined ? 'GET' : 'POST' }, (res) => {
            const parts = [];
            res.on('data', (d) => parts.push(d));
            res.on('end', () => {
                const bytes = Buffer.concat(parts);
                done({ status: res.statusCode, headers: res.headers, bytes, text: bytes.toString(),
                    wire: bytes.length + res.rawHeaders.join('  ').length + 20 });
            });
        });
        q.on('error', fail);
        q.end(body);
    });
}

async function untilUp(port, target = '/', seconds = 20) {
    for (let i = 0; i < seconds * 1000; i++) {
        try {
            return await ask(port, target);
        } catch (e) {
            await sleep(1);
        }
    }
    throw new Error(`nothing answers on port ${port}; see ${FOLDER}`);
}

// The whole request as bytes, for the client's file.
function rawRequest(port, target, headers, form) {
    const body = form ? new URLSearchParams(form).toString() : '';
    const all = { Host: `127.0.0.1:${port}`, 'Accept-Language': 'en', ...headers };
    if (form) {
        all['Content-Type'] = 'application/x-www-form-urlencoded';
        all['Content-Length'] = Buffer.byteLength(body);
        all.Origin = `http://127.0.0.1:${port}`;
    }
    const head = Object.entries(all).map(([k, v]) => `${k}: ${v}\r\n`).join('');
    return `${form ? 'POST' : 'GET'} ${target} HTTP/1.1\r\n${head}\r\n${body}`;
}

function writeRequests(name, requests) {
    const file = path.join(FOLDER, name);
    fs.writeFileSync(file, requests.map((r) => `${Buffer.byteLength(r)}\n${r}`).join(''));
    return file;
}

async function client(port, file, options, core = CLIENT_CORE) {
    const words = Object.entries(options).flatMap(([k, v]) => [k, String(v)]);
    const out = await runLater('taskset', ['-c', core, CLIENT, String(port), file, ...words]);
    return JSON.parse(out);
}

// Requests a second by wrk with keep-alive connections; an answer that is not 2xx spoils it.
async function wrk(url, options) {
    const args = ['-c', CLIENT_CORE, 'wrk', '-t1', `-c${options.connections || 64}`,
        `-d${options.seconds}s`];
    for (const [k, v] of Object.entries(options.headers || {}))
        args.push('-H', `${k}: ${v}`);
    if (options.script)
        args.push('-s', options.script);
    const out = await runLater('taskset', [...args, url]);
    const bad = /Non-2xx or 3xx responses: (\d+)/.exec(out);
    if (bad)
        throw new Error(`${url}: ${bad[1]} answers were no page`);
    return Number(/Requests\/sec:\s+([\d.]+)/.exec(out)[1]);
}

// ---- numbers

function median(values) {
    const v = [...values].sort((a, b) => a - b);
    const half = v.length >> 1;
    return v.length % 2 ? v[half] : (v[half - 1] + v[half]) / 2;
}

// Half the distance between the quartiles, as a part of the median.
function spread(values) {
    const v = [...values].sort((a, b) => a - b);
    const at = (q) => v[Math.round((v.length - 1) * q)];
    return (at(0.75) - at(0.25)) / 2 / median(v);
}

// A B A B …: each contender runs once a round, so that all see the same minutes.
async function rounds(n, contenders) {
    const got = Object.fromEntries(Object.keys(contenders).map((k) => [k, []]));
    for (const once of Object.values(contenders))
        await once(1);
    for (let i = 0; i < n; i++)
        for (const [name, once] of Object.entries(contenders))
            got[name].push(await once());
    return got;
}

// Ratio of two series round by round.
function ratio(a, b) {
    const each = a.map((v, i) => v / b[i]);
    return { value: median(each), spread: spread(each) };
}

const figures = [];
const GOALS = require('./goals.js');

function shorten(v) {
    return Math.abs(v) >= 100 ? v.toFixed(0) : String(Number(v.toPrecision(3)));
}

function figure(name, value, unit, more = {}) {
    const goal = GOALS[name];
    const met = !goal ? undefined
        : goal.least !== undefined ? value >= goal.least : value <= goal.most;
    figures.push({ name, value, unit, ...more, goal, met });
    const extra = [];
    if (more.spread !== undefined)
        extra.push(`± ${(more.spread * 100).toFixed(1)} %`);
    if (more.note)
        extra.push(more.note);
    if (goal)
        extra.push(`goal ${goal.least !== undefined ? '≥' : '≤'} ${goal.least ?? goal.most}: ` +
            (met ? 'met' : 'MISSED'));
    console.log(`figure ${name} ${shorten(value)} ${unit}${extra.length ? `  # ${extra.join('; ')}` : ''}`);
}

function status(pid) {
    const out = {};
    for (const line of fs.readFileSync(`/proc/${pid}/status`, 'utf8').split('\n')) {
        const [k, v] = line.split(':');
        if (v !== undefined)
            out[k] = v.trim();
    }
    return out;
}

function rssMiB(pid) {
    const s = status(pid);
    return { all: parseInt(s.VmRSS, 10) / 1024, anon: parseInt(s.RssAnon, 10) / 1024,
        file: parseInt(s.RssFile, 10) / 1024, peak: parseInt(s.VmHWM, 10) / 1024 };
}

function cleanUp() {
    for (const child of running)
        child.kill('SIGKILL');
    if (!process.env.AWN_LOAD_KEEP)
        fs.rmSync(FOLDER, { recursive: true, force: true });
}

module.exports = { ROOT, BUILD, AWN, FILL, CLIENT, FOLDER, SERVER_CORE, CLIENT_CORE, sleep, say,
    start, stop, run, runLater, ask, untilUp, rawRequest, writeRequests, client, wrk, median,
    spread, rounds, ratio, figure, figures, status, rssMiB, cleanUp, execFileSync };
