/* Small comforts of the keyboard: "/" goes to the search box, Escape or a click elsewhere closes an
   open menu, the phone's menu button opens the list, and a form's summary of errors takes the focus. */
"use strict";

(() => {
  const typing = (element) =>
    element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName);

  const openMenus = () => document.querySelectorAll("details[data-closes][open]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of openMenus()) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      return;
    }
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) return;
    const box = document.querySelector("[data-search]");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const button = event.target.closest("[data-menu-button]");
    if (button) {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
    }
  });

  // On a phone the tab one is on may be out of sight.
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const row = tab.closest(".tabs");
    row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }

  const summary = document.querySelector("[data-takes-focus]");
  if (summary) summary.focus();
})();
