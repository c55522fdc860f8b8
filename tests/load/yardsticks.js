// What Awn is measured against: nginx with one static page of the same size, and Fossil with a
// forum thread of the same words, signed in.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const lib = require('./lib.js');

async function nginx(port, bytes) {
    const dir = path.join(lib.FOLDER, 'nginx');
    fs.mkdirSync(path.join(dir, 'root'), { recursive: true });
    fs.chmodSync(lib.FOLDER, 0o755);
    fs.writeFileSync(path.join(dir, 'root/page.html'), 'x'.repeat(bytes));
    fs.writeFileSync(path.join(dir, 'nginx.conf'), `
daemon off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/error.log;
events { worker_connections 512; }
http {
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=10;
    types { text/html html; } client_body_temp_path ${dir}/t1; proxy_temp_path ${dir}/t2;
    fastcgi_temp_path ${dir}/t3; uwsgi_temp_path ${dir}/t4; scgi_temp_path ${dir}/t5;
    server { listen 127.0.0.1:${port}; root ${dir}/root; }
}
`);
    const child = lib.start('nginx', ['-p', dir, '-c', path.join(dir, 'nginx.conf')], { name: 'nginx' });
    await lib.untilUp(port, '/page.html');
    return { child, url: `http://127.0.0.1:${port}/page.html` };
}

// Artifacts as www.fossil-scm.org/home/doc/trunk/www/fileformat.wiki describes forum posts.
function forumPost(at, text, cards) {
    const body = [`D ${new Date(at).toISOString().slice(0, 23)}`, ...cards, 'N text/x-markdown',
        'U reader', `W ${Buffer.byteLength(text)}`, text].join('\n') + '\n';
    return `${body}Z ${crypto.createHash('md5').update(body).digest('hex')}\n`;
}

async function fossil(port, texts) {
    const dir = path.join(lib.FOLDER, 'fossil'), files = path.join(dir, 'files');
    const repo = path.join(dir, 'forum.fossil'), env = { ...process.env, HOME: dir, USER: 'reader' };
    const hash = (s) => crypto.createHash('sha3-256').update(s).digest('hex');
    const fossilRun = (...args) => lib.run('fossil', args, { env, cwd: dir });
    fs.mkdirSync(files, { recursive: true });
    const begin = Date.now() - 3 * 86400000;
    const first = forumPost(begin, texts[0], ['H About\\swhat\\shappened']);
    const root = hash(first);
    fs.writeFileSync(path.join(files, root), first);
    let before = root;
    texts.slice(1).forEach((text, i) => {
        const post = forumPost(begin + (i + 1) * 60000, text, [`G ${root}`, `I ${before}`]);
        before = hash(post);
        fs.writeFileSync(path.join(files, before), post);
    });
    fossilRun('reconstruct', repo, files);
    fossilRun('user', 'new', 'member', 'a member', 'sesame-sesame', '-R', repo);
    fossilRun('user', 'capabilities', 'member', '234567abcdefhijkmnopqrtuvwx', '-R', repo);
    fossilRun('user', 'capabilities', 'nobody', 'g', '-R', repo);
    fossilRun('rebuild', repo);
    const child = lib.start('fossil', ['server', '--localhost', '--port', String(port), repo],
        { name: 'fossil', env });
    await lib.untilUp(port, '/login');
    const form = { u: 'member', p: 'sesame-sesame', in: 'Login', g: '' };
    const login = await lib.ask(port, '/login', { form,
        headers: { Referer: `http://127.0.0.1:${port}/login` } });
    const cookie = (login.headers['set-cookie'] || []).map((c) => c.split(';')[0]).join('; ');
    const target = `/forumpost/${root.slice(0, 16)}?t=h`;
    const page = await lib.ask(port, target, { headers: { Cookie: cookie } });
    const shown = page.text.split('forumTime').length - 1;
    if (page.status !== 200 || !cookie || !page.text.includes('member'))
        throw new Error(`fossil does not show its thread: ${page.status} ${shown} ${page.text.slice(0, 300)}`);
    return { child, url: `http://127.0.0.1:${port}${target}`, cookie, bytes: page.bytes.length };
}

module.exports = { nginx, fossil };
