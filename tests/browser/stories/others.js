// The directory, leaving, one's own things.
"use strict";
const { LEGAL_AID, directory } = require("../lib/awn.js");
const { ORDINARY } = require("../lib/browser.js");
const { wants } = require("../lib/checks.js");
const s = require("../lib/steps.js");

// S0.3a: a soldier finds a lawyer, without an account; a member puts the entry into a circle.
const finds_a_lawyer = async (w, step) => {
  const real = directory() === LEGAL_AID;
  const wanted = real ? /Armed Forces/i : /./;
  const soldier = await w.enter("a soldier");
  await step("a search without an account, in English words", async () => {
    await s.search_directory(soldier, real ? "armed forces legal help" : "lawyer");
    const text = await soldier.text();
    wants(wanted.test(text), `the network is not found: ${text.slice(0, 600)}`);
    await soldier.looks("found in the directory");
  }, 60);
  await step("its entry says how to reach them", async () => {
    await soldier.page.getByRole("link", { name: wanted }).and(soldier.page.locator(".row-link")).first().click();
    await soldier.page.waitForURL(/\/d\/./);
    w.entry = soldier.path();
    w.entry_name = (await soldier.page.locator("h1").innerText()).trim();
    await soldier.looks("an entry of the directory");
  }, 60);
  await step("nothing is found is said kindly", async () => {
    await s.search_directory(soldier, "zzqqxx");
    await soldier.sees("Nothing found");
    await soldier.looks("nothing found in the directory");
  }, 60);
  await step("a member puts it into a circle as a card", async () => {
    await w.salma.goes(w.entry);
    await w.salma.follows("Put into a circle");
    await w.salma.looks("put into a circle");
    await w.salma.fills({ text: "ربّما يفيد هذا." });
    await w.salma.presses("Put it there");
    await w.salma.sees(w.entry_name);
    wants(await w.salma.page.locator(".referral").count(), "there is no card");
    await w.salma.looks("a conversation with a card");
  }, 60);
  await step("the card leads to the entry", async () => {
    await w.salma.page.locator(".referral .title a").first().click();
    await w.salma.page.waitForURL(/\/d\/./);
    await w.salma.sees(w.entry_name);
  });
};

// The pages of one's own.
const own_things = async (w, step) => {
  const pages = [
    ["/me", "my things"], ["/me/persona", "my name in the network"], ["/me/look", "language and look"],
    ["/me/sessions", "sessions"], ["/me/key", "a new passphrase"], ["/me/code", "a new recovery code"],
    ["/people", "members of the network"], ["/me/export", "a copy of my data"], ["/me/leave", "leave for good"],
    ["/enter", "a code for a circle"], [`${w.circle}/invite`, "invite into a circle"],
    [`${w.circle}/settings`, "change a circle"], [`${w.circle}/leave`, "leave a circle"],
    ["/nothing", "nothing there"], ["/guide", "the guide"],
  ];
  for (const [path, kind] of pages)
    await step(`there is: ${kind}`, async () => {
      await w.salma.goes(path);
      wants(w.salma.answer.status() === (path === "/nothing" ? 404 : 200), `${path}: ${w.salma.answer.status()}`);
      await w.salma.looks(kind);
    }, 40);
  await step("a mistake is shown beside its field, and what was typed stays", async () => {
    await w.salma.goes(`${w.circle}/new`);
    await w.salma.page.locator("[name=title]").evaluate((e) => e.form.setAttribute("novalidate", ""));
    await w.salma.fills({ text: "كلام بلا عنوان" });
    await w.salma.presses(`${w.circle}/new`, w.salma.page.locator("main"));
    await w.salma.sees("Please look at this again");
    wants((await w.salma.page.locator("[name=text]").inputValue()) === "كلام بلا عنوان", "the words are lost");
    await w.salma.looks("a form with a mistake");
  }, 40);
  const guest = await w.enter("a guest");
  await step("signing in and coming back by the code", async () => {
    await guest.goes("/in");
    await guest.looks("sign in");
    await guest.fills({ name: "nobody", passphrase: "not this one at all" });
    await guest.presses("Sign in", guest.page.locator("main"));
    await guest.sees("That name and that passphrase do not belong together. A second look at the spelling often helps.");
    await guest.looks("sign in, refused");
    await guest.goes("/in/code");
    await guest.looks("back by the recovery code");
  }, 60);
};

// S-leave: someone comes into the room.
const leaves = async (w, step) => {
  const secret = "كان أسبوعًا طويلًا";
  await step("one press leaves: an ordinary site, no session", async () => {
    await w.salma.goes(w.thread);
    await w.salma.sees(secret);
    await s.leaves_now(w.salma);
    await w.salma.page.waitForURL(`${ORDINARY}**`);
    const left = (await w.salma.context.cookies()).filter((c) => c.name === "__Host-s");
    wants(left.length === 0, "the session's cookie is still there");
  });
  await step("Back shows nothing of what was read", async () => {
    for (let i = 0; i < 6; i++) {
      await w.salma.page.goBack({ timeout: 3000 }).catch(() => {});
      await w.salma.sees_not(secret);
      await w.salma.sees_not("الأسبوع الأوّل");
    }
  }, 40);
  await step("the session is gone on the server too", async () => {
    await w.salma.goes(w.thread);
    await w.salma.sees_not(secret);
    await w.salma.sees("This page is for members. Perhaps the last session has ended.");
    await w.salma.looks("sign in, asked to");
  }, 40);
  await step("it works with a form that is long out of date", async () => {
    await s.signs_in(w.salma);
    await w.salma.goes("/r");
    await w.salma.page.locator("form.leave [name=_token]").evaluate((e) => { e.value = "old"; });
    await s.leaves_now(w.salma);
    await w.salma.page.waitForURL(`${ORDINARY}**`);
    await w.salma.goes("/r");
    await w.salma.sees("This page is for members. Perhaps the last session has ended.");
  });
};

module.exports = { finds_a_lawyer, leaves, own_things };
