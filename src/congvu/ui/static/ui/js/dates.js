// Dates typed as digits get their slashes (24112026 → 24/11/2026); amounts get points between thousands.
export function startDates() {
  document.addEventListener("input", (event) => {
    if (event.isComposing) return;
    if (event.target.matches?.("[data-money]")) money(event.target);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-date]")) event.target.value = tidy(event.target.value);
  });
}

export function tidy(text) {
  const [, d, m, y, rest = ""] = text.trim().match(/^(\d{1,2})[/.\-\s]?(\d{1,2})[/.\-\s]?(\d{4})(.*)$/) ?? [];
  if (!d) return text;
  const clock = rest.trim().replace(/^(\d{1,2})[hg:.]?(\d{2})$/, (_, h, min) => `${h.padStart(2, "0")}:${min}`);
  return `${d.padStart(2, "0")}/${m.padStart(2, "0")}/${y}${clock ? ` ${clock}` : ""}`;
}

function money(input) {
  if (input.selectionEnd !== input.value.length) return;
  const digits = input.value.replace(/\D/g, "");
  input.value = digits.replace(/\B(?=(\d{3})+$)/g, ".");
}
