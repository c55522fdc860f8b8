// The right door: a need in one's own words and language finds a place in a list of another
// language. Without an account.
"use strict";
const { wants } = require("../lib/checks.js");
const s = require("../lib/steps.js");

const found = async (p) => (await p.page.locator(".rows").allInnerTexts()).join("\n");

// Opens the fold with the filters, fills them in, and searches.
const narrows = async (p, values) => {
  const fold = p.page.locator("details.more");
  if (!(await fold.evaluate((e) => e.open))) await fold.locator("summary").click();
  await p.fills(values);
  await p.presses("Search", fold);
  wants(p.path() === "/d", `a search stands in the address: ${p.page.url()}`);
};

// A steward opens the desk, unless it is there.
const has_a_desk = async (p) => {
  await p.goes("/d/desk");
  if (!(await p.page.locator("[name=persona]").count())) return;
  await p.fills({ persona: "سلمى", byline: "سلمى" });
  await p.presses("Open the desk");
};

// S2.4
const finds_a_therapist = async (w, step) => {
  const p = await w.enter("somebody who needs to talk");
  await step("a therapist, in Arabic words", async () => {
    await s.search_directory(p, "معالج نفسي");
    await p.sees("Therapist on call");
    await p.sees("Therapist by letter");
    await p.sees("open now");
  }, 60);
  await step("only who is open now; what was asked stays in the form", async () => {
    await narrows(p, { open: true });
    const list = await found(p);
    wants(list.includes("Therapist on call") && !list.includes("by letter"), list);
    wants((await p.page.locator("[name=q]").inputValue()) === "معالج نفسي", "the words are lost");
    wants(await p.page.locator("[name=open]").isChecked(), "the filter is lost");
    await p.looks("found, with filters");
  }, 60);
  await step("nothing there: the page says what to give up", async () => {
    await narrows(p, { open: true, area: "Nowhere-on-Sea" });
    await p.sees("Nothing found");
    await p.looks("nothing found, and what to give up");
    await p.page.locator("main form:not([role=search]) button", { hasText: "Nowhere-on-Sea" }).click();
    await p.sees("Therapist on call");
  }, 60);
  await step("the entry: open, and how to reach them", async () => {
    await p.arrives(() => p.page.locator(".row-link", { hasText: "Therapist on call" }).click());
    await p.sees("open now");
    wants(await p.page.locator('a[href="tel:+442079460206"]').count(), "the number cannot be called");
    await p.sees("Nobody here has checked this yet. It is better to call before going there.");
    await p.looks("an entry with hours");
  }, 60);
};

// S0.3b
const finds_by_meaning = async (w, step) => {
  const p = await w.enter("a soldier who writes Arabic");
  await step("محامي عسكري finds the armed forces' legal aid, and says why", async () => {
    await s.search_directory(p, "محامي عسكري");
    const row = p.page.locator(".row", { hasText: "Armed Forces" }).first();
    const text = await row.innerText();
    wants(text.includes(p.say("Matches: {words}").split("{")[0]), `no reason: ${text}`);
    await p.looks("found across languages");
  }, 60);
};

// S3.4a
const is_tested = async (w, step) => {
  const p = await w.enter("somebody without papers");
  await step("an editor says that one place asks for none, and that it is checked", async () => {
    await has_a_desk(w.salma);
    await s.search_directory(w.salma, "quick tests");
    await w.salma.arrives(() => w.salma.page.locator(".row-link", { hasText: "Quick tests" }).first().click());
    await w.salma.looks("an entry, as its editors see it");
    await w.salma.follows("Correct the entry");
    await w.salma.fills({ nopapers: true });
    await w.salma.presses("/edit", w.salma.page.locator("main"));
    await w.salma.sees("asks for no papers");
    await w.salma.presses("Checked today");
  }, 90);
  await step("where to be tested, without being asked for papers", async () => {
    await s.search_directory(p, "وين بفحص");
    await p.sees("Quick tests");
    await p.sees("Laboratory: HIV tests");
    await narrows(p, { papers: true });
    const list = await found(p);
    wants(list.includes("Quick tests") && !list.includes("Laboratory"), list);
    await p.sees("asks for no papers");
  }, 60);
  await step("an entry that asks for none says so", async () => {
    await p.arrives(() => p.page.locator(".row-link", { hasText: "Quick tests" }).first().click());
    await p.sees("None are asked for.");
    await p.sees_not("Nobody here has checked this yet. It is better to call before going there.");
    await p.looks("an entry, tagged");
  }, 60);
};

// Anybody can say that something is out of date.
const is_out_of_date = async (w, step) => {
  const p = await w.enter("somebody who was there");
  await has_a_desk(w.salma);
  await step("a report without an account", async () => {
    await s.search_directory(p, "quick tests");
    await p.arrives(() => p.page.locator(".row-link", { hasText: "Quick tests" }).first().click());
    await p.follows("This is out of date");
    await p.looks("out of date");
    await p.fills({ reason: "hours", words: "يفتحون الآن من العاشرة." });
    await p.presses("/outdated");
    await p.sees("Thank you");
    await p.looks("out of date: thanks");
    await p.follows("Back to the entry");
    await p.sees(p.say("Reported as out of date on {date}. It is being checked.").split("{")[0].trim());
    wants((await p.context.cookies()).length === 0, "a cookie was set");
  }, 60);
};

module.exports = { finds_a_therapist, finds_by_meaning, is_out_of_date, is_tested };
