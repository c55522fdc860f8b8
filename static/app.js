// Awn works without this file. With it: Escape three times leaves, new posts appear by
// themselves, a secret can be copied, a text field grows. Nothing is stored in the browser.
"use strict";

// ---- leaving: Escape three times within two seconds; the button with a script ----
(() => {
  let presses = [];

  const leave = () => {
    document.documentElement.hidden = true; // at once, before any network
    fetch("/leave", { method: "POST", keepalive: true, credentials: "same-origin", redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: "" })
      .catch(() => {})
      .then(() => location.replace("/away"));
    setTimeout(() => location.replace("/away"), 1500); // a slow line must not keep the page here
  };

  addEventListener("keydown", (e) => {
    if (e.key !== "Escape") {
      presses = [];
      return;
    }
    if (e.repeat) return;
    const now = performance.now();
    presses = presses.filter((t) => now - t < 2000);
    presses.push(now);
    if (presses.length >= 3) leave();
  }, true);

  addEventListener("submit", (e) => {
    if (!e.target.matches("form.leave")) return;
    e.preventDefault();
    leave();
  });

  // A page that the browser kept for Back is asked for again: after leaving there is none.
  addEventListener("pageshow", (e) => {
    if (e.persisted) location.reload();
  });
})();

// ---- live region: <div data-events="/…/events" data-new="New posts"> ----
// The page is fetched again with X-Part: posts. Entries are told apart by id: new ones are added
// at the end, changed ones replaced, vanished ones removed. What a person is in, has opened or
// has focused is never touched, and nothing scrolls.
(() => {
  const region = document.querySelector("[data-events]");
  if (!region || !window.EventSource) return;
  let source = null, busy = false, again = false;

  const say = (text) => {
    const live = document.getElementById("live");
    if (live && text) live.textContent = text;
  };

  const merge = (next) => {
    const have = new Map([...region.children].filter((c) => c.id).map((c) => [c.id, c]));
    let fresh = 0;
    for (const item of [...next.children]) {
      const old = item.id ? have.get(item.id) : null;
      if (old) {
        have.delete(item.id);
        const inUse = old.contains(document.activeElement) || old.querySelector("details[open]");
        if (!inUse && !old.isEqualNode(item)) old.replaceWith(item);
      } else if (item.id) {
        region.append(item);
        fresh++;
      }
    }
    for (const gone of have.values())
      if (!gone.contains(document.activeElement)) gone.remove();
    if (fresh) say(region.dataset.new);
  };

  const refresh = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      const r = await fetch(location.pathname + location.search, { headers: { "X-Part": "posts" },
        credentials: "same-origin", cache: "no-store", redirect: "error" });
      if (r.ok) {
        const page = new DOMParser().parseFromString(await r.text(), "text/html");
        merge(page.querySelector("[data-events]") || page.body);
      } else if (r.status === 401 || r.status === 403) {
        source.close();
      }
    } catch {
      // The line is down: the event source tries again by itself.
    }
    busy = false;
    if (again) {
      again = false;
      refresh();
    }
  };

  const listen = () => {
    source = new EventSource(region.dataset.events);
    source.onmessage = refresh;
  };

  // A hidden tab holds no connection; back in view it looks once and listens again.
  document.addEventListener("visibilitychange", () => {
    source.close();
    if (document.visibilityState === "visible") {
      refresh();
      listen();
    }
  });
  listen();
})();

// ---- small comforts ----
(() => {
  // What is true only with scripts is said only with scripts.
  document.querySelectorAll("[data-scripts]").forEach((e) => { e.hidden = false; });

  const grow = (area) => {
    area.style.blockSize = "auto";
    area.style.blockSize = Math.min(area.scrollHeight + 2, innerHeight * 0.6) + "px";
  };
  document.addEventListener("input", (e) => {
    if (e.target.matches("textarea")) grow(e.target);
  });
  document.querySelectorAll("textarea").forEach((a) => a.value && grow(a));

  // <button hidden data-copy="id" data-done="Copied">: shown only where copying works.
  if (navigator.clipboard && isSecureContext) {
    document.querySelectorAll("button[data-copy]").forEach((b) => {
      const from = document.getElementById(b.dataset.copy);
      if (!from) return;
      b.hidden = false;
      b.addEventListener("click", () => {
        const text = from.textContent.trim().replace(/\s+/g, from.matches(".code") ? "-" : " ");
        navigator.clipboard.writeText(text).then(() => { b.textContent = b.dataset.done; }, () => {});
      });
    });
  }

  // The summary of mistakes is where a person should start reading.
  const errors = document.querySelector(".errors");
  if (errors) errors.focus();
})();
