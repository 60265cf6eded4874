// Keys of the desk: j k o Enter x / ? and g + letter. Off with data-shortcuts="off"; silent while typing or composing.
import { open } from "./dialogs.js";

let leader = 0;

export function startShortcuts() {
  if (document.body.dataset.shortcuts === "off") return;
  document.addEventListener("keydown", onKey);
}

function typing(event) {
  const at = event.target;
  return event.isComposing || event.keyCode === 229 || at.isContentEditable || Boolean(at.closest?.("dialog"))
    || (at.matches?.("input, textarea, select") && !at.matches("input[type=checkbox], input[type=radio]"));
}

function onKey(event) {
  if (event.key === "Escape" && event.target.matches?.("[data-search]")) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
  if (event.timeStamp - leader < 1500 && go(event.key)) return event.preventDefault();
  leader = event.key === "g" ? event.timeStamp : 0;
  const act = { j: () => move(1), k: () => move(-1), o: openRow, x: tickRow, "/": toSearch, "?": () => open("shortcuts") }[event.key];
  if (act) {
    event.preventDefault();
    act();
  } else if (event.key === "Enter" && event.target === document.body && current()) {
    event.preventDefault();
    openRow();
  }
}

const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")];
const current = () => document.querySelector("[data-row].is-current");

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current() ?? document.activeElement?.closest("[data-row]"));
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  current()?.classList.remove("is-current");
  next.classList.add("is-current");
  (next.querySelector("[data-open]") ?? next.querySelector("a"))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function openRow() {
  const row = current() ?? document.activeElement?.closest("[data-row]");
  (row?.querySelector("[data-open]") ?? row?.querySelector("a"))?.click();
}

function tickRow() {
  (current() ?? document.activeElement?.closest("[data-row]"))?.querySelector("input[type=checkbox]")?.click();
}

function toSearch() {
  const box = document.querySelector("[data-search]");
  box?.focus();
  box?.select();
}

function go(key) {
  const link = /^[a-z]$/.test(key) && document.querySelector(`[data-go="${key}"]`);
  if (link) link.click();
  return Boolean(link);
}
