// S3.1 a pool: tools that are borrowed and brought back, a shelf that is counted, beds by night.
"use strict";
const s = require("../lib/steps.js");

const TOOLS = "عِدّة الحي";
const DRILL = "مثقاب";
const SHELF = "رفّ المدخل";
const RICE = "أرز";
const HOUSE = "بيت الضيوف";
const ROOM = "الغرفة الهادئة";
const RIDES = "مشاوير الجمعة";
const TOWN = "إلى المدينة";

const row = (p, words) => p.page.locator(".row-link", { hasText: words }).first();
const into = (p, words) => p.arrives(() => row(p, words).click());
const main = (p) => p.page.locator("main");

const shares = async (p, kind, title, item) => {
  await p.goes("/pools/new");
  await p.follows(`/pools/new/${kind}`);
  await p.fills({ title, line: "للجميع في الحي", rules: "يمكن أخذه بعد العصر." });
  if (kind === "things") await p.looks("something shared: its name and rules");
  await p.presses(`/pools/new/${kind}`, main(p));
  await p.fills(item);
  await p.looks(`something shared: its first, ${kind}`);
  await p.presses("/keep/add", main(p));
};

const finds = async (p, title, item) => {
  await p.goes("/pools");
  await into(p, title);
  if (item) await into(p, item);
};

const is_shared = async (w, step) => {
  const salma = w.salma;
  let rima;
  await step("somebody shares tools", async () => {
    await salma.goes("/pools");
    await salma.looks("shared things: nothing yet");
    await salma.goes("/pools/new");
    await salma.looks("what to share");
    await shares(salma, "things", TOOLS, { name: DRILL, words: "مع علبة رؤوس", units: "1" });
    await salma.looks("looking after tools");
  }, 60);
  await step("another borrows the drill, in two taps", async () => {
    const invitation = await s.invites(salma);
    rima = await w.enter("Rima, who puts up a shelf");
    await s.joins(rima, invitation, "ريما");
    await rima.goes("/aid");
    await rima.follows("/pools");
    await rima.looks("shared things");
    await into(rima, TOOLS);
    await rima.looks("a library of tools");
    await into(rima, DRILL);
    await rima.looks("a thing");
    await rima.fills({ days: "7", name: "ريما", words: "لرفّ في المطبخ" });
    await rima.presses("Ask for it");
    await rima.sees("Asked for: the place is kept");
    await rima.looks("something asked for");
  }, 120);
  await step("promised, handed over, brought back", async () => {
    await salma.goes("/pools/mine");
    await salma.looks("what I have and keep");
    await into(salma, TOOLS);
    await into(salma, DRILL);
    await salma.sees("لرفّ في المطبخ");
    await salma.looks("an answer to who borrows");
    await salma.fills({ words: "غدًا عند الخامسة" });
    await salma.presses("Yes, this is possible");
    await into(salma, DRILL);
    await salma.presses("It was handed over");
    await rima.goes("/pools/mine");
    await into(rima, DRILL);
    await rima.sees("غدًا عند الخامسة");
    await rima.sees("It is with you");
    await rima.looks("something with oneself");
    await salma.looks("looking after tools: one is out");
    await into(salma, DRILL);
    await salma.presses("It is back");
    await finds(rima, TOOLS);
    await rima.sees("here");
  }, 120);
  await step("a shelf is counted, and says what is missing", async () => {
    await shares(salma, "stock", SHELF, { name: RICE, unit: "أكياس", low: "4" });
    await salma.looks("a shelf: one thing");
    await salma.fills({ more: "3", month: "2", year: "2030" });
    await salma.presses("Put it on the shelf");
    await salma.looks("a shelf");
    await finds(rima, SHELF, RICE);
    await rima.fills({ count: "5" });
    await rima.presses("Take it off the shelf");
    await rima.looks("a shelf: not that many");
    await rima.fills({ count: "1" });
    await rima.presses("Take it off the shelf");
    await rima.follows("Shopping list");
    await rima.sees(RICE);
    await rima.looks("a shopping list");
  }, 120);
  await step("a bed is full, and given free", async () => {
    await shares(salma, "beds", HOUSE, { name: ROOM, units: "1" });
    await finds(rima, HOUSE);
    await rima.looks("beds by night");
    await into(rima, ROOM);
    await rima.looks("a room");
    await rima.fills({ nights: "2", name: "ريما" });
    await rima.presses("Ask for it");
    await finds(salma, HOUSE, ROOM);
    const night = salma.page.locator("[name=night]");
    await night.selectOption({ index: 0 });
    await salma.fills({ nights: "1", name: "سلمى" });
    await salma.presses("Ask for it");
    await salma.looks("a room: full, and the nearest night");
    await rima.presses("It is not needed any more");
    await rima.looks("nothing to bring back");
  }, 120);
  await step("a ride with seats", async () => {
    const day = { name: TOWN, units: "3", time: "1410" };
    await shares(salma, "rides", RIDES, day);
    await finds(rima, RIDES, TOWN);
    await rima.looks("a ride");
    await rima.fills({ units: "2", name: "ريما" });
    await rima.presses("Ask for it");
    await rima.looks("a seat asked for");
  }, 90);
  await step("others may keep it, too", async () => {
    await salma.goes("/pools/mine");
    await into(salma, TOOLS);
    await salma.follows("Let somebody else keep it, too");
    await salma.looks("another keeper: the question");
    await salma.presses("Show a code");
    const code = await s.code_shown(salma);
    await salma.looks("another keeper: the code");
    await rima.goes("/pools/code");
    await rima.looks("another keeper: typing the code");
    await rima.fills({ code });
    await rima.presses("Continue");
    await rima.looks("kept by two");
  }, 60);
};

module.exports = { is_shared };
