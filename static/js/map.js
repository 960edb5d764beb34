/* Moves the marks of a stakeholder map, with mouse, finger or keys. Without script each mark leads to its
   form. Words come from data attributes, so they are translated on the server. */
"use strict";

(() => {
  const chart = document.querySelector("[data-map]");
  if (!chart) return;
  const svg = chart.querySelector("svg");
  const said = document.querySelector("[data-map-said]");
  const undo = document.querySelector("[data-map-undo]");
  const words = chart.dataset;
  const [, , boxWidth, boxHeight] = svg.dataset.box.split(" ").map(Number);
  const STEPS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  const FAR = 4; // pixels from which on a press is a drag
  const clamp = (value) => Math.min(100, Math.max(0, Math.round(value)));
  const same = (one, other) => one[0] === other[0] && one[1] === other[1];
  const marks = new Map();
  let last = null; // what "undo" takes back

  const begin = (link) => {
    const body = link.querySelector("g");
    const label = svg.querySelector(`[data-of="${link.dataset.key}"]`);
    const place = body.getAttribute("transform").match(/[-\d.]+/g).map(Number);
    const at = link.dataset.at.split(" ").map(Number);
    const named = document.querySelector(`#entry-${link.dataset.key} th`);
    const number = link.querySelector("text").textContent;
    const name = named
      ? `${number} ${named.textContent.trim()}`
      : link.querySelector("title").textContent.split(",")[0];
    marks.set(link, { link, body, label, place, origin: at, at, wanted: at, told: at, name, busy: false });
    return marks.get(link);
  };
  const markOf = (link) => marks.get(link) || begin(link);

  const fill = (text, [influence, interest], name) =>
    text.replace("%1", influence).replace("%2", interest).replace("%3", name);

  const say = (text) => {
    said.textContent = text;
  };

  const draw = (mark, at) => {
    const across = ((at[1] - mark.origin[1]) / 100) * boxWidth;
    const down = ((mark.origin[0] - at[0]) / 100) * boxHeight;
    mark.body.setAttribute(
      "transform",
      `translate(${mark.place[0] + across} ${mark.place[1] + down})`,
    );
    if (mark.label) mark.label.setAttribute("transform", `translate(${across} ${down})`);
  };

  const show = (mark, at) => {
    mark.wanted = at;
    draw(mark, at);
    mark.link.classList.toggle("is-moved", !same(at, mark.at));
    say(fill(words.values, at, mark.name));
  };

  const settle = (mark, at) => {
    mark.at = at;
    mark.wanted = at;
    draw(mark, at);
    mark.link.classList.remove("is-moved");
    if (!same(at, mark.told)) {
      mark.told = at;
      mark.link.querySelector("title").textContent = `${mark.name}, ${fill(words.values, at)}`;
    }
    ["influence", "interest"].forEach((name, index) => {
      const cell = document.querySelector(`[data-cell="${name}-${mark.link.dataset.key}"]`);
      if (cell) cell.textContent = at[index];
    });
  };

  const putBack = (mark, text) => {
    settle(mark, mark.at);
    say(text);
  };

  const send = async (mark, at, back) => {
    const fields = { version: mark.link.dataset.version, influence: at[0], interest: at[1] };
    if (back) fields.back = "yes";
    const answer = await fetch(`${mark.link.getAttribute("href")}place/`, {
      method: "POST",
      headers: { "X-CSRFToken": words.token },
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    if (answer.ok || answer.status === 409) return { status: answer.status, ...(await answer.json()) };
    return { status: answer.status };
  };

  const meet = (mark, answer) => {
    if (answer.status !== 409) {
      const why = { 404: words.gone, 403: words.forbidden, 0: words.forbidden }[answer.status];
      putBack(mark, why || words.failed);
      return;
    }
    mark.link.dataset.version = answer.version;
    const there = [answer.influence, answer.interest];
    settle(mark, there.includes(null) ? mark.at : there);
    say(answer.message);
  };

  const save = async (mark, at, taking) => {
    if (mark.busy) return;
    const before = mark.at;
    mark.busy = true;
    try {
      const answer = await send(mark, at, taking && taking.isNew);
      if (answer.status !== 200) {
        meet(mark, answer);
        return;
      }
      mark.link.dataset.version = answer.version;
      settle(mark, at);
      last = taking ? null : { mark, before, isNew: answer.is_new };
      undo.hidden = !last;
      say(taking ? words.undone : fill(words.saved, at, mark.name));
    } catch {
      putBack(mark, words.failed);
    } finally {
      mark.busy = false;
    }
  };

  undo.addEventListener("click", () => {
    if (!last) return;
    const taken = last;
    taken.mark.link.focus();
    save(taken.mark, taken.before, taken);
  });

  // Mouse and finger ------------------------------------------------------------------------------
  let drag = null;

  svg.addEventListener("dragstart", (event) => event.preventDefault());

  svg.addEventListener("pointerdown", (event) => {
    const link = event.target.closest("a.map-point");
    if (!link || event.button !== 0 || markOf(link).busy) return;
    drag = { mark: markOf(link), x: event.clientX, y: event.clientY, from: markOf(link).wanted };
    link.setPointerCapture(event.pointerId);
  });

  svg.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const across = event.clientX - drag.x;
    const down = event.clientY - drag.y;
    if (!drag.moved && Math.hypot(across, down) < FAR) return;
    drag.moved = true;
    const influence = clamp(drag.from[0] - (down / scale / boxHeight) * 100);
    const interest = clamp(drag.from[1] + (across / scale / boxWidth) * 100);
    show(drag.mark, [influence, interest]);
  });

  svg.addEventListener("pointerup", () => {
    const done = drag;
    drag = null;
    if (!done || !done.moved) return;
    // The press that ends a drag is no click on the link.
    const stop = (event) => event.preventDefault();
    svg.addEventListener("click", stop, { once: true, capture: true });
    setTimeout(() => svg.removeEventListener("click", stop, { capture: true }), 0);
    if (same(done.mark.wanted, done.mark.at)) putBack(done.mark, words.putBack);
    else save(done.mark, done.mark.wanted);
  });

  svg.addEventListener("pointercancel", () => {
    if (drag && drag.moved) putBack(drag.mark, words.putBack);
    drag = null;
  });

  // Keys ------------------------------------------------------------------------------------------
  svg.addEventListener("keydown", (event) => {
    const link = event.target.closest("a.map-point");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    const mark = markOf(link);
    if (mark.busy) return;
    const isMoved = !same(mark.wanted, mark.at);
    if (STEPS[event.key]) {
      const by = event.shiftKey ? 10 : 1;
      const [up, along] = STEPS[event.key];
      show(mark, [clamp(mark.wanted[0] + up * by), clamp(mark.wanted[1] + along * by)]);
    } else if (event.key === "Enter" && isMoved) {
      save(mark, mark.wanted);
    } else if (event.key === "Escape" && (isMoved || drag)) {
      drag = null;
      putBack(mark, words.putBack);
    } else {
      return;
    }
    event.preventDefault();
  });

  svg.addEventListener("focusout", (event) => {
    const link = event.target.closest("a.map-point");
    if (!link || drag) return;
    const mark = markOf(link);
    if (!mark.busy && !same(mark.wanted, mark.at)) putBack(mark, words.putBack);
  });
})();
