// Somebody with a browser: goes, follows, fills in, presses, sees. Texts of the house are written in
// English and looked for in the language of the person.
"use strict";
const { PHONE, answer_for_ordinary, context_options, watch } = require("./browser.js");
const { wants } = require("./checks.js");
const { say } = require("./words.js");

const SHORT = 6000; // ms to wait for anything: all is on this machine

class Person {
  static async enter(world, called, how = {}) {
    const p = new Person();
    p.called = called;
    p.world = world;
    p.how = { lang: "ar", theme: "light", size: PHONE, scripts: false, ...how };
    p.lang = p.how.lang;
    p.base = how.base || world.url;
    p.context = await world.browser.newContext(context_options(p.how));
    await p.begin();
    world.people.push(p);
    return p;
  }

  // With a context that is there already (a profile on disk).
  static async with_context(world, called, context, how) {
    const p = new Person();
    Object.assign(p, { called, world, how, lang: how.lang, base: how.base || world.url, context, profile: true });
    await p.begin();
    return p;
  }

  async begin() {
    this.faults = watch(this.context, this.base);
    this.context.setDefaultTimeout(SHORT);
    if (!this.profile) await answer_for_ordinary(this.context); // routing would switch caches off
    this.page = this.context.pages()[0] || (await this.context.newPage());
  }

  say(text) {
    return say(this.lang, text);
  }

  // What people see, without what only a reader of screens is told.
  async text() {
    return (await this.page.locator("body").innerText()).replace(/\s+/g, " ");
  }

  async goes(path) {
    this.answer = await this.page.goto(this.base + path, { waitUntil: "load" });
    return this;
  }

  // A link by what it says, or (beginning with "/") by how its address begins.
  async follows(link, near = this.page) {
    const found = link.startsWith("/")
      ? near.locator(`a[href^="${link}"]`)
      : near.getByRole("link", { name: this.say(link), exact: false });
    await this.arrives(() => found.first().click());
    return this;
  }

  // Fields by name; a choice is picked, a flag ticked (false: unticked).
  async fills(values, near = this.page) {
    for (const [name, value] of Object.entries(values)) {
      const field = near.locator(`[name="${name}"]:not([type=hidden])`).first();
      const kind = await field.evaluate((e) => e.type || e.tagName.toLowerCase());
      if (kind === "radio") await near.locator(`[name="${name}"][value="${value}"]`).check();
      else if (kind === "checkbox") await field.setChecked(value);
      else if (kind.startsWith("select")) await field.selectOption(value);
      else await field.fill(value);
    }
    return this;
  }

  // A button by what it says, or (beginning with "/") the first of the form with that address.
  async presses(button, near = this.page) {
    const found = button.startsWith("/")
      ? near.locator(`form[action*="${button}"] button:not([formaction]), button[formaction*="${button}"]`)
      : near.getByRole("button", { name: this.say(button), exact: true });
    await this.arrives(() => found.first().click());
    return this;
  }

  // Does something that leads to another page, and waits for that page.
  async arrives(act) {
    const before = this.page.waitForEvent("framenavigated", {
      predicate: (f) => f === this.page.mainFrame(), timeout: SHORT,
    });
    await Promise.all([before, act()]);
    await this.page.waitForLoadState("load");
  }

  async sees(words) {
    const text = await this.text();
    const wanted = this.say(words).replace(/\s+/g, " ");
    wants(text.includes(wanted), `${this.called} does not see «${wanted}» at ${this.page.url()}:\n${text.slice(0, 1200)}`);
    return this;
  }

  async sees_not(words) {
    const text = await this.text();
    const wanted = this.say(words).replace(/\s+/g, " ");
    wants(!text.includes(wanted), `${this.called} sees «${wanted}» at ${this.page.url()}`);
    return this;
  }

  // The page as a whole, once a pass for every kind.
  async looks(kind) {
    await this.world.look_at(this, kind);
  }

  path() {
    const u = new URL(this.page.url());
    return u.pathname + u.search;
  }

  is_at(start) {
    wants(this.path().startsWith(start), `${this.called} is at ${this.path()}, not at ${start}`);
    return this;
  }

  no_faults() {
    wants(this.faults.length === 0, `${this.called}:\n${this.faults.join("\n")}`);
  }

  async leaves_the_room() {
    await this.context.close();
  }
}

module.exports = { Person };
