/* Asks before a page with unsaved typing is left. A form takes part with the attribute data-unsaved;
   one that came back with errors counts as unsaved from the start. */
"use strict";

(() => {
  const changed = new Set();

  const note = (event) => {
    const form = event.target.closest("form[data-unsaved]");
    if (form) changed.add(form);
  };

  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("text-list:change", note);
  document.addEventListener("submit", (event) => changed.delete(event.target));
  for (const summary of document.querySelectorAll("form[data-unsaved] .error-summary")) {
    changed.add(summary.closest("form"));
  }

  window.addEventListener("beforeunload", (event) => {
    const left = [...changed].some((form) => form.isConnected);
    if (left) event.preventDefault();
  });
})();
