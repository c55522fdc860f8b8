// Bring your spreadsheet: a coordinator pastes a table, says what it means, takes it in.
"use strict";
const { wants } = require("../lib/checks.js");

const SHEET = [
  "الرقم,العنوان,الفئة,العدد,المكان,ملاحظات,الهاتف",
  '1,ماء لعائلة,ماء,7,الحمرا,"ليس عندنا ماء منذ يومين\nوالأطفال عطاش",٠٣٥٥٥٠١٤',
  '2,Insulin for my mother,Medical,1,Hamra,"We are at 33.8712, 35.5101 behind the school",',
  "3,خيمة كبيرة,غرائب,,,,",
  "4,,,,,,",
].join("\n");

const a_table = async (w, step) => {
  const salma = w.salma;
  await step("a table is pasted and looked at", async () => {
    await salma.goes("/aid/desk");
    await salma.follows("Take a table in");
    await salma.looks("a table: to be pasted");
    await salma.fills({ table: SHEET });
    await salma.presses("Look at it");
    await salma.sees("What would come in");
    await salma.sees("Nothing in it says what is needed.");
    await salma.looks("a table: looked at");
    const area = await salma.page.locator("[name^='c:4:']").inputValue();
    wants(area === "where", `the column of places was taken for ${area}`);
  }, 60);
  await step("what is not known is mapped by hand", async () => {
    await salma.fills({ "k:غرائب": "shelter" });
    await salma.presses("Look at it again", salma.page.locator("main"));
    const kind = await salma.page.locator("[name='k:غرائب']").inputValue();
    wants(kind === "shelter", `the category was forgotten: ${kind}`);
  }, 60);
  await step("it is taken in, and each row is an ask", async () => {
    await salma.presses("Take it in", salma.page.locator("main"));
    await salma.sees("ماء لعائلة");
    await salma.looks("the coordinators' desk, with a table's asks");
    await salma.arrives(() => salma.page.locator(".row-link", { hasText: "Insulin" }).first().click());
    await salma.sees("behind the school");
    await salma.sees_not("33.87");
    await salma.looks("an ask that came in a table");
  }, 60);
  await step("the same table again adds nothing", async () => {
    await salma.goes("/aid/desk/import");
    await salma.fills({ table: SHEET });
    await salma.presses("Look at it");
    const buttons = await salma.page.locator("button[value=take]").count();
    wants(buttons === 0, "a table that is there already can be taken in again");
  }, 60);
};

module.exports = { a_table };
