// S3.1 a common fund: opened by two, a gift comes in, a member asks, two approve, it is paid, both see
// the receipt, the ledger is right.
"use strict";
const { wants } = require("../lib/checks.js");
const s = require("../lib/steps.js");

const POT = "قِدر الحيّ";
const WHY = "دواء للسكّري";
const RECEIPT = "إيصال رقم ٤٧١١";

const opens = async (keeper) => {
  await keeper.goes("/fund/desk");
  await keeper.arrives(() => keeper.page.locator(".row-link[href*='/fund/desk/a/']").first().click());
};

const begins = async (salma) => {
  await salma.goes("/fund/desk");
  await salma.looks("the keepers' desk: to be opened");
  await salma.fills({ persona: "سلمى" });
  await salma.presses("Open the desk");
  await salma.looks("the keepers' desk: nothing there");
  await salma.follows("Begin a fund");
  await salma.looks("a new fund");
  await salma.fills({ name: POT, give: "في المخبز، صباحًا", asking: "مبالغ صغيرة، وجواب في يومين", exact: "exact", currency: "EUR" });
  await salma.presses("Begin it");
};

const gift = async (salma) => {
  await salma.follows("Write money down");
  await salma.fills({ what: "gift", amount: "1.234.5", box: "box" });
  await salma.presses("Write it in the ledger");
  await salma.looks("money: a mistake");
  await salma.fills({ amount: "١٢٠٫٥٠" });
  await salma.presses("Write it in the ledger");
  await salma.looks("one fund");
};

const common_fund = async (w, step) => {
  const salma = w.salma;
  let noor, huda;
  await step("two keep a fund; a gift comes in", async () => {
    await begins(salma);
    await gift(salma);
    await salma.goes("/fund/desk");
    await salma.follows("Invite a keeper");
    await salma.presses("Make a code");
    const code = await s.code_shown(salma);
    noor = await w.enter("Noor, who keeps the fund, too");
    await s.joins(noor, await s.invites(salma), "نور");
    await noor.goes("/fund/desk");
    await noor.fills({ persona: "نور", code });
    await noor.presses("Come in");
  }, 120);
  await step("a member sees how much there is, and asks", async () => {
    huda = await w.enter("Huda, who needs medicine");
    await s.joins(huda, await s.invites(salma), "هدى");
    await huda.goes("/aid");
    await huda.follows("The common fund");
    await huda.sees(POT);
    await huda.looks("the common fund");
    await huda.follows("Ask the fund");
    await huda.looks("asking the fund");
    await huda.fills({ amount: "٤٠", kind: "health", words: WHY, by: "3", how: "عند الصيدلية", name: "هدى" });
    await huda.presses("/fund/ask", huda.page.locator("main"));
    await huda.looks("a request of one's own");
  }, 120);
  await step("two approve; it is paid", async () => {
    await opens(salma);
    await salma.sees(WHY);
    await salma.looks("a request, for the keepers");
    await salma.presses("I approve");
    await opens(noor);
    await noor.looks("a request that one approved");
    await noor.presses("I approve");
    await opens(noor);
    await noor.fills({ from: "box" });
    await noor.looks("a request to be paid");
    await noor.presses("It is paid: write it down");
  }, 90);
  await step("it arrived; both see the receipt", async () => {
    await huda.goes("/fund");
    await huda.arrives(() => huda.page.locator(".row-link[href*='/fund/a/']").first().click());
    await huda.presses("Yes, it arrived");
    await huda.fills({ receipt: RECEIPT });
    await huda.looks("a request that was paid");
    await huda.presses("Show it to the two");
    for (const keeper of [salma, noor]) {
      await opens(keeper);
      await keeper.sees(RECEIPT);
      await keeper.looks("a receipt");
      await keeper.presses("I have seen it");
    }
    await noor.sees_not(RECEIPT);
  }, 90);
  await step("the ledger is right", async () => {
    await salma.goes("/fund/desk");
    await salma.looks("the keepers' desk");
    await salma.follows(POT);
    await salma.sees("Added up again from the first entry just now: everything is right.");
    await salma.looks("a fund with its months");
    await salma.follows("The ledger");
    await salma.looks("the ledger");
    wants(!(await salma.text()).includes("هدى"), "a name stands in the ledger");
    await salma.follows("Something is wrong with it");
    await salma.looks("a correction");
  }, 60);
};

module.exports = { common_fund };
