/* One place leads a direction: whoever is made to lead takes it from the one before, who then cooperates. */
for (const area of document.querySelectorAll("[data-addressees]")) {
  area.addEventListener("change", (event) => {
    const chosen = event.target;
    if (!(chosen instanceof HTMLSelectElement) || chosen.value !== "lead") return;
    const before = [...area.querySelectorAll("select")].filter((one) => one !== chosen && one.value === "lead");
    for (const one of before) one.value = "cooperate";
    const note = area.parentElement?.querySelector("[data-addressees-note]");
    if (note && before.length) note.textContent = `${before.map(named).join(", ")} ${area.dataset.moved}`;
  });
}

function named(select) {
  return select.labels?.[0]?.firstChild?.textContent.trim() ?? "";
}
