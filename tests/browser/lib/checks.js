// A tiny runner: one line a check, each bounded in time, and at the end "N passed, N failed".
"use strict";

class Checks {
  constructor({ limit = 20 } = {}) {
    this.limit = limit;
    this.passed = 0;
    this.failed = 0;
    this.story = "";
  }

  // A check that fails does not end its story: what follows may still hold.
  async check(name, run, seconds = this.limit) {
    const began = Date.now();
    let timer;
    const late = new Promise((_, no) => {
      timer = setTimeout(() => no(new Error(`took longer than ${seconds} s`)), seconds * 1000);
    });
    try {
      await Promise.race([run(), late]);
      this.passed++;
      console.log(`ok   ${this.story}: ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      return true;
    } catch (e) {
      this.failed++;
      console.log(`FAIL ${this.story}: ${name}`);
      for (const line of String((e && e.stack) || e).split("\n").slice(0, 14)) console.log(`     ${line}`);
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  // In a story every step stands on the one before: the first that fails ends it.
  async tell(name, steps) {
    this.story = name;
    const step = async (what, run, seconds) => {
      if (!(await this.check(what, run, seconds))) throw new Stuck();
    };
    try {
      await steps(step);
    } catch (e) {
      if (e instanceof Stuck) return;
      await this.check("told to its end", async () => { throw e; });
    } finally {
      this.story = "";
    }
  }

  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0;
  }
}

class Stuck extends Error {}

const wants = (held, message) => {
  if (!held) throw new Error(message);
};

module.exports = { Checks, wants };
