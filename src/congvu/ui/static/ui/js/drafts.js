// Typing is never lost: forms with data-draft="key" keep their fields on this machine, per officer, for three days.
// A form that comes back from the server with what was typed says so with data-draft-posted: nothing is offered.
// The draft goes when the server confirms (data-draft-done="key" on the next page) or the officer discards it.
const AGE = 3 * 24 * 3600 * 1000;
const SKIP = "[type=hidden], [type=password], [type=file], [data-no-draft]";
const prefix = () => `congvu:draft:${document.body.dataset.user}:`;

export function startDrafts() {
  sweep();
  const done = document.querySelector("[data-draft-done]")?.dataset.draftDone;
  if (done) localStorage.removeItem(prefix() + done);
  for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
}

const fields = (form) => [...form.elements].filter((one) => one.name && !one.matches(SKIP));

function read(form) {
  return fields(form).map((one) => [one.name, one.type, one.matches("[type=checkbox], [type=radio]") ? [one.value, one.checked] : one.value]);
}

function watch(form) {
  const key = prefix() + form.dataset.draft;
  const first = JSON.stringify(read(form));
  const kept = load(key);
  if (kept && JSON.stringify(kept.values) !== first && !form.matches("[data-draft-posted]") && !form.querySelector(".error-summary")) offer(form, key, kept);
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => store(form, key), 400);
  });
  window.addEventListener("pagehide", () => {
    clearTimeout(timer);
    if (JSON.stringify(read(form)) !== first) store(form, key);
  });
}

function store(form, key) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) }));
    const note = form.querySelector("[data-draft-note]");
    if (note) note.textContent = `Đã giữ nháp lúc ${new Date().toTimeString().slice(0, 5)}`;
  } catch { /* storage full or forbidden: the form still works */ }
}

function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function offer(form, key, kept) {
  const bar = document.createElement("div");
  bar.className = "notice";
  bar.setAttribute("role", "status");
  const text = document.createElement("div");
  text.textContent = `Có bản nháp chưa gửi từ ${new Date(kept.at).toLocaleString("vi-VN")}. `;
  const use = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm btn-primary", textContent: "Dùng bản nháp" });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: "Bỏ" });
  use.addEventListener("click", () => { fill(form, kept.values); bar.remove(); });
  drop.addEventListener("click", () => { localStorage.removeItem(key); bar.remove(); });
  text.append(use, " ", drop);
  bar.append(text);
  form.prepend(bar);
}

function fill(form, values) {
  const byName = new Map();
  for (const one of fields(form)) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  for (const [name, , value] of values) {
    const targets = byName.get(name) ?? [];
    if (Array.isArray(value)) targets.filter((one) => one.value === value[0]).forEach((one) => { one.checked = value[1]; });
    else if (targets.length) targets.shift().value = value;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function sweep() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("congvu:draft:") && Date.now() - (load(key)?.at ?? 0) > AGE) localStorage.removeItem(key);
  }
}
