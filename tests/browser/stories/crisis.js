// S-crisis-page: help now, for anybody, one tap from everywhere.
"use strict";
const { ORDINARY } = require("../lib/browser.js");
const { wants } = require("../lib/checks.js");
const s = require("../lib/steps.js");

const nobody_signs_in = async (w, step) => {
  const alone = await w.enter("somebody in need");
  await step("one tap from the front page, the sign-in page and an error", async () => {
    for (const from of ["/", "/in", "/nothing"]) {
      await alone.goes(from);
      const link = alone.page.locator("a.now");
      const box = await link.boundingBox();
      wants(box && box.y + box.height <= alone.page.viewportSize().height, `not to be seen at once at ${from}`);
      await alone.follows("Help now");
      alone.is_at("/now");
    }
    wants((await alone.page.title()) === w.name, "the title says more than the name of the place");
  }, 40);
  await step("the page says whom to call, and looks right", async () => {
    await alone.sees("Lines to call");
    await alone.looks("help now");
  }, 60);
  await step("what to do opens by a tap, without a script", async () => {
    const part = alone.page.locator("details.part").first();
    await alone.sees_not("Put off every decision: ten minutes first, then ten more.");
    await part.locator("summary").click();
    await alone.sees("Put off every decision: ten minutes first, then ten more.");
    await alone.looks("help now, a part open");
  }, 60);
  await step("on paper every part is open, and nothing else is there", async () => {
    const visible = () => alone.page.locator("details.part li").evaluateAll((all) =>
      all.filter((e) => e.checkVisibility()).length);
    await alone.goes("/now");
    wants((await visible()) === 0, "a part is open from the beginning");
    await alone.page.emulateMedia({ media: "print" });
    const shown = await visible();
    const all = await alone.page.locator("details.part li").count();
    wants(all > 40 && shown === all, `${shown} of ${all} steps are printed`);
    for (const hidden of [".leave", ".now", ".foot"])
      wants(!(await alone.page.locator(hidden).isVisible()), `${hidden} is printed`);
    await alone.page.emulateMedia({ media: "screen" });
    await alone.follows("Open everything, for printing");
    wants((await alone.page.locator("details.part:not([open])").count()) === 0, "a part is closed");
    await alone.looks("help now, everything open");
  }, 60);
  await step("once open, it needs no connection", async () => {
    await alone.goes("/now");
    await alone.page.waitForLoadState("networkidle");
    await alone.context.setOffline(true);
    await alone.page.locator("details.part").nth(4).locator("summary").click();
    await alone.sees("Sign nothing that you have not read and understood. Ask for an interpreter and for a copy.");
    await alone.context.setOffline(false);
  }, 40);
  await step("one press leaves", async () => {
    await s.leaves_now(alone);
    await alone.page.waitForURL(`${ORDINARY}**`);
  });
};

module.exports = { nobody_signs_in };
