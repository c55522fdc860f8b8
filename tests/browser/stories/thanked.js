// S4.5 thanked: words of thanks with a receipt, through the coordinators; on the wall by a member;
// taken down with a reason; what was done together.
"use strict";
const s = require("../lib/steps.js");

const ASKED = "كيس حليب لطفلة";
const THANKED = "وصل الحليب، ونامت شبعى. شكرًا لكم";
const WORDS = "شكرًا على ساعة الإصغاء يوم الأحد";

// Somebody without an account asks; the coordinators help themselves.
const is_helped = async (rami, salma) => {
  await rami.goes("/aid/ask");
  await rami.fills({ kind: "other", urgency: "1" });
  await rami.presses("Continue");
  await rami.fills({ line: ASKED });
  await rami.presses("Send");
  const code = await s.code_shown(rami);
  for (const move of ["helps", "arrived"]) {
    await salma.goes("/aid/desk?s=" + (move === "helps" ? 2 : 3));
    await salma.arrives(() => salma.page.locator(".row-link", { hasText: ASKED }).first().click());
    await salma.page.locator("details", { has: salma.page.locator("[name=move]") }).locator("summary").click();
    await salma.fills({ move });
    await salma.presses("Write it down and tell both");
  }
  await rami.goes("/aid/receipt");
  if (!(await rami.page.locator("[name=code]").count())) return;
  await rami.fills({ code });
  await rami.presses("Continue");
};

const thanked = async (w, step) => {
  const salma = w.salma;
  const rami = await w.enter("somebody who wants to say thank you");
  await step("with a receipt: as far as one likes", async () => {
    await is_helped(rami, salma);
    await rami.sees("Say thank you");
    await rami.looks("behind the receipt: saying thank you");
    await rami.fills({ thanks: THANKED, to: "wall" });
    await rami.presses("/aid/receipt/thanks", rami.page.locator("main"));
    await rami.sees(THANKED);
    await rami.sees_not("Say thank you");
    await rami.looks("behind the receipt: it was said");
  }, 120);
  await step("the coordinators read it first", async () => {
    await salma.goes("/thanks");
    await salma.sees_not(THANKED);
    await salma.looks("the wall, bare");
    await salma.goes("/aid/desk/thanks");
    await salma.sees(THANKED);
    await salma.looks("thanks that wait");
    await salma.presses("Put it on the wall");
    await salma.sees("No thank-you waits");
  }, 60);
  await step("a member thanks a team, and takes it down again", async () => {
    await salma.goes("/aid");
    await salma.follows("/thanks");
    await salma.sees(THANKED);
    await salma.follows("/thanks/new");
    await salma.fills({ words: WORDS, whom: "team" });
    await salma.looks("a new thank-you");
    await salma.presses("/thanks/new", salma.page.locator("main"));
    await salma.sees(WORDS);
    await salma.looks("the wall");
    await salma.arrives(() =>
      salma.page.locator("li.card", { hasText: WORDS }).locator("a[href$='/down']").click());
    await salma.looks("taking one's own down");
    await salma.presses("/down", salma.page.locator("main"));
    await salma.sees_not(WORDS);
    await salma.arrives(() =>
      salma.page.locator("li.card", { hasText: THANKED }).locator("a[href$='/down']").click());
    await salma.looks("a steward takes one down");
  }, 90);
  await step("what we did together: nothing is shown before the coordinators agree", async () => {
    await salma.goes("/thanks/together");
    await salma.sees("Nothing is shown yet");
    await salma.looks("together: nothing yet");
  }, 60);
};

module.exports = { thanked };
