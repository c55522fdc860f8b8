// S3.3 a bed for tonight: asked without an account, offered by a member, brought together by the
// coordinators, promised, arrived, closed, deleted.
"use strict";
const { wants } = require("../lib/checks.js");
const s = require("../lib/steps.js");

const ASKED = "سرير لليلة";
const WHY = "لا أستطيع العودة إلى البيت";
const OFFERED = "كنبة في غرفة هادئة";

// What a member offers, and what a receipt leads to.
const offers = async (huda) => {
  await huda.goes("/aid/offers");
  await huda.looks("what one gives: nothing yet");
  await huda.follows("Offer something");
  await huda.looks("what to offer");
  await huda.follows("A roof: a bed, a room, housing");
  await huda.fills({ q1: "2", line: OFFERED, repeat: "3" });
  await huda.looks("an offer's form");
  await huda.presses("/aid/offers/new/1", huda.page.locator("main"));
  await huda.sees(OFFERED);
  await huda.looks("an offer");
  await huda.goes("/aid/board");
  await huda.sees(OFFERED);
  await huda.looks("the board");
};

const asks = async (rami) => {
  await rami.goes("/aid");
  await rami.looks("mutual aid: the front page");
  await rami.follows("/aid/ask");
  await rami.looks("asking: what it is about");
  await rami.fills({ kind: "shelter", urgency: "1" });
  await rami.presses("Continue");
  await rami.looks("asking: the rest");
  await rami.fills({ q1: "1", line: ASKED, words: WHY });
  await rami.presses("Send");
  await rami.sees("It is with the coordinators");
  await rami.looks("the receipt");
  const code = await s.code_shown(rami);
  await rami.presses("I have written it down");
  await rami.looks("the receipt: the question");
  const groups = code.split("-");
  for (let i = 1; i <= 6; i++)
    if (await rami.page.locator(`[name=g${i}]`).count()) await rami.fills({ [`g${i}`]: groups[i - 1] });
  await rami.presses("Confirm");
  return code;
};

const opens_receipt = async (rami, code) => {
  await rami.goes("/aid/receipt");
  if (!(await rami.page.locator("[name=code]").count())) return;
  await rami.looks("the receipt's door");
  await rami.fills({ code });
  await rami.presses("Continue");
};

const case_of = async (salma) => {
  await salma.goes("/aid/desk");
  await salma.arrives(() => salma.page.locator(".row-link", { hasText: ASKED }).first().click());
};

const for_tonight = async (w, step) => {
  const salma = w.salma;
  const rami = await w.enter("somebody who cannot go home");
  let huda, code;
  await step("a steward opens the coordinators' desk", async () => {
    await rami.goes("/aid/ask");
    await rami.sees("Nobody could read it yet");
    await salma.goes("/aid/desk");
    await salma.looks("the coordinators' desk: to be opened");
    await salma.fills({ persona: "سلمى" });
    await salma.presses("Open the desk");
    await salma.looks("the coordinators' desk: nothing is asked");
  }, 60);
  await step("a member offers a sofa", async () => {
    const invitation = await s.invites(salma);
    huda = await w.enter("Huda, who has a sofa");
    await s.joins(huda, invitation, "هدى");
    await offers(huda);
  }, 120);
  await step("asked without an account, in two short pages", async () => {
    code = await asks(rami);
  }, 90);
  await step("the coordinators read it and ask who offers, quietly", async () => {
    await case_of(salma);
    await salma.sees(WHY);
    await salma.sees(OFFERED);
    await salma.looks("one ask, and what may fit");
    await salma.presses("Ask quietly");
  }, 60);
  await step("who is asked sees what, not by whom, and says yes", async () => {
    await huda.goes("/aid/offers");
    await huda.follows(OFFERED);
    await huda.follows(ASKED);
    await huda.sees_not(WHY);
    await huda.looks("somebody asks");
    await huda.fills({ name: "هدى" });
    await huda.presses("Yes, this is possible");
    await huda.looks("a yes that waits");
  }, 60);
  await step("let them help: now she reads why, and says when and where", async () => {
    await case_of(salma);
    await salma.looks("one ask, with a yes");
    await salma.presses("Let them help");
    await huda.goes("/aid/offers");
    await huda.follows(ASKED);
    await huda.sees(WHY);
    await huda.looks("helping");
    await huda.follows("Say when and where");
    const day = huda.page.locator("[name=day]");
    await day.selectOption({ index: (await day.locator("option").count()) - 1 });
    await huda.fills({ where: "عند المحطة", sign: "وشاح أحمر" });
    await huda.looks("a promise");
    await huda.presses("/promise", huda.page.locator("main"));
    await huda.sees("عند المحطة");
  }, 90);
  await step("the receipt leads to the answer", async () => {
    await opens_receipt(rami, code);
    await rami.sees("عند المحطة");
    await rami.sees("وشاح أحمر");
    await rami.looks("behind the receipt");
    wants(!rami.path().includes(code.slice(0, 4)), `the code stands in the address: ${rami.path()}`);
    await rami.fills({ say: "شكرًا" });
    await rami.presses("/say", rami.page.locator("main"));
    await rami.sees("شكرًا");
  }, 60);
  await step("handed over, arrived, closed", async () => {
    await huda.goes("/aid/offers");
    await huda.follows(ASKED);
    await huda.follows("It was handed over");
    await huda.looks("handed over");
    await huda.presses("/done", huda.page.locator("main"));
    await opens_receipt(rami, code);
    await rami.presses("It arrived");
    await case_of(salma);
    await salma.page.locator("details", { has: salma.page.locator("[name=move]") }).locator("summary").click();
    await salma.fills({ move: "close" });
    await salma.presses("Write it down and tell both");
    await salma.looks("closing, asked once more");
    await salma.presses("Yes, so it is");
  }, 90);
  await step("everything is deleted", async () => {
    await opens_receipt(rami, code);
    await rami.follows("Delete everything");
    await rami.looks("delete everything");
    await rami.presses("/delete", rami.page.locator("main"));
    await opens_receipt(rami, code);
    await rami.sees_not(ASKED);
  }, 60);
};

module.exports = { for_tonight };
