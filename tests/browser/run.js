// The browser tests: the real program, Debian's Chromium. JavaScript off first, then on; Arabic
// first, then English; phone and desktop, light and dark.
//   node tests/browser/run.js [Arabic|English]     only that pass
"use strict";
const { Checks } = require("./lib/checks.js");
const { DESKTOP, PHONE } = require("./lib/browser.js");
const { World } = require("./lib/world.js");
const bed = require("./stories/bed.js");
const circles = require("./stories/circles.js");
const claim = require("./stories/claim.js");
const crisis = require("./stories/crisis.js");
const directory = require("./stories/directory.js");
const editor = require("./stories/editor.js");
const foodrun = require("./stories/foodrun.js");
const pool = require("./stories/pool.js");
const quake = require("./stories/quake.js");
const plan = require("./stories/plan.js");
const fund = require("./stories/fund.js");
const others = require("./stories/others.js");
const thanked = require("./stories/thanked.js");
const browser = require("./stories/browser.js");
const imports = require("./stories/import.js");

const WHOLE_RUN = 1500; // seconds

const PASSES = [
  { what: "Arabic, no JavaScript, phone", how: { lang: "ar", scripts: false, size: PHONE, theme: "light" } },
  { what: "English, JavaScript, desktop", how: { lang: "en", scripts: true, size: DESKTOP, theme: "dark" } },
];

// In this order: each stands on what the ones before left behind.
const STORIES = [
  ["S1.2 a circle that shares", circles.shares],
  ["S2.1 a safe space", circles.is_safe],
  ["S3.5 two names in two circles", circles.two_names],
  ["S0.3a a soldier finds a lawyer", others.finds_a_lawyer],
  ["S2.4 find a therapist who is open now", directory.finds_a_therapist],
  ["S0.3b محامي عسكري", directory.finds_by_meaning],
  ["S3.4a where to be tested without papers", directory.is_tested],
  ["an entry that is out of date", directory.is_out_of_date],
  ["S-crisis-page nobody signs in", crisis.nobody_signs_in],
  ["S-editor a correction with its history", editor.corrects],
  ["S3.3 a bed for tonight", bed.for_tonight],
  ["S3.2 a food run", foodrun.food_run],
  ["S3.1 a pool", pool.is_shared],
  ["S4.1 the earthquake", quake.the_earthquake],
  ["an ask on the board", claim.on_the_board],
  ["a coordinator plans", plan.plans],
  ["S3.1 a common fund", fund.common_fund],
  ["S4.5 thanked", thanked.thanked],
  ["one's own things", others.own_things],
  ["S4.1 bring your spreadsheet", imports.a_table],
  ["S-removed a removed member learns nothing more", circles.removed],
  ["live, copy, Escape", browser.with_scripts],
  ["S-leave someone comes into the room", others.leaves],
  ["the browser: cookies, weight, no traces", browser.keeps_nothing],
];

const main = async () => {
  const checks = new Checks();
  const late = setTimeout(() => {
    console.log(`FAIL the whole run took longer than ${WHOLE_RUN} s`);
    checks.failed++;
    checks.close();
    process.exit(1);
  }, WHOLE_RUN * 1000);
  for (const { what, how } of PASSES.filter((pass) => pass.what.includes(process.argv[2] || ""))) {
    const world = await World.open(checks, how);
    world.photos = process.env.AWN_PHOTOS && `${process.env.AWN_PHOTOS}-${how.lang}`;
    for (const [name, story] of STORIES)
      if (story !== browser.with_scripts || how.scripts)
        await checks.tell(`${what}: ${name}`, (step) => story(world, step));
    checks.story = what;
    for (const p of world.people) await checks.check(`nothing odd seen by ${p.called}`, async () => p.no_faults());
    await checks.check("ends in good order", async () => {
      const { code } = await world.close();
      if (code !== 0) throw new Error(`awn ended with ${code}: ${world.server.said}`);
    });
  }
  clearTimeout(late);
  process.exitCode = checks.close() ? 0 : 1;
};

main().catch((e) => {
  console.log(`FAIL the tests themselves: ${e.stack}`);
  console.log("0 passed, 1 failed");
  process.exit(1);
});
