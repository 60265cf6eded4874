// The counter by keyboard: pick with arrows, Enter goes to the next field, Alt and a digit to a part of the sheet,
// Ctrl Enter receives. Known people are filled in where nothing was typed. Without scripts all of it has buttons.
// The sheet may have been put in anew after an upload that was refused, so that it is looked up each time.
const sheet = () => document.getElementById("intake");
const RETURN = "congvu:intake:focus";

startPicker();
startKeys();
if (sheet()) startSheet();

function startPicker() {
  const box = document.querySelector("[data-picker]");
  if (!box) return;
  const rows = () => [...document.querySelectorAll(`${box.dataset.picker} [data-pick]`)];
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const all = rows();
    const at = all.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== box) return;
    event.preventDefault();
    const next = event.key === "ArrowDown" ? Math.min(at + 1, all.length - 1) : at - 1;
    (all[next] ?? box).focus();
  });
  box.form.addEventListener("submit", (event) => {
    const only = rows();
    if (box.value.trim() !== box.defaultValue.trim() || !only.length) return;
    event.preventDefault();
    only[0].click();
  });
}

function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches?.("input, textarea, select") || document.body.dataset.shortcuts === "off") return;
    const link = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (link) { event.preventDefault(); link.click(); }
  });
}

function startSheet() {
  document.body.addEventListener("keydown", onKey);
  document.body.addEventListener("change", onChange);
  document.body.addEventListener("input", total);
  toggle();
  total();
  const back = document.getElementById(sessionStorage.getItem(RETURN));
  sessionStorage.removeItem(RETURN);
  (sheet().querySelector("[data-focus]") ?? back ?? sheet().elements["owner-id_number"]).focus();
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey && event.key === "Enter") {
    event.preventDefault();
    sheet().requestSubmit(sheet().querySelector("[data-receive]"));
  } else if (event.altKey && /^[1-9]$/.test(event.key)) {
    const part = document.querySelector(`[data-part="${event.key}"]`);
    part?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    if (part) event.preventDefault();
  } else if (event.key === "Enter" && !event.shiftKey && event.target.matches("#intake input:not([type=submit], [type=file]), #intake select")) {
    event.preventDefault();
    onward(event.target);
  }
}

function onward(from) {
  const fields = [...sheet().elements].filter((one) => one.matches("input:not([type=hidden]), select, textarea, [data-receive]") && one.offsetParent && !one.matches("[type=radio]:not(:checked)"));
  const next = fields[fields.indexOf(from) + 1];
  next?.focus();
  if (next?.matches("input:not([type=checkbox], [type=radio], [type=file])")) next.select();
}

function onChange(event) {
  const at = event.target;
  if (at.matches("#id_case, [name=channel]")) {
    sessionStorage.setItem(RETURN, at.id);
    sheet().requestSubmit(sheet().querySelector("[data-refresh]"));
  }
  const names = at.matches("[type=file]") && at.closest(".file-box")?.querySelector("[data-file-names]");
  if (names) names.textContent = [...at.files].map((file) => file.name).join(", ") || "Chọn tệp";
  if (at.matches("#id_other")) toggle(true);
  if (at.matches("[data-person-number]")) find(at.closest("[data-person]"));
  total();
}

function toggle(go = false) {
  const on = sheet().elements.other.checked;
  const box = sheet().querySelector(".submitter");
  box.hidden = !on;
  if (on && go) box.querySelector("[data-person-number]").focus();
}

async function find(person) {
  const who = person.dataset.person;
  const field = (name) => sheet().elements[`${who}-${name}`];
  const note = person.querySelector("[data-person-note]");
  const asked = field("id_number").value;
  if (asked.trim().length < 6) return;
  const body = new URLSearchParams({ id_kind: field("id_kind").value, id_number: asked, csrfmiddlewaretoken: sheet().elements.csrfmiddlewaretoken.value });
  let found = {};
  try {
    const answer = await fetch(sheet().dataset.find, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    found = await answer.json();
  } catch {
    return; // the officer types it in
  }
  if (field("id_number").value !== asked) return;
  if (found.id_number) field("id_number").value = found.id_number;
  const filled = Object.entries(found).filter(([name]) => name !== "id_number" && (name === "kind" || !field(name).value));
  for (const [name, value] of filled) field(name).value = value;
  note.textContent = filled.length ? `Đã điền theo lần nộp trước hoặc thẻ căn cước: ${found.name}` : "";
}

function total() {
  const out = sheet().querySelector("[data-total]");
  if (!out) return;
  let sum = 0;
  for (const row of sheet().querySelectorAll("[data-charge]")) {
    const value = (name) => row.querySelector(`[name$="-${name}"]`).value;
    if (!value("exempt_reason").trim()) sum += Number(value("unit_price").replace(/\D/g, "")) * Number(value("quantity") || 0);
  }
  out.textContent = `${String(sum).replace(/\B(?=(\d{3})+$)/g, ".")} đ`;
}
