// What must hold of every page, whatever is on it. Runs in a page whose own scripts are off as well:
// what is asked here is asked from outside.
"use strict";
const fs = require("node:fs");
const { PHONE } = require("./browser.js");
const { wants } = require("./checks.js");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// Timers do not run in a page whose scripts are off, and axe needs them. So it looks at a twin: the
// same bytes at the same origin, without our script, in a window that runs axe's.
const twin_of = async (person) => {
  const { world } = person;
  if (!world.twin) {
    const context = await world.browser.newContext({ viewport: person.how.size, bypassCSP: true, reducedMotion: "reduce" });
    await context.route("**/twin", (route) =>
      route.fulfill({ contentType: "text/html; charset=utf-8", body: world.twin_html }));
    world.twin = await context.newPage();
    world.twin.setDefaultTimeout(8000);
  }
  world.twin_html = (await person.page.content()).replace(/<script[^>]*><\/script>/g, "");
  await world.twin.setViewportSize(person.how.size);
  await world.twin.goto(`${person.base}/twin`);
  return world.twin;
};

const axe = async (page, theme) => {
  await page.emulateMedia({ colorScheme: theme });
  const found = await page.evaluate(async (source) => {
    if (!globalThis.axe) (0, eval)(source);
    const r = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return r.violations.map((v) => `${v.id} (${v.impact}): ${v.help}\n  ` +
      v.nodes.slice(0, 4).map((n) => `${n.target} ${n.html.slice(0, 160)} ${n.failureSummary.split("\n")[1] || ""}`).join("\n  "));
  }, AXE);
  wants(found.length === 0, `axe, ${theme}:\n${found.join("\n")}`);
};

const overflow = async (page, size) => {
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: PHONE.height });
    const wide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return null;
      const out = [...document.querySelectorAll("body *")].filter((e) => {
        const r = e.getBoundingClientRect();
        return r.width > 0 && (r.right > room + 1 || r.left < -1) && !e.closest(".skip, .sr, .scroll");
      });
      return out.slice(0, 5).map((e) => e.outerHTML.slice(0, 120)).join("\n") || "?";
    });
    wants(wide === null, `wider than ${width} px:\n${wide}`);
  }
  await page.setViewportSize(size);
};

// 44 px for a finger: by its own box, by its label, or by an area around it that takes the touch.
// Links inside running text are as high as the text.
const targets = async (page) => {
  const small = await page.evaluate(() => {
    const in_text = (e) => {
      if (e.tagName !== "A" || getComputedStyle(e).display !== "inline") return false;
      const around = e.parentElement.textContent.trim();
      return around.length > e.textContent.trim().length + 3;
    };
    const seen = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
      (e) => e.type !== "hidden" && !e.matches(".skip, .sr") && e.checkVisibility());
    const bad = [];
    for (const e of seen) {
      if (in_text(e)) continue;
      const box = (e.matches("[type=radio], [type=checkbox]") && e.closest("label")) || e;
      let r = box.getBoundingClientRect();
      if (r.width >= 44 && r.height >= 44) continue;
      e.scrollIntoView({ block: "center" });
      r = box.getBoundingClientRect();
      const x = r.left + r.width / 2, y = r.top + r.height / 2;
      const takes = (dx, dy) => {
        const hit = document.elementFromPoint(x + dx, y + dy);
        return hit && (hit === box || box.contains(hit) || hit.contains(box) === false && hit.closest("a, button, label") === box);
      };
      const high = r.height >= 43.5 || (takes(0, -21) && takes(0, 21));
      const wide = r.width >= 43.5 || (takes(-21, 0) && takes(21, 0));
      if (!high || !wide) bad.push(`${Math.round(r.width)}×${Math.round(r.height)} ${e.outerHTML.slice(0, 120)}`);
    }
    scrollTo(0, 0);
    return bad;
  });
  wants(small.length === 0, `too small for a finger:\n${small.join("\n")}`);
};

const to_the_top = (page) =>
  page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus({ preventScroll: true }); // the next Tab starts from here
    document.body.removeAttribute("tabindex");
    scrollTo(0, 0);
  });

// The skip link first, the control that leaves second; whatever has the focus shows it.
const keyboard = async (page) => {
  await to_the_top(page);
  const where = () => page.evaluate(() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const drawn = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
    return {
      is: e.matches(".skip") ? "skip" : e.matches(".leave button") ? "leave" : "other",
      shows: drawn(getComputedStyle(e)) || drawn(getComputedStyle(e, "::after")),
      html: e.outerHTML.slice(0, 120),
    };
  });
  const order = [];
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    const at = await where();
    if (!at) break;
    if (i > 1 && order[0] && at.is === "skip") break;
    order.push(at);
  }
  wants(order[0] && order[0].is === "skip", `first by keyboard: ${order[0] && order[0].html}`);
  wants(order[1] && order[1].is === "leave", `second by keyboard: ${order[1] && order[1].html}`);
  const hidden = order.filter((o) => !o.shows);
  wants(hidden.length === 0, `focus is not visible:\n${hidden.map((o) => o.html).join("\n")}`);
  await to_the_top(page);
};

const frame = async (person) => {
  const { page, lang, world } = person;
  const html = await page.evaluate(() => ({
    lang: document.documentElement.lang, dir: document.documentElement.dir, title: document.title,
    leave: !!document.querySelector("form.leave[method=post][action='/leave'] button"),
  }));
  wants(html.lang === lang, `lang is ${html.lang}`);
  wants(html.dir === (lang === "ar" ? "rtl" : "ltr"), `dir is ${html.dir}`);
  wants(html.title === world.name, `the title is «${html.title}», not «${world.name}»`);
  wants(html.leave, "no control that leaves");
};

// All of it, of the page that a person sees now.
const look = async (person) => {
  const { page } = person;
  await frame(person);
  await overflow(page, person.how.size);
  await targets(page);
  await keyboard(page);
  const twin = await twin_of(person);
  for (const theme of ["light", "dark"]) await axe(twin, theme);
  await page.emulateMedia({ colorScheme: person.how.theme });
  person.no_faults();
};

module.exports = { axe, frame, keyboard, look, overflow, targets };
