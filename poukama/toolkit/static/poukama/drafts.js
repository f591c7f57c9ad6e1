// What is typed into a form[data-draft-of] is sent within two seconds, sealed by the house, and put back when the form is
// opened again. What the house has not yet said that it has, this device keeps: sealed with a key that the house gives to
// nobody but whoever wrote it. Uses what poukama.js has (words, say, askToSignIn).
//
// <body data-user="7" data-drafts-url="/drafts/">
// <form method="post" data-draft-of="casework.alert" data-draft-id="12"> …
//   <p data-draft-said hidden><span data-when="saved">icon</span><span data-when="waiting">icon</span><span data-text></span></p>
//   <a data-draft-later href="…">…</a>   leaves with the draft kept
//
// Every named control is kept but files, passwords, the token and what is marked data-undrafted.
// A change that a script makes is told by an "input" event.
(() => {
  const user = Number(document.body.dataset.user);
  const base = document.body.dataset.draftsUrl;
  if (!user || !base) { return; }
  const STILL = 800; // after the last change
  const MOST = 1500; // while typing goes on
  const TOLD = 8000; // for how long a sent form is on its way
  const DAYS = 30;
  const fill = (text, values) => Object.entries(values).reduce((s, [k, v]) => s.replace(`{${k}}`, v), text ?? "");
  const drawn = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(c) / 4)))).toString(16));
  const later = (ms) => new Promise((done) => { setTimeout(done, ms); });

  // The device: one sealed record for each form, under the person's number and the codes of the form.
  const store = new Promise((done) => {
    try {
      const asked = indexedDB.open("poukama-drafts", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { keyPath: "at" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done(null);
    } catch { done(null); }
  });
  const inStore = async (mode, act) => {
    const db = await store;
    if (!db) { return undefined; }
    return new Promise((done, fail) => {
      const work = db.transaction("kept", mode, { durability: "strict" });
      const asked = act(work.objectStore("kept"));
      work.oncomplete = () => done(asked.result);
      work.onabort = () => fail(work.error);
    });
  };
  const forget = (at) => inStore("readwrite", (kept) => kept.delete(at)).catch(() => {});
  const mine = async () => ((await inStore("readonly", (kept) => kept.getAll()).catch(() => [])) ?? []).filter((one) => one.user === user);

  const ring = { newest: 0, keys: new Map() };
  const bytes = (text) => new TextEncoder().encode(text);
  const learn = async ({ newest, keys }) => {
    if (!crypto.subtle) { return; }
    for (const [number, key] of Object.entries(keys)) {
      const raw = Uint8Array.from(atob(key), (c) => c.charCodeAt(0));
      ring.keys.set(Number(number), await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]));
    }
    ring.newest = newest;
  };
  const seal = async (at, what) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = JSON.stringify(what);
    const even = text.padEnd(Math.ceil(text.length / 512) * 512); // its length tells little
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(at) }, ring.keys.get(ring.newest), bytes(even));
    return { at, user, number: ring.newest, iv, box, when: Date.now() };
  };
  const unseal = async (record) => {
    const key = record && ring.keys.get(record.number);
    if (!key) { return null; }
    try {
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: record.iv, additionalData: bytes(record.at) }, key, record.box);
      return JSON.parse(new TextDecoder().decode(text));
    } catch { return null; }
  };

  // What the house says: "saved" with its answer, "away" (one must sign in), "refused" for good, "other" (typed elsewhere), "busy", "offline".
  const token = () => /(?:^|; )poukama-csrf=([^;]+)/.exec(document.cookie)?.[1] ?? document.querySelector("meta[name=csrf-token]")?.content ?? "";
  const ask = async (what, sent, keepalive = false) => {
    try {
      const answer = await fetch(base + what, {
        method: "POST", credentials: "same-origin", redirect: "manual", keepalive, signal: AbortSignal.timeout?.(15000),
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ by: user, ...sent }),
      });
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) { return { is: "saved", ...told }; }
      const { status } = answer;
      if (answer.type === "opaqueredirect" || status === 401 || status === 403) { return { is: "away" }; }
      if (status === 409) { return { is: "other", ...told }; }
      if (status >= 400 && status < 500 && status !== 408 && status !== 429) { return { is: "refused", status, ...told }; }
      return { is: "busy", wait: 1000 * Number(answer.headers.get("Retry-After")) };
    } catch { return { is: "offline" }; }
  };

  const pads = new Map();
  class Pad {
    constructor(form) {
      this.form = form;
      this.of = form.dataset.draftOf;
      this.id = form.dataset.draftId;
      this.at = `${user}:${this.of}:${this.id}`;
      this.page = drawn();
      this.turn = 0; // changes seen here
      this.had = 0; // of which the house has this many
      this.after = null; // what stood there when this page was opened
      this.known = false;
      this.touched = new Set();
      this.stood = new WeakMap();
      this.delay = 2000;
      this.left = 0;
      this.blank = this.values();
      form.addEventListener("input", (e) => this.changed(e));
      form.addEventListener("change", (e) => this.changed(e));
      form.dataset.draftState = "opening";
      this.ready();
    }

    controls() {
      return [...this.form.elements].filter((i) => i.name && i.name !== "csrfmiddlewaretoken" && !("undrafted" in i.dataset)
        && !["file", "password", "submit", "button", "image", "reset", "fieldset", "output"].includes(i.type));
    }

    values() {
      const found = [];
      for (const i of this.controls()) {
        if (i.disabled) { continue; }
        if (i.type === "checkbox" || i.type === "radio") { if (i.checked) { found.push([i.name, i.value]); } }
        else if (i.type === "select-multiple") { [...i.selectedOptions].forEach((o) => found.push([i.name, o.value])); }
        else { found.push([i.name, i.value.toWellFormed?.() ?? i.value]); }
      }
      return found;
    }

    // Put values into the controls, but those named in `except`; whether anything changed.
    put(values, except = new Set()) {
      const by = new Map();
      values.forEach(([name, value]) => by.set(name, [...(by.get(name) ?? []), value]));
      const turn = new Map();
      let changed = false;
      for (const i of this.controls().filter((c) => !except.has(c.name))) {
        const given = by.get(i.name) ?? [];
        if (i.type === "checkbox" || i.type === "radio") {
          const is = given.includes(i.value);
          changed ||= i.checked !== is;
          i.checked = is;
        } else if (i.type === "select-multiple") {
          [...i.options].forEach((o) => { const is = given.includes(o.value); changed ||= o.selected !== is; o.selected = is; });
        } else {
          const n = turn.get(i.name) ?? 0;
          turn.set(i.name, n + 1);
          if (n < given.length && i.value !== given[n]) {
            changed = true;
            i.value = given[n];
            const fold = i.value ? i.closest("details") : null;
            if (fold) { fold.open = true; }
          }
        }
      }
      if (changed) {
        this.quiet = true;
        this.form.dispatchEvent(new Event("input", { bubbles: true }));
        this.quiet = false;
      }
      return changed;
    }

    get isLeft() { return Date.now() - this.left < TOLD; }

    changed(e) {
      if (this.quiet || (e.target !== this.form && !this.controls().includes(e.target))) { return; }
      // Leaving a field tells once more what was typed. Heard as a change, it would move the button that is being pressed.
      const stands = `${e.target.value} ${e.target.checked ?? ""}`;
      if (e.type === "change" && e.target !== this.form && this.stood.get(e.target) === stands) { return; }
      this.stood.set(e.target, stands);
      if (e.target.name) { this.touched.add(e.target.name); }
      this.turn += 1;
      // On its way: kept again only if the page is still here then.
      if (this.isLeft) { setTimeout(() => { this.keepHere(); this.soon(); }, TOLD); return; }
      this.say("saving");
      this.keepHere();
      this.soon();
    }

    // Sealed on this device until the house has it.
    keepHere() {
      if (!ring.newest || this.keeping) { this.again = Boolean(ring.newest); return this.keeping; }
      this.again = false;
      const { turn } = this;
      const keep = async () => {
        try {
          const box = await seal(this.at, this.told(turn));
          if (this.had >= turn) { return; }
          await inStore("readwrite", (kept) => kept.put(box));
          this.here = turn;
          this.form.dataset.draftHere = turn;
          if (this.had >= turn) { await forget(this.at); }
        } catch { this.here = 0; }
      };
      this.keeping = keep().then(() => { this.keeping = null; return this.again ? this.keepHere() : undefined; });
      return this.keeping;
    }

    soon() {
      clearTimeout(this.still);
      this.still = setTimeout(() => this.send(), STILL);
      this.most ??= setTimeout(() => this.send(), MOST);
    }

    send() {
      clearTimeout(this.still); clearTimeout(this.most); clearTimeout(this.retry);
      this.most = null;
      this.sending ??= this.run().finally(() => { this.sending = null; });
      return this.sending;
    }

    // Sends what there is, one message at a time; how it went.
    async run() {
      const is = await this.ready();
      if (is !== "saved" || this.turn === this.had) { return is; }
      if (this.other) { return "other"; }
      const { turn } = this;
      const answer = await ask("", this.told(turn));
      if (answer.is !== "saved") { return this.fail(answer); }
      this.had = Math.max(this.had, turn);
      this.asked = false;
      this.delay = 2000;
      if (this.turn > this.had) { this.soon(); return "saved"; }
      await this.keeping;
      if (this.turn === this.had) { await forget(this.at); this.say("saved", answer.said); }
      return "saved";
    }

    // Sends until the house has every change.
    async all() {
      let is = "saved";
      while (is === "saved" && this.turn > this.had) { is = await this.send(); }
      if (is === "other") { this.line.querySelector("button")?.focus(); }
      return is;
    }

    told(turn) { return { of: this.of, id: this.id, page: this.page, turn, after: this.after, values: this.values() }; }

    // What was left half written is looked at once, before anything is sent.
    ready() {
      if (this.known) { return Promise.resolve("saved"); }
      this.opening ??= this.open().finally(() => { this.opening = null; });
      return this.opening;
    }

    fail(answer) {
      if (answer.is === "other") { this.choose(answer.draft); }
      else if (answer.is === "away") { this.say("away"); if (!this.asked) { this.asked = true; askToSignIn(); } }
      else if (answer.is === "refused") { this.say("refused", answer.message); }
      else {
        this.say(answer.is);
        this.retry = setTimeout(() => this.send(), Math.max(this.delay, answer.wait || 0) * (1 + Math.random() / 4));
        this.delay = Math.min(this.delay * 2, 30000);
      }
      return answer.is;
    }

    // What was left half written, here or at the house; whichever is newer, and both where neither is.
    async open() {
      const answer = await ask("open/", { of: this.of, id: this.id });
      if (answer.is !== "saved") { return this.turn || answer.is === "away" ? this.fail(answer) : answer.is; }
      await learn(answer);
      const there = answer.draft;
      const record = ring.newest ? await inStore("readonly", (kept) => kept.get(this.at)).catch(() => null) : null;
      const here = await unseal(record);
      const follows = here && (!there || here.page === there.page || String(here.after) === String([there.page, there.turn]));
      const isNewer = follows && !(there && here.page === there.page && here.turn <= there.turn);
      this.after = there ? [there.page, there.turn] : null;
      this.known = true;
      const isWrong = Boolean(this.form.querySelector("[aria-invalid=true]") || document.querySelector("[data-error-summary]"));
      const found = isNewer ? here : there;
      if (found && !isWrong) {
        const said = isNewer ? new Date(record.when).toLocaleTimeString(document.documentElement.lang === "en" ? "en-GB" : "fi-FI", { hour: "numeric", minute: "2-digit" }) : there.said;
        if (this.put(found.values, this.touched)) { this.goOn(said); }
      }
      if (there && !isNewer) { this.say("saved", there.said); }
      if (isNewer) { this.turn += 1; this.say("saving"); this.soon(); }
      else if (here && there && here.page !== there.page) { this.choose({ ...there, values: here.values }); }
      else if (here) { await forget(this.at); }
      if (this.turn && !this.here) { this.keepHere(); }
      this.form.dataset.draftState = "open";
      return "saved";
    }

    say(is, said = "") {
      const line = this.form.querySelector("[data-draft-said]");
      // Whoever has pressed the button and was not heard must not take what is kept for what is recorded.
      const unsent = this.wanted && ring.newest ? words.draftUnsent : "";
      const text = is === "saved" ? fill(this.wanted ? words.draftPress : words.draftSaved, { time: said }) : {
        saving: words.draftSaving, away: words.draftAway, busy: unsent || words.draftBusy, other: words.draftOther,
        offline: unsent || (ring.newest ? words.draftHere : words.draftNowhere), refused: said || words.draftRefused,
      }[is];
      const heard = `${is}${this.wanted ? " wanted" : ""}`;
      const isKept = is === "saved" && !this.wanted;
      this.form.dataset.draftState = is;
      if (line) {
        line.hidden = false;
        line.dataset.is = isKept || is === "saving" ? "" : "waiting";
        line.querySelectorAll("[data-when]").forEach((i) => { i.hidden = i.dataset.when !== (isKept ? "saved" : is === "saving" ? "" : "waiting"); });
        line.querySelector("[data-text]").textContent = text;
      }
      // Heard only when something has changed that matters: not every two seconds.
      if (is === "saving") { return; }
      if (this.heard !== heard) { say(text); }
      this.heard = heard;
    }

    notice(text, acts) {
      this.line?.remove();
      this.line = document.createElement("div");
      this.line.className = "pk-notice"; this.line.dataset.kind = "water"; this.line.dataset.draftNotice = ""; this.line.setAttribute("role", "status");
      const p = document.createElement("p"); p.textContent = text;
      const row = document.createElement("p"); row.className = "pk-row";
      acts.forEach(([word, act]) => {
        const b = document.createElement("button");
        b.type = "button"; b.className = "pk-text-button"; b.textContent = word;
        b.addEventListener("click", act);
        row.append(b);
      });
      this.line.append(document.createElement("span"), p, row);
      this.form.prepend(this.line);
    }

    goOn(said) { this.notice(fill(words.draftGoOn, { time: said }), [[words.draftAnew, () => this.anew()]]); }

    async anew() {
      const values = this.values();
      await this.sending;
      const answer = await ask("drop/", { of: this.of, id: this.id });
      if (answer.is !== "saved") { this.fail(answer); return; }
      await this.keeping;
      await forget(this.at);
      this.had = this.turn;
      this.after = null;
      this.put(this.blank);
      const line = this.form.querySelector("[data-draft-said]");
      if (line) { line.hidden = true; }
      this.form.dataset.draftState = "open";
      this.notice(words.draftBegun, [[words.draftUndo, () => { this.line.remove(); this.put(values); this.turn += 1; this.keepHere(); this.send(); }]]);
      const { line: shown } = this;
      this.line.querySelector("button").focus();
      setTimeout(() => { if (this.line === shown) { shown.remove(); } }, 10000);
    }

    // The same person has typed into the same form elsewhere: nothing is overwritten before they say which goes on.
    choose(other) {
      this.other = other;
      this.say("other");
      const settle = () => { this.after = [other.page, other.turn]; this.other = null; this.line.remove(); this.turn += 1; this.keepHere(); this.send(); };
      this.notice(fill(words.draftTwice, { time: other.said }), [
        [words.draftThis, settle],
        [words.draftThat, () => { const own = this.values(); this.put(other.values); settle(); this.notice(words.draftTaken, [[words.draftUndo, () => { this.put(own); this.turn += 1; this.line.remove(); this.send(); }]]); }],
      ]);
    }
  }

  // A form is sent only after the house has what was typed into it: then nothing is lost whatever comes of the sending.
  addEventListener("submit", (e) => {
    const pad = pads.get(e.target);
    if (pad) {
      if (pad.turn === pad.had || pad.isLeft) {
        pad.left = Date.now();
        setTimeout(() => { if (e.defaultPrevented) { pad.left = 0; } });
        return;
      }
      e.preventDefault(); e.stopImmediatePropagation();
      const { target, submitter } = e;
      if (pad.submitting) { return; }
      pad.submitting = true;
      pad.all().then((is) => {
        pad.submitting = false;
        pad.wanted = ["offline", "busy", "away"].includes(is);
        if (pad.wanted && is !== "away") { pad.say(is); }
        if (is === "saved" || is === "refused") { pad.left = Date.now(); target.requestSubmit(submitter ?? undefined); }
      });
      return;
    }
    // Whoever leaves the computer to the next person takes along what is written: it is sent, and nothing stays here.
    if (e.target.matches("[data-clear-drafts]") && !("cleared" in e.target.dataset)) {
      e.preventDefault(); e.stopImmediatePropagation();
      const { target } = e;
      Promise.race([clear(), later(5000)]).finally(() => { target.dataset.cleared = ""; target.requestSubmit(); });
    }
  }, true);

  document.addEventListener("click", (e) => {
    const link = e.target.closest?.("a[data-draft-later]");
    const pad = link && pads.get(link.closest("form"));
    if (!pad || pad.turn === pad.had) { return; }
    e.preventDefault();
    pad.all().then((is) => { if (is === "saved" || is === "refused") { location.assign(link.href); } });
  });

  // What an earlier page could not send.
  const sendRest = async (record) => {
    const [, of, id] = record.at.split(":");
    if (Date.now() - record.when > DAYS * 86400000) { await forget(record.at); return true; }
    const answer = await ask("open/", { of, id });
    if (answer.is !== "saved") { return answer.is === "refused"; }
    await learn(answer);
    const here = await unseal(record);
    const there = answer.draft;
    if (!here || (there && there.page === here.page && there.turn >= here.turn)) { await forget(record.at); return true; }
    const kept = await ask("", here);
    if (kept.is === "saved") { await forget(record.at); }
    return kept.is !== "offline" && kept.is !== "busy" && kept.is !== "away";
  };
  const sendAll = async () => {
    const open = new Set([...pads.values()].map((pad) => pad.at));
    const done = [];
    for (const record of (await mine()).slice(0, 50)) { if (!open.has(record.at) && (await sendRest(record))) { done.push(record.at); } }
    return done;
  };
  const clear = async () => {
    const sent = await Promise.all([...pads.values()].map(async (pad) => [pad.at, await pad.all()]));
    const done = [...(await sendAll()), ...sent.filter(([, is]) => is === "saved" || is === "refused").map(([at]) => at)];
    pads.forEach((pad) => { pad.left = Date.now(); });
    for (const at of done) { await forget(at); }
  };

  document.querySelectorAll("form[data-draft-of]").forEach((form) => pads.set(form, new Pad(form)));
  const all = (act) => pads.forEach((pad) => { if (pad.turn > pad.had && !pad.isLeft) { act(pad); } });
  addEventListener("online", () => all((pad) => { pad.delay = 2000; pad.send(); }));
  // Before the page is hidden; and when it is looked at again, perhaps after signing in elsewhere.
  document.addEventListener("visibilitychange", () => all((pad) => pad.send()));
  addEventListener("pageshow", () => pads.forEach((pad) => { pad.left = 0; }));
  // Leaving by another way than the form's own: what is small enough is still sent while the page goes.
  addEventListener("pagehide", () => all((pad) => {
    const sent = pad.told(pad.turn);
    if (pad.known && !pad.other && JSON.stringify(sent).length < 20000) { ask("", sent, true); }
  }));
  // A device that can keep nothing says so before the text is left behind.
  addEventListener("beforeunload", (e) => all((pad) => { if ((pad.here ?? 0) < pad.turn && ["offline", "busy", "away"].includes(pad.form.dataset.draftState)) { e.preventDefault(); } }));
  // Nobody else is beside whoever may no longer be here.
  document.body.addEventListener("htmx:responseError", (e) => { if (e.detail.elt.matches("[data-by-itself]")) { e.detail.elt.remove(); } });
  Promise.allSettled([...pads.values()].map((pad) => pad.ready())).then(sendAll);
})();
