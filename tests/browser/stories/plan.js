// The coordinators plan all asks at once: a proposal that says why, one pair ruled out, another
// offer chosen, the rest accepted.
"use strict";
const { wants } = require("../lib/checks.js");
const s = require("../lib/steps.js");

const ASKED = ["بطانيات لطفلين", "مدفأة للشتاء"];
const OFFERED = ["أغطية صوفية", "فراش ومدفأة", "أدوات مطبخ"];

const asks = async (who, line, urgency) => {
  await who.goes("/aid/ask");
  await who.fills({ kind: "things", urgency });
  await who.presses("Continue");
  await who.fills({ q2: "1", line });
  await who.presses("Send");
  await who.sees("It is with the coordinators");
};

const offers = async (who, line) => {
  await who.goes("/aid/offers/new/10");
  await who.fills({ q2: "1", line, repeat: "3" });
  await who.presses("/aid/offers/new/10", who.page.locator("main"));
  await who.sees(line);
};

const plans = async (w, step) => {
  const salma = w.salma;
  let nour;
  await step("two strangers ask, a member offers", async () => {
    const invitation = await s.invites(salma);
    nour = await w.enter("Nour, who has things to give");
    await s.joins(nour, invitation, "نور");
    for (const line of OFFERED) await offers(nour, line);
    for (const [i, line] of ASKED.entries())
      await asks(await w.enter("somebody who needs a thing"), line, i ? "2" : "1");
  }, 180);
  await step("one button", async () => {
    await salma.goes("/aid/desk");
    await salma.follows("Plan all asks at once");
    await salma.looks("a plan: before");
    await salma.presses("Make a plan");
    for (let i = 0; i < 20 && !(await salma.page.locator("[name=plan]").count()); i++) {
      await salma.page.waitForTimeout(300);
      await salma.goes("/aid/desk/plan");
    }
    await salma.sees("Would get:");
    for (const d of await salma.page.locator("details.more").all())
      await d.locator("summary").first().click();
    await salma.looks("a plan: the proposal");
  }, 60);
  await step("another offer instead", async () => {
    await salma.follows("Give this ask another offer");
    await salma.looks("a plan: another offer");
    if (await salma.page.locator("[name=offer]").count())
      await salma.presses("Give it this one, and plan again");
    await salma.goes("/aid/desk/plan");
    await salma.sees("Fixed by you");
  }, 60);
  await step("accepted: asked quietly", async () => {
    await salma.presses("Accept all of this page");
    await salma.sees("What was done just now");
    await salma.looks("a plan: accepted");
    await salma.follows("Decided");
    await salma.sees("Asked quietly");
    await nour.goes("/aid/offers");
    wants(/سؤال|question/.test(await nour.text()), "nobody was asked");
    wants(!salma.path().includes("token"), "nothing private stands in the address");
  }, 60);
};

module.exports = { plans };
