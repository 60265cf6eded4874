// The menu is open on wide screens and folded on narrow ones; open pop-up menus close on Escape and outside clicks.
export function startNavigation() {
  const fold = document.querySelector("[data-nav]");
  const narrow = window.matchMedia("(max-width: 61.99rem)");
  const follow = () => fold && (fold.open = !narrow.matches);
  narrow.addEventListener("change", follow);
  follow();
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest(".popmenu[open]");
    closeMenus(null);
    menu?.querySelector("summary").focus();
  });
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll(".popmenu[open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}
