/* Small comforts of the keyboard: "/" goes to the search, Escape or a click elsewhere closes an
   open menu, the phone's menu button opens the list, and what an answer brings is brought to notice. */
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
    const everywhere = document.getElementById("search-everywhere");
    const link = document.getElementById("search-link");
    const visible = everywhere && everywhere.offsetParent;
    const box = visible ? everywhere : document.querySelector("main input[type=search]");
    if (!box && !link) return;
    event.preventDefault();
    if (!visible && link && !link.hasAttribute("aria-current")) {
      link.click();
    } else {
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

  // What came with an answer: errors take the focus, and what moved by itself is said aloud.
  const arrived = (root) => {
    const summary = root.querySelector("[data-takes-focus]");
    if (summary) summary.focus();
    const news = root.querySelector("[data-speak]");
    const spoken = document.getElementById("spoken");
    if (news && spoken && root !== document) {
      const words = news.textContent.trim().replace(/\s+/g, " ");
      if (spoken.textContent !== words) spoken.textContent = words;
    }
  };

  arrived(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) arrived(event.detail.elt);
  });
})();
