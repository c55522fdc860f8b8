// The real program on a free loopback port, with a network in a folder of its own.
"use strict";
const { spawn, execFile } = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "../../..");
const AWN = process.env.AWN || path.join(ROOT, "build/src/cli/awn");
const SHARED = ["../shared", "../../shared"].map((at) => path.resolve(ROOT, at, "data/legal-aid-hsds-1.1"));
const LEGAL_AID = SHARED.find((at) => fs.existsSync(at)) || SHARED[0];
const SAMPLE = path.join(ROOT, "src/directory/sample");
const DOOR = path.join(ROOT, "tests/scenarios/door"); // a made-up list, in English

const temp_folder = (what) => fs.mkdtempSync(path.join(os.tmpdir(), `awn-${what}-`));

const free_port = () =>
  new Promise((ok, no) => {
    const s = net.createServer();
    s.on("error", no);
    s.listen(0, "127.0.0.1", () => {
      const { port } = s.address();
      s.close(() => ok(port));
    });
  });

// One command to its end; what it printed.
const awn = (...args) =>
  new Promise((ok, no) => {
    execFile(AWN, args, { timeout: 60000, env: { ...process.env, LC_ALL: "C.UTF-8" } }, (e, out, err) => {
      if (e) no(new Error(`awn ${args.join(" ")}: ${err || e.message}`));
      else ok(out);
    });
  });

const answers = async (url, child) => {
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null) return false;
    try {
      await fetch(`${url}/robots.txt`, { signal: AbortSignal.timeout(2000) });
      return true;
    } catch {
      await new Promise((go) => setTimeout(go, 50));
    }
  }
  return false;
};

class Server {
  // `command` is serve or demo; `said` grows with what it prints.
  static async start(command, folder, more = []) {
    const s = new Server();
    const port = await free_port();
    s.folder = folder;
    s.url = `http://127.0.0.1:${port}`;
    s.said = "";
    s.child = spawn(AWN, [command, "--data", folder, "--listen", `127.0.0.1:${port}`, ...more], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    });
    s.ended = new Promise((ok) => s.child.on("exit", (code, signal) => ok({ code, signal })));
    for (const stream of [s.child.stdout, s.child.stderr])
      stream.on("data", (bytes) => { s.said += bytes; });
    if (!(await answers(s.url, s.child))) {
      await s.stop();
      throw new Error(`awn ${command} does not answer: ${s.said}`);
    }
    return s;
  }

  // Ends only the process that was started here. Resolves to how it ended.
  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill("SIGTERM");
      const hard = setTimeout(() => this.child.kill("SIGKILL"), 10000);
      await this.ended;
      clearTimeout(hard);
    }
    return this.ended;
  }
}

const CODE = /\b[0-9a-hjkmnp-tv-z]{4}(?:-[0-9a-hjkmnp-tv-z]{4}){5}\b/;

// A new network: its folder, its name and its first invitation.
const network = async (lang = "ar") => {
  const folder = path.join(temp_folder("net"), "net");
  const said = await awn("init", "--data", folder, "--lang", lang);
  return { folder, invitation: said.match(CODE)[0], said };
};

// The legal-aid set where it is there, else the small sample of the repository.
const directory = () => (fs.existsSync(LEGAL_AID) ? LEGAL_AID : SAMPLE);

module.exports = { ROOT, AWN, CODE, DOOR, LEGAL_AID, Server, awn, directory, network, temp_folder };
