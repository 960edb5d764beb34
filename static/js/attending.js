// The registration form: saves as one types, and asks conditional questions at once. Works without, too.
(function () {
  "use strict";
  const form = document.querySelector("[data-attending]");
  if (!form) return;
  const status = form.querySelector("[data-attending-status]");
  let timer;

  function given(name) {
    return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
      .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
      .map((input) => input.value);
  }

  function ask() {
    for (const block of form.querySelectorAll("[data-depends]")) {
      const source = block.dataset.depends;
      const inputs = form.querySelectorAll(`[name="${CSS.escape(source)}"]`);
      if (!inputs.length) continue;
      const wanted = [...block.querySelectorAll("[data-value]")].map((each) => each.dataset.value);
      const outer = inputs[0].closest("[data-depends]");
      const fits = given(source).some((value) => wanted.includes(value));
      block.hidden = !fits || Boolean(outer && outer.hidden);
      const condition = block.querySelector("[data-condition]");
      if (condition) condition.hidden = true;
    }
  }

  async function save() {
    const body = new FormData(form);
    body.append("autosave", "1");
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body });
      if (!answer.ok) return;
      status.textContent = form.dataset.saved;
    } catch {
      status.textContent = form.dataset.offline;
      later(5000);
    }
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  form.addEventListener("input", () => {
    ask();
    status.textContent = "";
    later(1000);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  window.addEventListener("online", () => later(0));
  ask();
})();
