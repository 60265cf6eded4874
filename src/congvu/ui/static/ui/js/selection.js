// A list with tick boxes: the bar shows how many are chosen and only the actions valid for all of them.
// <form data-selection> … <input type=checkbox name=… data-select data-actions="accept assign"> …
// <div class="selection-bar" data-selection-bar> … <button data-action="accept">
export function startSelection() {
  for (const area of document.querySelectorAll("[data-selection]")) refresh(area);
  document.addEventListener("change", (event) => {
    const area = event.target.closest?.("[data-selection]");
    if (!area) return;
    if (event.target.matches("[data-select-all]")) {
      for (const box of area.querySelectorAll("[data-select]")) box.checked = event.target.checked;
    }
    refresh(area);
  });
  document.addEventListener("htmx:after:swap", () => document.querySelectorAll("[data-selection]").forEach(refresh));
}

function refresh(area) {
  const boxes = [...area.querySelectorAll("[data-select]")];
  const chosen = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("[data-row]")?.classList.toggle("is-selected", box.checked);
  const all = area.querySelector("[data-select-all]");
  if (all) {
    all.checked = boxes.length > 0 && chosen.length === boxes.length;
    all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  }
  const bar = area.querySelector("[data-selection-bar]");
  if (!bar) return;
  bar.hidden = chosen.length === 0;
  const count = bar.querySelector("[data-selection-count]");
  if (count) count.textContent = String(chosen.length);
  const sets = chosen.map((box) => (box.dataset.actions ?? "").split(" "));
  for (const button of bar.querySelectorAll("[data-action]")) {
    button.hidden = !sets.every((set) => set.includes(button.dataset.action));
  }
}
