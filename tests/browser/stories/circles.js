// The stories of circles, as a person lives them in a browser.
"use strict";
const { wants } = require("../lib/checks.js");
const s = require("../lib/steps.js");

const CIRCLE = {
  name: "ضفّة النهر", purpose: "كلام هادئ في آخر الأسبوع.", agreements: "ما يُقال هنا يبقى هنا.",
  openness: "request", persona: "زيتونة", pronouns: "هي",
};

// S1.2: groups in which people share and learn from each other's stories.
const shares = async (w, step) => {
  const salma = await w.enter("Salma");
  const hala = await w.enter("Hala");
  w.salma = salma;
  w.hala = hala;
  await step("a stranger finds the door", async () => {
    await salma.goes("/");
    await salma.sees("Welcome");
    await salma.looks("front page");
    await salma.goes("/about");
    await salma.looks("what is protected");
  });
  await step("the first member joins by invitation", async () => {
    await s.joins(salma, w.invitation, "سلمى", { pronouns: "هي" });
    await salma.sees("The recovery code is confirmed. Keep it somewhere safe.");
    await salma.looks("my circles, none yet");
  }, 90);
  await step("and begins a circle", async () => {
    w.circle = await s.begins_circle(salma, CIRCLE);
    await salma.sees(CIRCLE.name);
    await salma.looks("a quiet circle");
  }, 60);
  await step("tells of her week", async () => {
    w.thread = await s.begins_conversation(salma, w.circle, "الأسبوع الأوّل", "كان أسبوعًا طويلًا، وهذا أوّل مكان أتكلّم فيه.");
    await salma.sees("كان أسبوعًا طويلًا");
    await salma.looks("a conversation");
  }, 60);
  await step("invites somebody, who joins and asks to come in", async () => {
    await s.joins(hala, await s.invites(salma), "هالة");
    await s.asks_to_come_in(hala, CIRCLE.name, "نعناع", "سمعت عن هذه الحلقة من صديقة.");
    await hala.sees("Your request is with the people of the circle.");
    await hala.looks("my circles, waiting");
    await hala.follows(CIRCLE.name);
    await hala.sees("The request is with the people who look after this circle. When they say yes, the circle opens here.");
    await hala.looks("waiting for an answer");
  }, 90);
  await step("the circle lets her in", async () => {
    await s.lets_in(salma, w.circle, "سمعت عن هذه الحلقة من صديقة.");
    await salma.looks("people of a circle");
  }, 60);
  await step("she reads and answers", async () => {
    await hala.goes("/r");
    await hala.looks("my circles");
    await hala.follows(CIRCLE.name);
    await hala.looks("conversations of a circle");
    w.halas_circle = hala.path();
    await hala.follows("الأسبوع الأوّل");
    await hala.sees("كان أسبوعًا طويلًا");
    await hala.sees("زيتونة");
    await s.replies(hala, "وصلني كلامك. أنا أيضًا.");
    await hala.sees("وصلني كلامك. أنا أيضًا.");
  }, 60);
  await step("a sign for what was said; without a count", async () => {
    await hala.presses("Heard you");
    const pressed = await hala.page.locator(".affirm[aria-pressed=true]").count();
    wants(pressed === 1, `${pressed} signs are pressed`);
  });
  await step("a plain refresh shows the answer, and one's own words can be changed", async () => {
    await salma.goes(w.thread);
    await salma.sees("وصلني كلامك. أنا أيضًا.");
    await salma.follows("More", salma.page.locator(".post").first());
    await salma.looks("one message");
    await salma.follows("Change the words");
    await salma.looks("change the words");
    await salma.fills({ text: "كان أسبوعًا طويلًا جدًّا." });
    await salma.presses("Save");
    await salma.sees("كان أسبوعًا طويلًا جدًّا.");
  }, 60);
  await step("words are found again inside one's own circles", async () => {
    await salma.goes("/find");
    await salma.fills({ q: "أسبوع" });
    await salma.presses("Search", salma.page.locator("form[role=search]"));
    await salma.sees("الأسبوع الأوّل");
    await salma.looks("search in my circles");
    wants(salma.path() === "/find", `the search stands in the address: ${salma.path()}`);
  }, 60);
};

