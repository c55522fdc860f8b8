// Texts of the house in the language of whoever reads: stories are written in English, as the
// sources are, and told in Arabic.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { ROOT } = require("./awn.js");

const unquote = (line) => JSON.parse(line.slice(line.indexOf('"')));

// msgid → msgstr (of a plural: the first form), without comments and headers.
const read_po = (text, into) => {
  let id = null, str = null, into_id = false;
  const keep = () => {
    if (id && str) into.set(id, str);
    id = str = null;
  };
  for (const line of text.split("\n")) {
    if (line.startsWith("msgid ")) {
      keep();
      id = unquote(line);
      into_id = true;
    } else if (line.startsWith("msgid_plural")) {
      into_id = null;
    } else if (line.startsWith("msgstr ") || line.startsWith("msgstr[0]")) {
      str = unquote(line);
      into_id = false;
    } else if (line.startsWith("msgstr[")) {
      into_id = null;
    } else if (line.startsWith('"')) {
      if (into_id === true) id += unquote(line);
      else if (into_id === false) str += unquote(line);
    }
  }
  keep();
};

const load = (lang) => {
  const all = new Map();
  const folder = path.join(ROOT, "po", lang);
  if (fs.existsSync(folder))
    for (const name of fs.readdirSync(folder).sort())
      if (name.endsWith(".po")) read_po(fs.readFileSync(path.join(folder, name), "utf8"), all);
  return all;
};

const catalogues = new Map();

// A text of the house; words that are not the house's stay as they are. {places} are cut off: what
// stands before the first one is enough to be found by.
const say = (lang, text) => {
  if (lang === "en") return text;
  if (!catalogues.has(lang)) catalogues.set(lang, load(lang));
  return catalogues.get(lang).get(text) ?? text;
};

module.exports = { say };
