// What only a browser can show: live pages, the Escape key, cookies, weight, what stays on disk.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { temp_folder } = require("../lib/awn.js");
const { ORDINARY, open_profile, remove_folder } = require("../lib/browser.js");
const { wants } = require("../lib/checks.js");
const { Person } = require("../lib/person.js");
const s = require("../lib/steps.js");

const FIRST_PAGE = 60 * 1024; // bytes on the wire, all of it

const with_scripts = async (w, step) => {
  const visitor = await w.enter("Nadim");
  let circle, thread;
  await step("somebody else comes into the circle", async () => {
    await s.joins(visitor, await s.invites(w.salma), "نديم");
    await s.asks_to_come_in(visitor, "ضفّة النهر", "وادي", "أودّ الاستماع.");
    await s.lets_in(w.salma, w.circle, "أودّ الاستماع.");
    await visitor.goes("/r");
    await visitor.follows("ضفّة النهر");
    circle = visitor.path().match(/^\/r\/[^/?#]+/)[0];
    thread = w.thread.replace(w.circle, circle);
  }, 60);
  await step("a new message appears by itself", async () => {
    await visitor.goes(thread);
    await visitor.page.evaluate(() => { window.unloaded = false; });
    await new Promise((go) => setTimeout(go, 300)); // the page listens
    await w.salma.goes(w.thread);
    await s.replies(w.salma, "هذا يظهر من دون تحديث.");
    await visitor.page.getByText("هذا يظهر من دون تحديث.").waitFor();
    wants((await visitor.page.evaluate(() => window.unloaded)) === false, "the page was loaded anew");
  });
  await step("what is being written is not touched", async () => {
    await visitor.fills({ text: "نصف جملة" }, visitor.page.locator("form#reply"));
    await s.replies(w.salma, "وهذا أيضًا.");
    await visitor.page.getByText("وهذا أيضًا.").waitFor();
    const kept = await visitor.page.locator("form#reply [name=text]").inputValue();
    wants(kept === "نصف جملة", `the words are «${kept}»`);
  });
  await step("a code can be copied", async () => {
    await visitor.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: w.url });
    await visitor.goes("/guide");
    await visitor.page.locator("button[data-copy=guide-code]").click();
    await visitor.page.getByText(visitor.say("Copied")).first().waitFor();
    const copied = await visitor.page.evaluate(() => navigator.clipboard.readText());
    wants(/^[a-z0-9]{4}(-[a-z0-9]{4}){5}$/.test(copied), `copied: ${copied}`);
  });
  await step("Escape twice does nothing", async () => {
    await visitor.goes(thread);
    await visitor.page.keyboard.press("Escape");
    await visitor.page.keyboard.press("Escape");
    await visitor.page.keyboard.press("a");
    await visitor.page.keyboard.press("Escape");
    await new Promise((go) => setTimeout(go, 200));
    visitor.is_at(thread);
  });
  await step("Escape three times leaves", async () => {
    await visitor.goes(thread);
    for (let i = 0; i < 3; i++) await visitor.page.keyboard.press("Escape");
    await visitor.page.waitForURL(`${ORDINARY}**`);
    wants(!(await visitor.context.cookies()).some((c) => c.name === "__Host-s"), "the session's cookie is still there");
    for (let i = 0; i < 6; i++) {
      await visitor.page.goBack({ timeout: 3000 }).catch(() => {});
      await visitor.sees_not("هذا يظهر من دون تحديث.");
    }
    await visitor.goes(thread);
    await visitor.sees_not("هذا يظهر من دون تحديث.");
  }, 40);
};

// All bytes of a first visit, as they went over the line.
const weigh = async (w) => {
  const context = await w.browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const asked = [];
  let bytes = 0;
  await cdp.send("Network.enable");
  cdp.on("Network.responseReceived", (e) => asked.push(e.response.url));
  cdp.on("Network.loadingFinished", (e) => { bytes += e.encodedDataLength; });
  await page.goto(`${w.url}/`, { waitUntil: "networkidle" });
  await context.close();
  return { bytes, asked };
};

// A text as a profile on disk may hold it.
const shapes = (text) => [
  Buffer.from(text, "utf8"), Buffer.from(text, "utf16le"), Buffer.from(encodeURIComponent(text)),
  Buffer.from(new URLSearchParams([["", text]]).toString().slice(1)),
  Buffer.from(Buffer.from(text).toString("base64").replace(/=+$/, "").slice(0, -2)),
];

const search_folder = (folder, canaries) => {
  const hits = [];
  for (const name of fs.readdirSync(folder, { recursive: true })) {
    const file = path.join(folder, name);
    if (!fs.lstatSync(file).isFile()) continue;
    const bytes = fs.readFileSync(file);
    for (const canary of canaries)
      if (shapes(canary).some((shape) => bytes.includes(shape))) hits.push(`${canary} in ${name}`);
  }
  return hits;
};

const CANARIES = ["qanari-wordseven", "كناريّ مكتوب هنا", "qanari-searchedfor", "qanari-personaname"];

const leaves_no_trace = async (w, how) => {
  const folder = temp_folder("profile");
  const context = await open_profile(folder, how);
  let p;
  try {
    p = await Person.with_context(w, "somebody with a profile", context, how);
    p.looks = async () => {};
    await s.joins(p, w.last_invitation, CANARIES[3]);
    const circle = await s.begins_circle(p, { name: CANARIES[0], purpose: CANARIES[1], openness: "hidden", persona: CANARIES[3] });
    await s.begins_conversation(p, circle, CANARIES[0], CANARIES[1]);
    await s.search_directory(p, CANARIES[2]);
    await p.goes(circle);
    const [page] = context.pages();
    await page.locator(".leave button").click();
    await page.waitForTimeout(300);
    wants(!(await context.cookies()).some((c) => c.name.startsWith("__Host-")), "a cookie is left");
  } finally {
    await context.close();
  }
  const hits = search_folder(folder, [...CANARIES, p.passphrase, p.passphrase.replace(/ /g, "+"), p.name, p.recovery]);
  const files = fs.readdirSync(folder, { recursive: true }).length;
  remove_folder(folder);
  wants(files > 20, `the profile has only ${files} files`);
  wants(hits.length === 0, `on disk after leaving:\n${hits.join("\n")}`);
};

const keeps_nothing = async (w, step) => {
  await step("the session's cookie is taken on 127.0.0.1 and on localhost", async () => {
    for (const base of [w.url, w.url.replace("127.0.0.1", "localhost")]) {
      const p = await w.enter(`Salma at ${base}`, { base });
      await s.signs_in(p, w.salma.name, w.salma.passphrase);
      const [c] = (await p.context.cookies()).filter((x) => x.name === "__Host-s");
      wants(c && c.secure && c.httpOnly && c.sameSite === "Strict" && c.path === "/", `${base}: ${JSON.stringify(c)}`);
      await p.goes("/r");
      p.is_at("/r");
      await p.goes("/invite");
      await p.presses("Make an invitation");
      w.last_invitation = await s.code_shown(p);
      await p.context.close();
    }
  }, 40);
  await step("the first page is light", async () => {
    const { bytes, asked } = await weigh(w);
    console.log(`figure first_page ${(bytes / 1024).toFixed(1)} KiB`);
    wants(bytes < FIRST_PAGE && asked.length < 8, `${bytes} bytes:\n${asked.join("\n")}`);
  });
  await step("after leaving, the profile on disk knows nothing", () => leaves_no_trace(w, w.how), 60);
};

module.exports = { keeps_nothing, with_scripts };
