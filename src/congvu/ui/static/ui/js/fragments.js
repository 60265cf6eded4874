// htmx: the CSRF token on every request; a refusal without a fragment becomes a message; buttons show that they work.
import { toast } from "./toasts.js";

const SENTENCES = {
  401: "Bạn đã đăng xuất hoặc hết phiên. Hãy đăng nhập lại ở thẻ khác rồi tiếp tục; chữ đã gõ vẫn còn trên trang này.",
  400: "Yêu cầu không hợp lệ. Hãy tải lại trang.",
  403: "Bạn không có quyền làm việc này, hoặc phiên làm việc đã hết hạn. Hãy tải lại trang.",
  404: "Không tìm thấy nội dung này. Hãy tải lại trang.",
  413: "Tệp hoặc biểu mẫu quá lớn.",
};

export function startFragments() {
  document.addEventListener("htmx:config:request", (event) => {
    const { request } = event.detail.ctx;
    if (request.method !== "GET") request.headers["X-CSRFToken"] = document.body.dataset.csrf ?? "";
  });
  document.addEventListener("htmx:after:request", (event) => {
    const status = event.detail.ctx.response?.status ?? 0;
    if (status >= 500) toast("Hệ thống gặp lỗi; chưa có gì được ghi. Hãy thử lại sau ít phút.", "error");
    else if (SENTENCES[status]) toast(SENTENCES[status], "error");
  });
  document.addEventListener("htmx:error", () => toast("Mất kết nối với máy chủ. Hãy thử lại.", "error"));
  document.addEventListener("htmx:after:swap", ({ detail }) => {
    detail.ctx.target?.querySelector?.("[data-focus]")?.focus();
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const button = event.submitter;
    if (button && event.target.method === "post") setTimeout(() => busy(button), 0);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("[aria-busy=true]").forEach((one) => one.removeAttribute("aria-busy")));
}

function busy(button) {
  button.setAttribute("aria-busy", "true");
  setTimeout(() => button.removeAttribute("aria-busy"), 8000);
}
