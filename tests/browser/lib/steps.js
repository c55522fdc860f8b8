// What people do sooner or later, as steps of a story. `p` is a Person.
"use strict";
const { CODE } = require("./awn.js");
const { wants } = require("./checks.js");

// A code as it is shown: six groups.
const code_shown = async (p) => {
  const text = (await p.page.locator(".secret.code").first().innerText()).trim().replace(/\s+/g, "-");
  wants(CODE.test(text), `no code is shown: ${text}`);
  return text;
};

// Through the whole door: the code, the names, the recovery code and its proof.
const joins = async (p, invitation, persona, more = {}) => {
  await p.goes("/join");
  await p.looks("join: the code");
  await p.fills({ code: invitation });
  await p.presses("Continue");
  await p.looks("join: names");
  p.name = await p.page.locator("[name=name]").inputValue();
  p.passphrase = await p.page.locator("[name=passphrase]").inputValue();
  wants(p.name && p.passphrase.trim().split(/\s+/).length >= 4, `suggested: ${p.name}, ${p.passphrase}`);
  await p.fills({ persona, ...more });
  await p.presses("Join");
  await p.sees("The recovery code");
  p.recovery = await code_shown(p);
  await p.looks("recovery code");
  await p.presses("I have written it down");
  await p.looks("recovery code: the question");
  const groups = p.recovery.split("-");
  for (let i = 1; i <= 6; i++)
    if (await p.page.locator(`[name=g${i}]`).count()) await p.fills({ [`g${i}`]: groups[i - 1] });
  await p.presses("Confirm");
};

const invites = async (p) => {
  await p.goes("/invite");
  await p.looks("invitations");
  await p.presses("Make an invitation");
  await p.looks("an invitation");
  return code_shown(p);
};

const signs_in = async (p, name = p.name, passphrase = p.passphrase) => {
  if (!(await p.page.locator("[name=passphrase]").count())) await p.goes("/in");
  await p.fills({ name, passphrase });
  await p.presses("Sign in", p.page.locator("main"));
};

// Begins a circle; where it is.
const begins_circle = async (p, c) => {
  await p.goes("/c/new");
  await p.looks("begin a circle");
  await p.fills({
    name: c.name, purpose: c.purpose, agreements: c.agreements || "", openness: c.openness,
    keep: c.keep || "90", persona: c.persona, pronouns: c.pronouns || "",
  });
  await p.presses("Begin");
  const circle = p.path().match(/^\/r\/[^/?#]+/);
  wants(circle, `after beginning a circle at ${p.path()}`);
  return circle[0];
};

// Finds a circle on the list of those that can be seen, and comes in or asks.
const finds_circle = async (p, name) => {
  await p.goes("/c");
  await p.looks("circles to get to know");
  await p.page.locator(".row-link", { hasText: name }).click();
  await p.page.waitForURL(/\/c\/./);
  await p.looks("a circle from outside");
};

const comes_in = async (p, name, persona, pronouns = "") => {
  await finds_circle(p, name);
  await p.fills({ persona, pronouns });
  await p.presses("Come in");
  return p.path().match(/^\/r\/[^/?#]+/)[0];
};

const asks_to_come_in = async (p, name, persona, words) => {
  await finds_circle(p, name);
  await p.fills({ persona, words });
  await p.presses("Ask to come in");
};

const lets_in = async (p, circle, words) => {
  await p.goes(`${circle}/people`);
  await p.sees(words);
  await p.looks("people of a circle, with a request");
  await p.presses("Let them in");
};

// Begins a conversation; where it is.
const begins_conversation = async (p, circle, title, text, note = "") => {
  await p.goes(`${circle}/new`);
  await p.looks("begin a conversation");
  await p.fills({ title, text, note });
  await p.presses(`${circle}/new`, p.page.locator("main"));
  return p.path().match(/^\/r\/[^/]+\/t\/[^/?#]+/)[0];
};

const replies = async (p, text, note = "") => {
  const form = p.page.locator("form#reply");
  await p.fills({ text, note }, form);
  await p.presses("Send", form);
};

const search_directory = async (p, words) => {
  await p.goes("/d");
  await p.looks("directory");
  await p.fills({ q: words });
  await p.presses("Search", p.page.locator("form[role=search]"));
  wants(!p.page.url().includes("q=") && p.path() === "/d", `a search stands in the address: ${p.page.url()}`);
};

const leaves_now = async (p) => {
  await p.presses("Leave now", p.page.locator(".top"));
};

module.exports = {
  asks_to_come_in, begins_circle, begins_conversation, code_shown, comes_in, finds_circle, invites, joins,
  leaves_now, lets_in, replies, search_directory, signs_in,
};
