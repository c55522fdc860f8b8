// Those who look after the directory: the desk, a correction with its history, what only members see.
"use strict";
const { wants } = require("../lib/checks.js");
const s = require("../lib/steps.js");

const corrects = async (w, step) => {
  const amal = w.salma; // the network's steward
  const guest = await w.enter("a stranger");
  await step("a steward at the desk", async () => {
    await amal.goes("/d/desk");
    if (await amal.page.locator("[name=persona]").count()) { // nobody opened it before
      await amal.looks("the desk: to be opened");
      await amal.fills({ persona: "سلمى" });
      await amal.presses("Open the desk");
    }
    await amal.sees("Reports that wait");
    await amal.looks("the desk");
  }, 60);
  await step("an editor is invited", async () => {
    await amal.follows("Invite an editor");
    await amal.looks("invite an editor");
    await amal.presses("Make a code");
    await amal.looks("a code for an editor");
    await amal.goes("/d/desk/me");
    await amal.looks("name and byline");
    await amal.fills({ byline: "سلمى من الدليل" });
    await amal.presses("Save", amal.page.locator("main"));
    await amal.sees("سلمى من الدليل");
  }, 60);
  let entry;
  await step("a new entry; a mistake keeps what was typed", async () => {
    await amal.goes("/d/new");
    await amal.looks("add an entry");
    await amal.fills({
      name: "عيادة الميناء", offered: "جمعية الميناء", about: "فحوص واستشارة بلا أسئلة.",
      phone1: "+20 2 5550 0000", mo: "9-5", city: "الإسكندرية", country: "مصر", spoken: "العربية، English",
    });
    await amal.presses("Save", amal.page.locator("main"));
    await amal.sees("Is the afternoon meant? Please write 17 or 5 pm; for the next morning 05:00.");
    await amal.looks("an entry with a mistake");
    wants((await amal.page.locator("[name=mo]").inputValue()) === "9-5", "the hours are not kept");
    await amal.fills({ mo: "٩-١٧" });
    await amal.presses("Save", amal.page.locator("main"));
    await amal.page.waitForURL(/\/d\/[0-9a-f-]{36}/);
    entry = amal.path().split("?")[0];
    await amal.sees("عيادة الميناء");
    await amal.looks("an entry as its editors see it");
  }, 90);
  await step("a correction, and its history", async () => {
    await amal.goes(`${entry}/edit`);
    await amal.looks("correct an entry");
    await amal.fills({ phone1: "+20 2 5550 1111" });
    await amal.presses("Save", amal.page.locator("main"));
    await guest.goes(entry);
    await guest.sees("+20 2 5550 1111");
    await amal.goes(`${entry}/history`);
    await amal.sees("+20 2 5550 0000");
    await amal.sees("سلمى من الدليل");
    await amal.looks("the history of an entry");
    await amal.presses("Put it back as it was before");
    await guest.goes(entry);
    await guest.sees("+20 2 5550 0000");
  }, 90);
  await step("only members see it", async () => {
    await amal.goes(`${entry}/edit`);
    await amal.page.locator("[name=seen][value=members]").check();
    await amal.presses("Save", amal.page.locator("main"));
    await amal.sees("Only members of this network see this entry.");
    await amal.looks("an entry for members only");
    await guest.goes(entry);
    await guest.sees_not("عيادة الميناء");
    await s.search_directory(amal, "عيادة الميناء");
    await amal.sees("Only members of this network see this entry.");
  }, 90);
  await step("saved for oneself", async () => {
    await amal.goes(`${entry}/save`);
    await amal.looks("save an entry");
    await amal.fills({ note: "اسألي عن ليلى" });
    await amal.presses("Save", amal.page.locator("main"));
    await amal.sees("اسألي عن ليلى");
    await amal.looks("saved entries");
    await amal.goes(`${entry}/remove`);
    await amal.looks("remove an entry");
    await amal.goes("/d/desk/removed");
    await amal.looks("removed entries");
    await amal.goes("/d/desk/leave");
    await amal.looks("leave the desk");
  }, 90);
};

module.exports = { corrects };
