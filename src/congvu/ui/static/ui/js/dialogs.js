// Native dialogs: data-dialog="name" opens #dialog-name; data-confirm asks before a form is sent.
export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) open(opener.dataset.dialog);
    if (event.target instanceof HTMLDialogElement) event.target.close();
  });
  document.addEventListener("submit", askFirst);
}

export function open(name) {
  const dialog = document.getElementById(`dialog-${name}`);
  if (dialog && !dialog.open) dialog.showModal();
}

function askFirst(event) {
  const source = event.submitter?.dataset.confirm ? event.submitter : event.target;
  const question = source.dataset?.confirm;
  if (!question || event.target.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { form, submitter } = { form: event.target, submitter: event.submitter };
  ask(question, source.dataset.confirmButton || submitter?.textContent.trim() || "Đồng ý").then((yes) => {
    if (!yes) return;
    form.dataset.confirmed = "true";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  });
}

function ask(question, yesText) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "desk-dialog";
    dialog.setAttribute("aria-label", question);
    const body = document.createElement("div");
    body.className = "desk-dialog-body";
    const text = document.createElement("p");
    text.textContent = question;
    const row = document.createElement("form");
    row.method = "dialog";
    row.className = "form-actions";
    row.append(button(yesText, "yes", "btn btn-primary"), button("Không", "no", "btn"));
    body.append(text, row);
    dialog.append(body);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
    dialog.showModal();
  });
}

function button(text, value, css) {
  const made = document.createElement("button");
  made.textContent = text;
  made.value = value;
  made.className = css;
  return made;
}
