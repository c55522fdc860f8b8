// Debian's Chromium, without any traffic of its own, and what is watched in it: nothing on the
// console, no address but ours.
"use strict";
const fs = require("node:fs");
const { chromium } = require("playwright-core");

const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
const ARGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  // Nothing but this machine has an address here; whatever asks elsewhere fails, and is reported.
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
];

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };
const ORDINARY = "https://www.wikipedia.org/"; // where leaving goes unless somebody chose otherwise

const open_browser = () =>
  chromium.launch({ executablePath: CHROMIUM, headless: true, args: ARGS, chromiumSandbox: false });

const context_options = ({ lang = "ar", theme = "light", size = PHONE, scripts = false, scale = 1 }) => ({
  locale: lang === "ar" ? "ar-EG" : "en-GB",
  timezoneId: "UTC",
  colorScheme: theme,
  viewport: size,
  deviceScaleFactor: scale,
  javaScriptEnabled: scripts,
  hasTouch: false,
  serviceWorkers: "block",
});

// A browser with a profile on disk, as a person has one.
const open_profile = (folder, how) =>
  chromium.launchPersistentContext(folder, {
    executablePath: CHROMIUM, headless: true, args: ARGS, chromiumSandbox: false, ...context_options(how),
  });

// An address that was not found or a form with a mistake: the browser itself says so on its
// console, about the very page that is shown. That is no fault of the page.
const about_the_page = (m) =>
  /^Failed to load resource/.test(m.text()) && !/\.(css|js|svg)$/.test(m.location().url || "");

// Gathers what must not happen; `faults` stays empty.
const watch = (context, ours) => {
  const faults = [];
  const own = (address) => {
    const u = new URL(address);
    return u.origin === ours || u.protocol === "data:" || u.protocol === "blob:" || u.protocol === "about:";
  };
  context.on("console", (m) => {
    if ((m.type() === "error" || m.type() === "warning") && !about_the_page(m))
      faults.push(`console: ${m.text()} (${m.location().url})`);
  });
  context.on("weberror", (e) => faults.push(`script: ${e.error()}`));
  context.on("request", (r) => {
    const left = r.isNavigationRequest() && r.url().startsWith(ORDINARY);
    if (!own(r.url()) && !left) faults.push(`asked elsewhere: ${r.url()}`);
  });
  return faults;
};

// The ordinary site one goes to on leaving, without the network.
const answer_for_ordinary = (context) =>
  context.route(`${ORDINARY}**`, (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html><title>ordinary</title><p>ordinary</p>" }));

const remove_folder = (folder) => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

module.exports = {
  DESKTOP, ORDINARY, PHONE, answer_for_ordinary, context_options, open_browser, open_profile,
  remove_folder, watch,
};
