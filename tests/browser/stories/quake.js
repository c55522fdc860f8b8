// S4.1 the earthquake: hard times switched on by two, three doors, one short page, asks by rules that
// can be read, the situation, and back to the everyday with a word to everybody.
"use strict";
const { wants } = require("../lib/checks.js");
const s = require("../lib/steps.js");

const LINE = "الماء في الساحة";
const THINGS = "أغطية لثلاثة";
const INSULIN = "ينفد الأنسولين الليلة";
const VAN = "سيارة نقل كبيرة";
const DOORS = "Safe places and lines";

const coordinator = async (w, salma) => {
  const noor = await w.enter("Noor, who coordinates");
  await s.joins(noor, await s.invites(salma), "نور");
  await salma.goes("/aid/desk");
  await salma.follows("Invite a coordinator");
  await salma.presses("Make a code");
  const code = await s.code_shown(salma);
  await noor.goes("/aid/desk");
  await noor.fills({ persona: "نور", code });
  await noor.presses("Come in");
  return noor;
};

const asks = async (who, kind, line, looks) => {
  await who.goes("/");
  await who.sees(LINE);
  if (looks) await who.looks("hard times: three doors");
  await who.follows("/aid/ask");
  if (looks) await who.looks("hard times: asking on one page");
  await who.fills({ kind, urgency: "1", units: "3", line });
  await who.presses("Send");
  await who.sees("It is with the coordinators");
  return s.code_shown(who);
};

// Codes on the sheets that the page shows.
const codes_on = (p) => p.page.locator("th .sheet-code").allInnerTexts();

const goes_on_paper = async (salma) => {
  await salma.goes("/aid/desk");
  await salma.follows("/aid/desk/print");
  await salma.looks("lists on paper: which");
  await salma.fills({ who: "السيارة الزرقاء", contact: true });
  await salma.presses("Make the sheets");
  await salma.sees("Ready for the printer");
  await salma.sees("To be kept apart");
  await salma.sees_not(INSULIN);
  await salma.looks("sheets");
  const codes = [...new Set(await codes_on(salma))];
  wants(codes.length >= 2, `codes on paper: ${codes}`);
  const number = await salma.page.locator(".sheet-top .sheet-code").first().innerText();
  await salma.page.emulateMedia({ media: "print" });
  wants(!(await salma.page.locator(".nav").first().isVisible()), "the printed page has its navigation");
  await salma.page.emulateMedia({ media: "screen" });
  await salma.goes("/aid/desk/paper");
  await salma.fills({ sheet: number });
  await salma.presses("Show the sheet");
  await salma.looks("a sheet that came back");
  await salma.page.locator("[name=r0][value='2']").check();
  await salma.presses("Write it down", salma.page.locator("main"));
  await salma.sees("Nobody there");
  await salma.looks("a sheet, some of it written down");
  await salma.goes("/aid/desk/paper");
  const wrong = (codes[1][0] === "A" ? "B" : "A") + codes[1].slice(1);
  await salma.fills({ codes: `${codes[0]} 2\n${wrong} n` });
  await salma.presses("Write it down", salma.page.locator("main"));
  await salma.sees("A letter of this code is wrong.");
  await salma.sees(codes[1]);
  await salma.looks("codes that came back: a letter is wrong");
};

const the_earthquake = async (w, step) => {
  const salma = w.salma;
  const rami = await w.enter("somebody whose house fell");
  const dana = await w.enter("somebody whose medicine runs out");
  const nader = await w.enter("somebody with a van");
  let noor, code;
  await step("somebody else comes to the coordinators' desk", async () => {
    noor = await coordinator(w, salma);
  }, 90);
  await step("a steward proposes, a coordinator confirms", async () => {
    await salma.goes("/aid/surge");
    await salma.looks("hard times: off");
    await salma.fills({ kind: "earthquake", text: LINE });
    await salma.presses("Propose it");
    await salma.sees("It waits for the other person.");
    wants(!(await salma.page.locator("form[action='/aid/surge/confirm']").count()), "one person alone could confirm");
    await salma.looks("hard times: proposed");
    await noor.goes("/");
    await noor.sees_not(DOORS);
    await noor.goes("/aid/surge");
    await noor.looks("hard times: to be confirmed");
    await noor.presses("Confirm it");
    await noor.sees("It is on");
    await noor.looks("hard times: on");
    await noor.goes("/");
    await noor.sees(DOORS);
    await noor.looks("hard times: a member's doors");
  }, 90);
  await step("asked and offered without an account, on one short page each", async () => {
    code = await asks(rami, "things", THINGS, true);
    await asks(dana, "health", INSULIN, false);
    await nader.goes("/");
    await nader.follows("/aid/give");
    await nader.fills({ kind: "ride", line: VAN, contact: "نادر، برسالة فقط" });
    await nader.looks("hard times: giving without an account");
    await nader.presses("Send");
    await nader.sees("Thank you. It is with the coordinators");
    await nader.looks("hard times: given");
  }, 120);
  await step("asks stand by rules that can be read", async () => {
    await salma.goes("/aid/desk");
    await salma.sees("Medicine or care that cannot wait until tomorrow");
    const first = await salma.page.locator(".row-link").first().innerText();
    wants(first.includes(INSULIN), `first stands: ${first}`);
    await salma.looks("the desk in hard times");
    await salma.presses("Triaged: all shown");
    await salma.goes("/aid/desk/triage");
    await salma.looks("the rules of triage");
  }, 60);
  await step("the situation, drawn and as a table", async () => {
    await salma.goes("/aid/desk/situation");
    await salma.sees("What waits, by kind and place");
    await salma.looks("the situation");
  }, 60);
  await step("out on paper, and typed in again in the evening", async () => {
    await goes_on_paper(salma);
  }, 90);
  await step("off by the same two; nobody waits without a word", async () => {
    await noor.goes("/aid/surge");
    await noor.presses("Propose to end it");
    await salma.goes("/aid/surge");
    await salma.presses("Confirm it");
    await salma.sees("It has ended");
    await salma.looks("hard times: ended");
    await salma.goes("/aid/desk/after");
    await salma.looks("looking back: to be closed");
    await salma.presses("Write to them and close");
    await salma.sees("Everybody has had a word.");
    await salma.looks("looking back: closed");
    await rami.goes("/aid/receipt");
    if (await rami.page.locator("[name=code]").count()) {
      await rami.fills({ code });
      await rami.presses("Continue");
    }
    await rami.sees(THINGS);
    await rami.looks("a receipt after hard times");
    await rami.goes("/");
    await rami.sees_not(DOORS);
  }, 90);
};

module.exports = { the_earthquake };
