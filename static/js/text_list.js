/* Several short texts under one name: adds, moves and removes lines. Without script the list has spare
   empty lines, and the order is that of the page. Words come from data attributes, so they are
   translated on the server. */
"use strict";

(() => {
  const icons = {
    up: "M12 19V5M6 11l6-6 6 6",
    down: "M12 5v14M6 13l6 6 6-6",
    remove: "M6 6l12 12M18 6L6 18",
  };

  const drawing = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [key, value] of Object.entries({
      class: "icon",
      viewBox: "0 0 24 24",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": "1.75",
      "stroke-linecap": "round",
      "aria-hidden": "true",
    })) {
      svg.setAttribute(key, value);
    }
    path.setAttribute("d", icons[name]);
    svg.append(path);
    return svg;
  };

  const begin = (list) => {
    if (list.dataset.ready) return;
    list.dataset.ready = "yes";
    const items = list.querySelector("ol");
    const field = (item) => item.querySelector("textarea, input");
    const changed = () => list.dispatchEvent(new Event("text-list:change", { bubbles: true }));

    const number = () => {
      [...items.children].forEach((item, index, all) => {
        field(item).setAttribute("aria-label", `${list.dataset.itemLabel} ${index + 1}`);
        for (const tool of item.querySelectorAll(".btn-tool")) {
          const words = list.dataset[`${tool.dataset.does}Label`];
          tool.setAttribute("aria-label", `${words} (${index + 1})`);
          tool.disabled =
            (tool.dataset.does === "up" && index === 0) ||
            (tool.dataset.does === "down" && index === all.length - 1);
        }
      });
    };

    const equip = (item) => {
      const tools = document.createElement("span");
      tools.className = "text-list__tools";
      for (const does of ["up", "down", "remove"]) {
        const tool = document.createElement("button");
        tool.type = "button";
        tool.className = "btn-tool";
        tool.dataset.does = does;
        tool.append(drawing(does));
        tools.append(tool);
      }
      item.append(tools);
    };

    const blank = () => {
      const item = items.lastElementChild.cloneNode(true);
      const text = field(item);
      text.value = "";
      text.textContent = "";
      text.removeAttribute("id");
      items.append(item);
      return text;
    };

    [...items.children].forEach(equip);
    // The spare lines served those without script; one is enough now.
    while (
      items.children.length > 1 &&
      !field(items.lastElementChild).value &&
      !field(items.children[items.children.length - 2]).value
    ) {
      items.lastElementChild.remove();
    }

    const add = document.createElement("button");
    add.type = "button";
    add.className = "btn btn-sm text-list__add";
    add.textContent = list.dataset.addLabel;
    add.addEventListener("click", () => {
      blank().focus();
      number();
    });
    list.append(add);

    items.addEventListener("click", (event) => {
      const tool = event.target.closest(".btn-tool");
      if (!tool) return;
      const item = tool.closest("li");
      let focus = tool;
      if (tool.dataset.does === "up") {
        item.previousElementSibling.before(item);
      } else if (tool.dataset.does === "down") {
        item.nextElementSibling.after(item);
      } else if (items.children.length === 1) {
        field(item).value = "";
        focus = field(item);
      } else {
        focus = field(item.nextElementSibling || item.previousElementSibling);
        item.remove();
      }
      number();
      changed();
      (focus.disabled ? field(item) : focus).focus();
    });

    number();
  };

  const all = (root) => {
    if (root.matches && root.matches("[data-text-list]")) begin(root);
    root.querySelectorAll("[data-text-list]").forEach(begin);
  };

  all(document);
  document.addEventListener("htmx:load", (event) => all(event.detail.elt));
})();
