// Small, and everything still works as plain forms and links without it. What it says comes from #pk-sanat.
const $ = (s, from = document) => from.querySelector(s);
const $$ = (s, from = document) => [...from.querySelectorAll(s)];
const words = $("#pk-sanat")?.dataset ?? {};
const root = document.documentElement;
const body = document.body;
const signIn = body.dataset.signIn;
const on = (name, selector, act) => document.addEventListener(name, (e) => {
  const found = e.target.closest?.(selector);
  if (found) { act(found, e); }
});
const clock = () => new Date().toLocaleTimeString(root.lang === "en" ? "en-GB" : "fi-FI", { hour: "numeric", minute: "2-digit" });

// What is wrong is said by us, beside its field. Only what the device could not read never reaches us: it says so itself.
const judged = () => $$("form").forEach((form) => { form.noValidate = true; });
judged();
// A file that is too large is told of before it is sent: what was typed beside it would go, and stays.
const tooLarge = (i) => i.dataset?.most && [...i.files].some((file) => file.size > Number(i.dataset.most));
const weigh = (i) => {
  const id = `${i.id}_error`;
  let told = document.getElementById(id);
  const others = (i.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  if (tooLarge(i)) {
    if (!told) { told = document.createElement("p"); told.id = id; told.className = "ds-validation-message"; told.dataset.color = "danger"; i.after(told); }
    told.textContent = i.dataset.tooLarge; told.dataset.weighed = "";
    i.setAttribute("aria-invalid", "true"); i.setAttribute("aria-describedby", [...others, id].join(" "));
  } else if (told?.dataset.weighed === "") {
    told.remove(); i.removeAttribute("aria-invalid"); i.setAttribute("aria-describedby", others.join(" "));
  }
};
on("change", "input[type=file][data-most]", (i) => { weigh(i); if (tooLarge(i)) { say(i.dataset.tooLarge); } });
// A second tap on the same button does nothing while the first is on its way.
const sending = new WeakMap();
document.addEventListener("submit", (e) => {
  const unread = [...e.target.elements].find((i) => i.validity?.badInput);
  const large = [...e.target.elements].find(tooLarge);
  const tapped = e.submitter ?? e.target;
  if (unread || large || (e.target.method === "post" && sending.get(e.target) === tapped)) { e.preventDefault(); e.stopImmediatePropagation(); }
  if (unread) { unread.reportValidity(); return; }
  if (large) { weigh(large); large.focus(); say(large.dataset.tooLarge); return; }
  sending.set(e.target, tapped);
  setTimeout(() => sending.delete(e.target), 5000);
}, true);
addEventListener("pageshow", () => $$("form").forEach((form) => sending.delete(form)));
document.addEventListener("htmx:afterRequest", (e) => sending.delete(e.detail.elt));

// One polite voice for the whole page.
const voice = $("#puhe");
const say = (text) => { if (voice && text) { voice.textContent = ""; requestAnimationFrame(() => { voice.textContent = text; }); } };

// Light, dark, or as the device wishes. The server reads the cookie, so the next page comes in the right light.
const isDark = () => root.dataset.colorScheme === "dark" || (root.dataset.colorScheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
on("click", "[data-theme-toggle]", () => {
  const look = isDark() ? "light" : "dark";
  root.dataset.colorScheme = look;
  document.cookie = `poukama-look=${look}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  say(words[look]);
});
let lookBefore;
addEventListener("beforeprint", () => { lookBefore = root.dataset.colorScheme; root.dataset.colorScheme = "light"; });
addEventListener("afterprint", () => { root.dataset.colorScheme = lookBefore; });

// Toasts: ten seconds, standing still while one points at them or stands on them.
const wind = (toast) => {
  let timer;
  const start = () => { clearTimeout(timer); timer = setTimeout(() => toast.remove(), 1000 * toast.dataset.seconds); };
  const stop = () => clearTimeout(timer);
  const held = () => toast.matches(":hover, :focus-within");
  ["pointerenter", "focusin"].forEach((name) => toast.addEventListener(name, stop));
  ["pointerleave", "focusout"].forEach((name) => toast.addEventListener(name, () => setTimeout(() => { if (!held()) { start(); } })));
  toast.dataset.wound = "";
  start();
  say(toast.dataset.says);
};
const windAll = () => $$(".pk-toast[data-seconds]:not([data-wound])").forEach(wind);
on("click", "[data-dismiss]", (b) => { b.closest(".pk-toast").remove(); $("#sisalto")?.focus(); });

// Quick entry says back, in words, what is about to be recorded.
const tell = (form) => {
  const out = $("output", form);
  if (!out) { return; }
  const said = $$("input:checked, input[data-unit], select[data-says]", form).map((i) => {
    if (i.dataset.unit) { return i.value ? `${i.value} ${i.dataset.unit}` : ""; }
    if (i.tagName === "SELECT") { return i.selectedOptions[0]?.text; }
    return i.dataset.says ?? (i.type === "checkbox" ? "" : i.value);  // the value of a tick is no word
  }).filter(Boolean).join(", ");
  if (said) { out.textContent = `${said}.`; }
};
on("input", "form.pk-quick", tell);

// Attendance: who is here, counted aloud.
const count = (group) => {
  const out = group && $("[data-counted]", group);
  if (!out) { return; }
  const n = $$("[aria-pressed=true], input:checked", group).length;
  out.textContent = n ? words.here.replace("{n}", n) : words.nobody;
};
on("click", "button[aria-pressed]", (b) => { b.setAttribute("aria-pressed", b.getAttribute("aria-pressed") !== "true"); count(b.closest("[data-count]")); });
on("change", "[data-count]", count);
on("click", "[data-all]", (b) => {
  const group = b.closest("[data-count]");
  $$("input[type=checkbox]", group).forEach((i) => { i.checked = true; });
  count(group);
});

// Read, item by item: a form that sends itself.
on("click", "[data-print]", () => print());
on("change", "[data-sends]", (i) => i.form.requestSubmit());

// Dialogs, keys, covering the screen.
on("click", "[data-opens]", (b) => document.getElementById(b.dataset.opens).showModal());
on("click", "dialog [data-close]", (b) => b.closest("dialog").close());
const title = document.title;
const cover = (covered) => {
  const mask = $(".pk-mask");
  if (!mask) { return; }
  mask.hidden = !covered;
  document.title = covered ? "Poukama" : title;
  if (covered) { root.dataset.masked = ""; $(".pk-more")?.hidePopover?.(); $$("dialog[open]").forEach((d) => d.close()); $("[data-unmask]").focus(); say(words.masked); }
  else { delete root.dataset.masked; $("#sisalto")?.focus(); }
};
on("click", "[data-mask]", () => cover(true));
on("click", "[data-unmask]", () => cover(false));
const keysInUse = () => localStorage.getItem("pk-keys") !== "off";
$$("[data-keys]").forEach((i) => { i.checked = keysInUse(); i.addEventListener("change", () => localStorage.setItem("pk-keys", i.checked ? "on" : "off")); });
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || !keysInUse()) { return; }
  if (e.target.closest("input, textarea, select, [contenteditable], dialog") || root.dataset.masked !== undefined) { return; }
  const act = {
    "/": () => $("[data-search], input[type=search]")?.focus(),
    k: () => { if (body.dataset.record) { location.assign(body.dataset.record); } },
    u: () => $("[data-undo]")?.focus(),
    p: () => cover(true),
    ArrowLeft: $("[data-before]") && (() => $("[data-before]").click()),
    ArrowRight: $("[data-after]") && (() => $("[data-after]").click()),
  }[e.key];
  if (act) { e.preventDefault(); act(); }
});

// Drafts: what is typed survives a lost session, a reload and a wrong turn, in this tab only and for this person only.
// A draft is dropped when a later page shows that the form went through.
const DRAFT = "pk-draft:";
const user = body.dataset.user;
const drafts = () => Object.keys(sessionStorage).filter((k) => k.startsWith(DRAFT));
const read = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
const write = (key, draft) => { try { sessionStorage.setItem(key, JSON.stringify(draft)); return true; } catch { return false; } };
const keyOf = (form) => `${DRAFT}${user}:${location.pathname}:${form.dataset.draft || form.id || ""}`;
const kept = (form) => [...form.elements].filter((i) => i.name && i.name !== "csrfmiddlewaretoken" && !("undrafted" in i.dataset) && !["hidden", "password", "file", "submit", "button", "fieldset"].includes(i.type));
const valueOf = (i) => (["checkbox", "radio"].includes(i.type) ? i.checked : i.value);
const slotOf = (i) => (["checkbox", "radio"].includes(i.type) ? `${i.name}=${i.value}` : i.name);
const hasErrors = (from) => Boolean($("[data-error-summary], [aria-invalid=true]", from));
const mark = (form, text, is = "") => $$("[data-saved]", form).forEach((m) => { m.dataset.is = is; m.hidden = !text; ($("[data-text]", m) ?? m).textContent = text; });
const keep = (form) => {
  const values = Object.fromEntries(kept(form).map((i) => [slotOf(i), valueOf(i)]));
  if (write(keyOf(form), { values, sent: false })) { mark(form, `${words.draftKept} ${clock()}`, "waiting"); }
};
const bringBack = (form) => {
  const key = keyOf(form); const draft = read(key);
  if (!draft) { return; }
  if (draft.sent && !hasErrors(form)) { sessionStorage.removeItem(key); return; }
  draft.sent = false; write(key, draft);
  let changed = false;
  kept(form).forEach((i) => {
    const value = draft.values[slotOf(i)];
    if (value === undefined || value === valueOf(i)) { return; }
    changed = true;
    if (typeof value === "boolean") { i.checked = value; } else { i.value = value; }
  });
  if (!changed) { return; }
  const note = document.createElement("div");
  note.className = "pk-notice"; note.dataset.kind = "water"; note.setAttribute("role", "status");
  const text = document.createElement("p"); text.textContent = words.draftBack;
  const drop = document.createElement("button"); drop.type = "button"; drop.className = "pk-text-button"; drop.textContent = words.draftDrop;
  drop.addEventListener("click", () => { sessionStorage.removeItem(key); note.remove(); form.reset(); tell(form); mark(form, ""); });
  note.append(document.createElement("span"), text, drop);
  form.prepend(note);
  form.dispatchEvent(new Event("input", { bubbles: true }));
};
const settleDrafts = () => {
  // A form that was sent and led to signing in has not gone through; one that led to a page of the staff has.
  const cameFromSignIn = signIn && document.referrer && new URL(document.referrer).pathname.startsWith(signIn.replace(/[^/]+\/?$/, ""));
  drafts().forEach((key) => {
    const draft = read(key);
    if (!draft) { sessionStorage.removeItem(key); return; }
    if (draft.sent && (!user || cameFromSignIn)) { draft.sent = false; write(key, draft); }
    const here = $$("form[data-draft]").some((f) => keyOf(f) === key);
    if (user && (!key.startsWith(`${DRAFT}${user}:`) || (draft.sent && !here))) { sessionStorage.removeItem(key); }
  });
};
if (root.dataset.drafts !== "off") {
  settleDrafts();
  $$("form[data-draft]").forEach(bringBack);
  on("input", "form[data-draft]", keep);
  on("submit", "form[data-draft]", (form) => { const d = read(keyOf(form)); if (d) { write(keyOf(form), { ...d, sent: true }); } });
  on("submit", "[data-clear-drafts]", () => drafts().forEach((k) => sessionStorage.removeItem(k)));
}

// The error summary is read first.
$$("[data-error-summary]").find((e) => !e.closest("[data-quiet]"))?.focus();

// HTMX: the token, the lost session, the broken line, focus and the voice.
const askToSignIn = () => {
  const dialog = $("#istunto");
  if (!dialog) { location.reload(); return; }
  $("[data-sign-in]", dialog).href = `${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
  if (!dialog.open) { dialog.showModal(); }
};
const isSignIn = (xhr) => signIn && xhr.responseURL && new URL(xhr.responseURL).pathname.startsWith(signIn);
let focused; let stoodIn;
body.addEventListener("htmx:configRequest", (e) => { e.detail.headers["X-CSRFToken"] = $("meta[name=csrf-token]")?.content ?? ""; });
body.addEventListener("htmx:beforeSwap", (e) => {
  const { xhr } = e.detail;
  if (xhr.status === 401 || isSignIn(xhr)) { e.detail.shouldSwap = false; e.detail.isError = false; askToSignIn(); return; }
  focused = document.activeElement?.id;
  stoodIn = document.activeElement !== body && e.detail.target.contains(document.activeElement);
});
body.addEventListener("htmx:afterSwap", (e) => {
  windAll();
  judged();
  if (focused && document.activeElement === body) { document.getElementById(focused)?.focus({ preventScroll: true }); }
  // After an outerHTML swap the target is the element that has gone; the event itself comes from the new one.
  const fresh = e.detail.target.isConnected ? e.detail.target : e.target;
  const spoken = fresh.closest?.("[data-speaks]") ?? $("[data-speaks]", fresh);
  if (spoken) { say(spoken.dataset.speaks || words.loaded); }
  const summary = fresh.querySelector?.("[data-error-summary]");
  summary?.focus();
  // What one stood on has gone with the swap: one stands on what came in its place, or else on the page.
  [fresh, $("#sisalto")].forEach((place) => {
    if (!stoodIn || !place || document.activeElement !== body) { return; }
    if (place.tabIndex < 0) { place.tabIndex = -1; }
    place.focus({ preventScroll: true });
  });
});
body.addEventListener("htmx:afterRequest", (e) => {
  const form = e.detail.elt.closest?.("form[data-draft]");
  if (form && e.detail.successful && !isSignIn(e.detail.xhr) && !/data-error-summary|aria-invalid="true"/.test(e.detail.xhr.responseText)) { sessionStorage.removeItem(keyOf(form)); }
});
const complain = (text) => {
  const room = $("#ilmoitus");
  if (!room) { return; }
  const toast = document.createElement("div");
  toast.className = "pk-toast"; toast.dataset.seconds = 10; toast.dataset.says = text;
  const span = document.createElement("span"); span.textContent = text;
  toast.append(span); room.append(toast); windAll();
};
const asksByItself = (e) => e.detail.elt.closest?.("[data-by-itself]");
body.addEventListener("htmx:responseError", (e) => {
  if (asksByItself(e)) { return; }
  if (e.detail.xhr.status === 403) { askToSignIn(); } else { complain(words.failed); }
});
body.addEventListener("htmx:sendError", (e) => { if (!asksByItself(e)) { complain(words.offline); } });
addEventListener("offline", () => complain(words.offline));
addEventListener("online", () => say(words.online));

// Read a question aloud (child's survey), if the device can.
$$("[data-read]").forEach((b) => { if (!("speechSynthesis" in window)) { b.hidden = true; return; }
  b.addEventListener("click", () => { const u = new SpeechSynthesisUtterance(b.dataset.read); u.lang = root.lang; speechSynthesis.cancel(); speechSynthesis.speak(u); }); });

// Leave at once: the page is emptied first, then replaced, so that "back" does not return to it. Three times Shift does the same.
const exit = $(".pk-exit");
if (exit) {
  const leave = (e) => { e?.preventDefault(); body.replaceChildren(); document.title = "…"; location.replace(exit.href); };
  exit.addEventListener("click", leave);
  let shifts = [];
  document.addEventListener("keyup", (e) => { if (e.key !== "Shift") { shifts = []; return; }
    const now = Date.now(); shifts = [...shifts.filter((s) => now - s < 3000), now]; if (shifts.length === 3) { leave(); } });
}

// A device that is handed over: whatever else is open on it leaves its page, which is not for whoever holds it now.
const HANDED = "pk-handed";
const openedAt = Date.now();
const leaveIfHanded = () => { if (signIn && Number(localStorage.getItem(HANDED)) > openedAt) { body.replaceChildren(); location.replace("/"); } };
if ("handed" in body.dataset) { localStorage.setItem(HANDED, Date.now()); }
["storage", "pageshow", "focus"].forEach((name) => addEventListener(name, leaveIfHanded));
document.addEventListener("visibilitychange", leaveIfHanded);
$$("[data-said]").forEach((e) => setTimeout(say, 300, e.dataset.said));

windAll();
