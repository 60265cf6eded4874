// data-print prints this page.
export function startPrint() {
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
  });
}

if (document.body.classList.contains("sheet-page")) startPrint();
