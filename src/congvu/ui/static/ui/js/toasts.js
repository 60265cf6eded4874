// Messages in the live region: closed by hand; successes leave by themselves after ten seconds.
export function toast(text, level = "info") {
  const place = document.getElementById("toasts");
  if (!place) return;
  const note = document.createElement("div");
  note.className = `toast-note toast-${level}`;
  const body = document.createElement("div");
  body.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-icon btn-ghost";
  close.dataset.close = "";
  close.setAttribute("aria-label", document.documentElement.lang === "en" ? "Close" : "Đóng");
  close.textContent = "×";
  note.append(body, close);
  place.append(note);
}

export function startToasts() {
  document.addEventListener("click", (event) => {
    event.target.closest("[data-close]")?.closest(".toast-note")?.remove();
  });
  for (const note of document.querySelectorAll(".toast-success")) setTimeout(() => note.remove(), 10000);
}
