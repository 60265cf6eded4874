// Drop zones: drag in, see names and sizes, watch the upload of a form with data-progress.
import { toast } from "./toasts.js";

export function startFiles() {
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) document.addEventListener(kind, onDrag);
  document.addEventListener("change", (event) => {
    const zone = event.target.closest?.("[data-dropzone]");
    if (zone) show(zone, event.target.files);
  });
  document.addEventListener("submit", upload);
}

function onDrag(event) {
  const zone = event.target.closest?.("[data-dropzone]");
  if (!zone) return;
  event.preventDefault();
  zone.classList.toggle("is-over", event.type === "dragenter" || event.type === "dragover");
  if (event.type !== "drop") return;
  const input = zone.querySelector("input[type=file]");
  const box = new DataTransfer();
  const files = [...event.dataTransfer.files];
  (input.multiple ? files : files.slice(0, 1)).forEach((file) => box.items.add(file));
  input.files = box.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function show(zone, files) {
  const list = zone.querySelector(".dropzone-files");
  list.replaceChildren(...[...files].map((file) => {
    const line = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    const size = document.createElement("span");
    size.textContent = file.size < 1048576 ? `${Math.ceil(file.size / 1024)} KB` : `${(file.size / 1048576).toFixed(1).replace(".", ",")} MB`;
    line.append(name, size);
    return line;
  }));
}

function upload(event) {
  const form = event.target;
  if (!form.matches?.("form[data-progress]") || event.defaultPrevented) return;
  if (![...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
  event.preventDefault();
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.className = "upload-progress";
  bar.setAttribute("aria-label", "Đang tải tệp lên");
  form.append(bar);
  const call = new XMLHttpRequest();
  call.open("POST", form.action || location.href);
  call.upload.addEventListener("progress", (part) => part.lengthComputable && (bar.value = (100 * part.loaded) / part.total));
  call.addEventListener("load", () => finish(call, form, bar));
  call.addEventListener("error", () => { bar.remove(); toast("Mất kết nối khi tải tệp lên. Hãy thử lại.", "error"); });
  call.send(new FormData(form, event.submitter));
}

function finish(call, form, bar) {
  if (call.status < 400 && call.responseURL && call.responseURL !== location.href) return location.assign(call.responseURL);
  bar.remove();
  const page = new DOMParser().parseFromString(call.responseText, "text/html");
  const own = form.id && page.getElementById(form.id);
  if (own) {
    form.replaceWith(own);
    own.querySelector("[data-focus]")?.focus();
  } else if (call.status < 400) {
    location.reload();
  } else {
    toast(page.querySelector("h1")?.textContent || "Chưa tải được tệp lên.", "error");
  }
  return null;
}
