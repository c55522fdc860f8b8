// S3.2 a food run: a team and its weekly shift, the last driver's place, a stand-in, a role.
"use strict";
const fs = require("fs");
const { wants } = require("../lib/checks.js");
const s = require("../lib/steps.js");

const TEAM = "طعام الجمعة";
const SHIFT = "توزيع الجمعة";
const DRIVES = "القيادة";
const PACKS = "التعبئة";

const at_the_shift = async (p) => {
  await p.goes("/t");
  await p.follows(SHIFT);
};

const part = (p, name) => p.page.locator("section.card", { hasText: name }).last();

const comes = async (host, w, called, persona) => {
  const p = await w.enter(called);
  await s.joins(p, await s.invites(host), persona);
  await s.comes_in(p, TEAM, persona);
  return p;
};

const food_run = async (w, step) => {
  const huda = w.salma;
  let team, karim, dina;
  await step("a circle becomes a team", async () => {
    team = (await s.begins_circle(huda, {
      name: TEAM, purpose: "وجبات ساخنة كل جمعة", openness: "open", persona: "هدى",
    })).replace("/r/", "/t/");
    await huda.goes("/t");
    await huda.looks("teams: none yet");
    await huda.goes(team);
    await huda.sees("No shifts yet");
    await huda.looks("a team without shifts");
    await huda.follows("New shifts");
    await huda.fills({
      title: SHIFT, lasts: "180", part1: DRIVES, many1: "1", part2: PACKS, many2: "3",
      place: "خلف السوق", programme: "خريف بلا جوع", aim: "وجبة دافئة لكل بيت في الحي",
    });
    await huda.looks("a series of shifts");
    await huda.presses("Save");
    await huda.sees("خريف بلا جوع");
  }, 90);
  await step("two more come", async () => {
    karim = await comes(huda, w, "Karim, who drives", "كريم");
    dina = await comes(huda, w, "Dina, who is quick", "دينا");
  }, 180);
  await step("one place, two who want it: one has it, the other is told and shown the next", async () => {
    await at_the_shift(karim);
    await karim.looks("a shift with free places");
    await at_the_shift(dina);
    await karim.presses("I come", part(karim, DRIVES));
    await karim.looks("a place of one's own");
    await dina.presses("I come", part(dina, DRIVES));
    await dina.sees("Somebody took the last place a moment ago. Thank you for wanting to come.");
    await dina.sees("The next free place:");
    await dina.looks("somebody was faster");
  }, 60);
  await step("cannot come: a stand-in is asked for, and found", async () => {
    await karim.presses("Ask for a stand-in");
    await karim.looks("looking for a stand-in");
    await dina.goes("/t");
    await dina.sees("stand-in wanted");
    await dina.looks("where somebody is needed");
    await dina.follows(SHIFT);
    await dina.presses("I stand in");
    await at_the_shift(karim);
    await karim.sees("Somebody comes in your place. Thank you for asking.");
    await karim.presses("All right");
  }, 60);
  await step("a note for the next ones, and a change that is seen", async () => {
    await at_the_shift(huda);
    await huda.page.locator("details", { hasText: huda.say("Change this one time") }).locator("summary").click();
    await huda.fills({ plan: "changed", place: "عند المدرسة", why: "السوق مغلق" });
    await huda.presses("/plan", huda.page.locator("main"));
    await dina.goes("/t");
    await dina.sees("new");
    await dina.follows(SHIFT);
    await dina.sees("السوق مغلق");
    await dina.sees("عند المدرسة");
    await dina.looks("a shift that changed");
  }, 60);
  await step("a role, taken on and learned", async () => {
    await huda.goes(`${team}/roles`);
    await huda.looks("no roles yet");
    await huda.page.locator("details", { hasText: huda.say("A new role") }).locator("summary").click();
    await huda.fills({ title: "المفاتيح", about: "تُسلَّم باليد" });
    await huda.presses("Make the role");
    await huda.presses("I take it on");
    await huda.looks("a role with a term");
  }, 60);
  await step("the team's page; and a file for a calendar that says nothing", async () => {
    await huda.goes(team);
    await huda.looks("a team");
    await dina.goes("/t");
    const [file] = await Promise.all([
      dina.page.waitForEvent("download"),
      dina.page.locator('a[href="/t/calendar"]').click(),
    ]);
    const text = fs.readFileSync(await file.path(), "utf8");
    wants(text.includes("BEGIN:VEVENT") && !text.includes(SHIFT) && !text.includes("المدرسة"), text.slice(0, 300));
  }, 60);
};

module.exports = { food_run };