// S2.1: a safe space; posts and people.
const is_safe = async (w, step) => {
  await step("a heavy message is folded under its note", async () => {
    await w.hala.goes(w.thread.replace(w.circle, w.halas_circle));
    await s.replies(w.hala, "كلام ثقيل عن البيت.", "عن الأهل");
    await w.salma.goes(w.thread);
    await w.salma.sees("عن الأهل");
    await w.salma.sees_not("كلام ثقيل عن البيت.");
    await w.salma.page.locator("details.fold > summary").last().click();
    await w.salma.sees("كلام ثقيل عن البيت.");
  });
  await step("the agreements can be read by all", async () => {
    await w.hala.goes(`${w.halas_circle}/about`);
    await w.hala.sees(CIRCLE.agreements);
    await w.hala.looks("about a circle");
  }, 60);
  await step("who looks after the circle removes words with a reason", async () => {
    await w.hala.goes(w.thread.replace(w.circle, w.halas_circle));
    await s.replies(w.hala, "كلام لا يليق.");
    await w.salma.goes(w.thread);
    await w.salma.follows("More", w.salma.page.locator(".post").last());
    await w.salma.looks("one message of another person");
    await w.salma.fills({ reason: "لا نذكر أسماء أحد." });
    await w.salma.presses("Remove the words");
    await w.hala.goes(w.thread.replace(w.circle, w.halas_circle));
    await w.hala.sees_not("كلام لا يليق.");
    await w.hala.sees("لا نذكر أسماء أحد.");
  }, 60);
  await step("what was typed survives a session that ended", async () => {
    await w.hala.context.clearCookies();
    await s.replies(w.hala, "كلام كُتب طويلًا ولا يجوز أن يضيع.");
    await w.hala.sees("What you wrote is kept. After signing in it is here again.");
    await w.hala.looks("sign in, with words kept");
    await s.signs_in(w.hala);
    await w.hala.sees("It is all still here");
    await w.hala.looks("words are still here");
    await w.hala.presses("Send", w.hala.page.locator("main"));
    await w.hala.sees("كلام كُتب طويلًا ولا يجوز أن يضيع.");
  }, 60);
};

// S3.5: room to explore an identity: two names in two circles.
const two_names = async (w, step) => {
  const other = { ...CIRCLE, name: "سينما الخميس", purpose: "فيلم كلّ أسبوع.", openness: "open", persona: "غيمة", pronouns: "هو" };
  await step("one person begins another circle under another name", async () => {
    w.second = await s.begins_circle(w.hala, other);
    await w.hala.goes(`${w.second}/people`);
    await w.hala.sees("غيمة");
    await w.hala.sees_not("نعناع");
  }, 40);
  await step("who is in both cannot tell that they are the same", async () => {
    const theirs = await s.comes_in(w.salma, other.name, "قمر");
    await w.salma.goes(`${theirs}/people`);
    await w.salma.sees("غيمة");
    await w.salma.sees_not("نعناع");
    await w.salma.goes(`${w.circle}/people`);
    await w.salma.sees("نعناع");
    await w.salma.sees_not("غيمة");
    await w.salma.looks("people of a circle, for who looks after it");
  }, 60);
  await step("a name is changed in one circle only", async () => {
    await w.hala.goes(`${w.second}/me`);
    await w.hala.looks("my name in a circle");
    await w.hala.fills({ persona: "مطر", pronouns: "هم" });
    await w.hala.presses("Save");
    await w.hala.goes(`${w.second}/people`);
    await w.hala.sees("مطر");
    await w.hala.goes(`${w.halas_circle}/people`);
    await w.hala.sees("نعناع");
  }, 40);
};

// S-removed: a removed member learns nothing more.
const removed = async (w, step) => {
  await step("a circle ends somebody's part in it, with a reason", async () => {
    await w.salma.goes(`${w.circle}/people`);
    await w.salma.follows("نعناع");
    await w.salma.looks("one person of a circle");
    await w.salma.fills({ reason: "ذُكر اسم شخص خارج الحلقة." });
    await w.salma.presses("End their part");
    await w.salma.goes(`${w.circle}/people`);
    await w.salma.sees_not("نعناع");
  }, 60);
  await step("they see the reason, and nothing that comes later", async () => {
    await w.salma.goes(w.thread);
    await s.replies(w.salma, "سرّ قيل بعد ذلك.");
    await w.hala.goes(w.thread.replace(w.circle, w.halas_circle));
    await w.hala.sees_not("سرّ قيل بعد ذلك.");
    await w.hala.goes(w.halas_circle);
    await w.hala.sees("ذُكر اسم شخص خارج الحلقة.");
    await w.hala.sees_not("سرّ قيل بعد ذلك.");
    await w.hala.looks("no longer in a circle");
  }, 60);
  await step("and can put it away", async () => {
    await w.hala.presses("I have read it; put it away");
    await w.hala.goes("/r");
    await w.hala.sees_not(CIRCLE.name);
  });
};

module.exports = { is_safe, removed, shares, two_names };
