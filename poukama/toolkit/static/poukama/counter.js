// The door counter. A tap is written down on this device first, shown at once, and sent when it can be;
// it is crossed out only after the server has said that it has that very tap. Nothing is lost or doubled:
// the server knows every tap by its token.
//
// <main data-counter data-counter-key="perhetupa" data-day="2024-09-12" data-now="2024-09-12T10:42:00+03:00" data-adults="7" data-children="9"
//       data-url="…" data-undo-url="…">
//   <button data-who="adult"><b data-shown>7</b></button>   <button data-who="child">…</button>
//   <input type="checkbox" data-first-time>                 <button data-counter-undo><span data-last></span></button>
//   <p class="pk-saved" data-counter-saved hidden><span data-when="saved">icon</span><span data-when="waiting">icon</span><span data-text></span></p>
//   <div data-counter-refused hidden><ul></ul><button data-counter-forget>…</button></div>   (or the ul alone)
//   <div data-counter-sign-in hidden><a href="…">…</a></div>
//
// data-url takes {token, visitor, first_time, happened_at} and answers {token, adults, children};
// data-undo-url takes {token}. A 4xx is a refusal for good ({message} is shown), except 401, 403, 408 and 429.
(() => {
  const page = document.querySelector("[data-counter]");
  if (!page) { return; }
  const words = document.querySelector("#pk-sanat")?.dataset ?? {};
  const find = (s) => page.querySelector(s);
  const voice = document.querySelector("#puhe");
  const speak = (text) => { if (voice) { voice.textContent = ""; requestAnimationFrame(() => { voice.textContent = text; }); } };
  const language = document.documentElement.lang === "en" ? "en-GB" : "fi-FI";
  const hm = (moment) => new Date(moment).toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });
  const fill = (text, values) => Object.entries(values).reduce((s, [k, v]) => s.replace(`{${k}}`, v), text ?? "");
  const name = `pk-counter:${document.body.dataset.user ?? ""}:${page.dataset.counterKey}:`;
  const day = page.dataset.day;
  // The time is the house's (data-now), not the device's: a tablet's clock may be wrong.
  const ahead = (Date.parse(page.dataset.now ?? "") || Date.now()) - Date.now();
  const now = () => new Date(Date.now() + ahead);

  // Each waiting tap and undo has a key of its own, so two tabs can never overwrite each other's; keys sort by time.
  // Without storage (a private window, a full disk) they wait in memory, and the page says so.
  const spare = new Map();
  let remembers = true;
  const put = (key, value) => {
    try { localStorage.setItem(name + key, JSON.stringify(value)); spare.delete(key); } catch { remembers = false; spare.set(key, value); }
  };
  const take = (key) => {
    try { const text = localStorage.getItem(name + key); if (text) { return JSON.parse(text); } } catch { remembers = false; }
    return spare.get(key);
  };
  const drop = (key) => { spare.delete(key); try { localStorage.removeItem(name + key); } catch { remembers = false; } };
  const keys = (start) => {
    let stored = [];
    try { stored = Object.keys(localStorage).filter((k) => k.startsWith(name + start)).map((k) => k.slice(name.length)); } catch { remembers = false; }
    return [...new Set([...stored, ...spare.keys()].filter((k) => k.startsWith(start)))].sort();
  };
  const queue = () => keys("q:").map((key) => ({ key, ...take(key) })).filter((e) => e.token);
  let latest = 0;
  const enqueue = (entry) => {
    latest = Math.max(latest + 1, Date.now(), Number(keys("q:").at(-1)?.slice(2, 17) ?? 0) + 1); // also if the clock goes back
    put(`q:${String(latest).padStart(15, "0")}:${entry.kind}:${entry.token}`, entry);
  };
  const done = () => take("done") ?? [];
  const refused = () => keys("r:").map((key) => ({ key, ...take(key) }));
  const tokenOf = () => {
    if (crypto.randomUUID) { return crypto.randomUUID(); }
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    return [...b].map((x, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + x.toString(16).padStart(2, "0")).join("");
  };

  // What the server last said it has; what waits here is added on top.
  const known = { adult: Number(page.dataset.adults || 0), child: Number(page.dataset.children || 0) };
  let savedAt = "";
  let signedOut = false;
  const shown = (waiting, who) => Math.max(0, waiting.reduce((n, e) => n + (e.visitor !== who || e.day !== day ? 0 : e.kind === "tap" ? 1 : -1), known[who]));
  const last = (waiting) => {
    const taken = new Set(waiting.filter((e) => e.kind === "undo").map((e) => e.token));
    return [...done(), ...waiting.filter((e) => e.kind === "tap")].filter((e) => e.day === day && !taken.has(e.token)).at(-1);
  };

  const show = () => {
    const waiting = queue();
    const n = waiting.length;
    for (const who of ["adult", "child"]) {
      page.querySelectorAll(`[data-who="${who}"] [data-shown]`).forEach((b) => { b.textContent = shown(waiting, who); });
    }
    const marker = find("[data-counter-saved]");
    if (marker) {
      const text = n === 1 ? words.waitingOne : n ? fill(words.waitingMany, { n }) : savedAt ? fill(words.savedAt, { time: savedAt }) : "";
      marker.dataset.is = n || !remembers ? "waiting" : "";
      marker.hidden = !text && remembers;
      marker.querySelectorAll("[data-when]").forEach((i) => { i.hidden = (i.dataset.when === "waiting") !== (marker.dataset.is === "waiting"); });
      marker.querySelector("[data-text]").textContent = remembers ? text : `${text} ${words.noStore}`;
    }
    const undo = find("[data-counter-undo]");
    if (undo) {
      const tap = last(waiting);
      undo.disabled = false; // a focused button that is disabled would lose the focus
      undo.setAttribute("aria-disabled", String(!tap));
      find("[data-last]").textContent = tap ? fill(words.undoLast, { who: words[tap.visitor], time: hm(tap.happened_at) }) : words.undoNone;
    }
    const notice = find("[data-counter-refused]");
    if (notice) {
      const list = refused();
      notice.hidden = list.length === 0;
      (notice.querySelector("ul") ?? notice).replaceChildren(...list.map((e) => {
        const li = document.createElement("li");
        li.textContent = fill(words.refused, { who: words[e.visitor], time: hm(e.happened_at) }) + (e.message ? `: ${e.message}` : "");
        return li;
      }));
    }
    const door = find("[data-counter-sign-in]");
    if (door) { door.hidden = !signedOut; }
  };

  // One at a time, in order, in one tab at a time. Only the server's own word about that token takes a tap off.
  const alone = (act) => (navigator.locks ? navigator.locks.request(name, act) : act());
  const send = (entry) => {
    const { token, visitor, first_time, happened_at } = entry;
    return fetch(entry.kind === "tap" ? page.dataset.url : page.dataset.undoUrl, {
      method: "POST", credentials: "same-origin", redirect: "manual", keepalive: true, signal: AbortSignal.timeout?.(15000),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]")?.content ?? "" },
      body: JSON.stringify(entry.kind === "tap" ? { token, visitor, first_time, happened_at } : { token }),
    });
  };
  const step = async () => {
    const waiting = queue();
    const entry = waiting[0];
    if (!entry) { return false; }
    const { key, ...plain } = entry;
    if (entry.kind === "tap" && !entry.tried) {
      // A tap that was taken back before it was ever sent need not be sent at all.
      const back = waiting.find((e) => e.kind === "undo" && e.token === entry.token);
      if (back) { drop(key); drop(back.key); show(); return true; }
      // From here on it may have reached the server, whatever comes back.
      put(key, { ...plain, tried: true });
    }
    const response = await send(entry);
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) { signedOut = true; show(); throw new Error("signed out"); }
    const answer = await response.json().catch(() => null);
    const forget = () => put("done", done().filter((e) => e.token !== entry.token));
    if (response.ok && (entry.kind === "undo" || answer?.token === entry.token)) {
      signedOut = false;
      savedAt = hm(now());
      if (entry.day === day) {
        if (answer?.adults !== undefined) { known.adult = answer.adults; known.child = answer.children; }
        else { known[entry.visitor] += entry.kind === "tap" ? 1 : -1; }
      }
      if (entry.kind === "tap") { put("done", [...done(), plain].slice(-50)); } else { forget(); }
      drop(key); show();
      return true;
    }
    const { status } = response;
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      if (entry.kind === "undo") { forget(); } else { queue().filter((e) => e.token === entry.token && e.kind === "undo").forEach((e) => drop(e.key)); }
      if (entry.kind === "tap" || status !== 404) {
        put(`r:${key}`, { ...plain, message: answer?.message ?? "" });
        speak(fill(words.refused, { who: words[entry.visitor], time: hm(entry.happened_at) }));
      }
      drop(key); show();
      return true;
    }
    throw new Error(String(status));
  };
  let delay = 1000;
  let timer;
  let busy = false;
  let again = false;
  async function work() {
    if (busy) { again = true; return; }
    busy = true;
    clearTimeout(timer);
    try {
      await alone(async () => { while (await step()) { delay = 1000; } });
    } catch {
      again = false;
      timer = setTimeout(work, delay + Math.random() * 300);
      delay = Math.min(delay * 2, 30000);
    }
    busy = false;
    if (again) { again = false; work(); }
  }

  page.addEventListener("click", (e) => {
    const button = e.target.closest("[data-who]");
    if (button) {
      const first = find("[data-first-time]");
      const entry = { kind: "tap", token: tokenOf(), visitor: button.dataset.who, first_time: Boolean(first?.checked), happened_at: now().toISOString(), day, tried: false };
      enqueue(entry);
      show();
      speak(fill(words.today, { who: words[entry.visitor], n: shown(queue(), entry.visitor) }) + (entry.first_time ? `, ${words.first}` : ""));
      if (first) { first.checked = false; }
      work();
    }
    if (e.target.closest("[data-counter-undo]")) {
      const tap = last(queue());
      if (!tap) { return; }
      const { key, ...plain } = tap;
      enqueue({ ...plain, kind: "undo", tried: false });
      show();
      speak(fill(words.takenBack, { n: shown(queue(), tap.visitor) }));
      work();
    }
    if (e.target.closest("[data-counter-forget]")) { refused().forEach((r) => drop(r.key)); show(); }
  });
  const loadedOn = new Date().toDateString();
  addEventListener("online", () => { delay = 1000; work(); });
  addEventListener("storage", (e) => { if (e.key?.startsWith(name)) { show(); } });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { work(); } });
  // A page left open over midnight begins the new day by itself.
  setInterval(() => { if (new Date().toDateString() !== loadedOn && !queue().length && navigator.onLine) { location.reload(); } }, 60000);
  addEventListener("beforeunload", (e) => { if (!remembers && queue().length) { e.preventDefault(); } });
  show();
  work();
})();
