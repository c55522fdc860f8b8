// An ask on the board: a member asks, an offer that fits is asked, two members want to help, one is
// first; let to help, promised, missed, open again, arrived, ended.
"use strict";
const { wants } = require("../lib/checks.js");
const s = require("../lib/steps.js");

const ASKED = "توصيلة إلى المستشفى صباح الأحد";
const WHY = "الطابق الثالث بلا مصعد";
const OFFERED = "سيارة صغيرة تتسع لثلاثة";

const mine = async (p, what = ASKED) => {
  await p.goes("/aid/offers");
  await p.follows(what);
};

const asks = async (dana) => {
  await dana.goes("/aid");
  await dana.looks("mutual aid: for a member");
  await dana.follows("/aid/ask");
  await dana.looks("asking as a member: what it is about");
  await dana.fills({ kind: "ride", urgency: "2" });
  await dana.presses("Continue");
  await dana.looks("asking as a member: the rest");
  await dana.fills({ line: ASKED, words: WHY, show: "both" });
  await dana.presses("/aid/ask/own", dana.page.locator("main"));
  await dana.sees(ASKED);
  await dana.looks("one's own ask, and what may fit");
};

const offers = async (karim) => {
  await karim.goes("/aid/offers/new/5");
  await karim.fills({ q4: "3", line: OFFERED, repeat: "3" });
  await karim.presses("/aid/offers/new/5", karim.page.locator("main"));
  await karim.sees(OFFERED);
};

const claims = async (p, name, words) => {
  await p.goes("/aid/board");
  await p.sees(ASKED);
  await p.sees_not(WHY);
  await p.follows("/aid/board/");
  await p.fills({ name, words });
};

const on_the_board = async (w, step) => {
  let dana, karim, lina;
  await step("three members; one offers a ride", async () => {
    const invitation = await s.invites(w.salma);
    dana = await w.enter("Dana, who needs a ride");
    await s.joins(dana, invitation, "دانا");
    karim = await w.enter("Karim, who has a car");
    await s.joins(karim, await s.invites(w.salma), "كريم");
    lina = await w.enter("Lina, who has one, too");
    await s.joins(lina, await s.invites(w.salma), "لينا");
    await offers(karim);
  }, 180);
  await step("asked on two short pages; an offer that fits, and why", async () => {
    await asks(dana);
    await dana.sees(OFFERED);
    await dana.presses("Ask quietly");
    await dana.sees_not("Ask quietly");
    await mine(karim, OFFERED);
    await karim.follows(ASKED);
    await karim.sees_not(WHY);
    await karim.looks("an offer is asked by who asks");
    await karim.presses("Not now");
  }, 90);
  await step("two want to help: one is first, the other is told kindly", async () => {
    await lina.goes("/aid/board");
    await lina.looks("the board, with an ask");
    await claims(lina, "لينا", "بسيارتي");
    await lina.looks("I can help with this");
    await claims(karim, "كريم", "الآن ممكن");
    await karim.presses("I can help with this");
    await karim.looks("first");
    await lina.presses("I can help with this");
    await lina.looks("the board: somebody was first");
    wants(lina.path().startsWith("/aid/board"), `somebody was first, at ${lina.path()}`);
    await lina.sees_not(ASKED);
  }, 90);
  await step("let to help; when and where; it did not happen", async () => {
    await mine(dana);
    await dana.sees("الآن ممكن");
    await dana.looks("one's own ask: somebody would like to help");
    await dana.presses("Let them help");
    await mine(karim);
    await karim.sees(WHY);
    await karim.follows("Say when and where");
    const day = karim.page.locator("[name=day]");
    await day.selectOption({ index: (await day.locator("option").count()) - 1 });
    await karim.fills({ where: "باب البناية", sign: "سيارة بيضاء" });
    await karim.presses("/promise", karim.page.locator("main"));
    await mine(dana);
    await dana.sees("باب البناية");
    await dana.looks("one's own ask: a meeting");
    await dana.presses("It did not happen");
    await dana.looks("one's own ask: open again");
  }, 120);
  await step("changed; a second helper; it arrives", async () => {
    await mine(dana);
    await dana.page.locator("details", { has: dana.page.locator("a[href$='/change']") }).locator("summary").first().click();
    await dana.follows("Change it");
    await dana.looks("changing an ask");
    await dana.fills({ line: `${ASKED} باكرًا` });
    await dana.presses("/change", dana.page.locator("main"));
    await lina.goes("/aid/board");
    await lina.sees("باكرًا");
    await claims(lina, "لينا", "على الموعد");
    await lina.presses("I can help with this");
    await mine(dana);
    await dana.presses("Let them help");
    await mine(lina);
    await lina.follows("It was handed over");
    await lina.presses("/done", lina.page.locator("main"));
    await mine(dana);
    await dana.presses("It arrived");
    await dana.looks("one's own ask: it arrived");
  }, 120);
  await step("everything is deleted", async () => {
    await mine(dana);
    await dana.follows("Delete everything");
    await dana.looks("deleting one's own ask");
    await dana.presses("/end", dana.page.locator("main"));
    await dana.sees_not(ASKED);
    await dana.looks("what one asks and gives");
  }, 60);
};

module.exports = { on_the_board };
