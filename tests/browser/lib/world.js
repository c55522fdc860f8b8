// A network that is served for one pass of the tests, the people in it, and the pages looked at.
"use strict";
const path = require("node:path");
const { DOOR, Server, awn, directory, network } = require("./awn.js");
const { open_browser, remove_folder } = require("./browser.js");
const { look } = require("./look.js");
const { Person } = require("./person.js");

class World {
  static async open(checks, how) {
    const w = new World();
    const net = await network(how.lang);
    Object.assign(w, { checks, how, folder: net.folder, invitation: net.invitation, people: [] });
    w.name = net.said.match(/[“«](.+?)[”»]/)[1];
    w.looked = new Set();
    w.imported = await awn("directory", "import", directory(), "--data", net.folder);
    await awn("directory", "import", DOOR, "--source", "door", "--data", net.folder);
    w.server = await Server.start("serve", net.folder);
    w.url = w.server.url;
    w.browser = await open_browser();
    return w;
  }

  enter(called, more = {}) {
    return Person.enter(this, called, { ...this.how, ...more });
  }

  // Every kind of page is looked at once a pass, where a story first comes by.
  async look_at(person, kind) {
    if (this.looked.has(kind)) return;
    this.looked.add(kind);
    if (this.photos) await person.page.screenshot({ path: `${this.photos}/${kind.replace(/\W+/g, "-")}.png`, fullPage: true });
    await this.checks.check(`looks right: ${kind}`, () => look(person), 30);
  }

  async close() {
    for (const p of this.people) await p.context.close().catch(() => {});
    await this.browser.close();
    const ended = await this.server.stop();
    remove_folder(path.dirname(this.folder));
    return ended;
  }
}

module.exports = { World };
