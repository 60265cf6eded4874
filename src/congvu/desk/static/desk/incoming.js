/* Shows where on the page a value was read, while its field has the focus or its link is pressed. */
const form = document.querySelector("[data-marks]");
const frame = document.querySelector(".preview-pages");

function show(name, scroll) {
  document.querySelectorAll(".read-mark.shown").forEach((mark) => mark.classList.remove("shown"));
  const marks = document.querySelectorAll(`[data-mark="${CSS.escape(name)}"]`);
  marks.forEach((mark) => mark.classList.add("shown"));
  if (!scroll || !marks.length || !frame) return;
  const at = marks[0].getBoundingClientRect();
  const box = frame.getBoundingClientRect();
  if (at.top < box.top || at.bottom > box.bottom) frame.scrollBy({ top: at.top - box.top - box.height / 3 });
}

if (form) {
  form.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-value]");
    if (field) show(field.dataset.value, true);
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-show]");
    if (!link) return;
    event.preventDefault();
    show(link.dataset.show, true);
  });
}
