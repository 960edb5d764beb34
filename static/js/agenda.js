/* Arranges an agenda without leaving its page: drags items with mouse or finger, sends the page's own
   forms, and shows the agenda as the server answers it. Without script the same forms lead to pages.
   Words come from data attributes, so they are translated on the server. */
"use strict";

(() => {
  const FAR = 6; // pixels from which on a press is a drag
  const EDGE = 70; // pixels from the window's edge within which it scrolls
  const board = () => document.querySelector("[data-agenda]");
  if (!board()) return;
  let busy = false;
  let drag = null;

  const say = (text, seen = true) => {
    const words = text.trim().replace(/\s+/g, " ");
    const spoken = document.getElementById("spoken");
    if (spoken) spoken.textContent = words;
    const shown = document.querySelector("[data-agenda-said]");
    if (shown && seen && words) shown.textContent = words;
  };

  // What the server answers -----------------------------------------------------------------------
  const settle = (fresh, answer) => {
    document.querySelectorAll("main .messages").forEach((old) => old.remove());
    board().replaceWith(document.adoptNode(fresh));
    const told = [...answer.querySelectorAll(".messages .callout p")].map((one) => one.textContent);
    const refusal = board().querySelector("[data-takes-focus]");
    const moved = board().querySelector(".is-moved");
    const focus = refusal || board().querySelector("[autofocus]") ||
      (moved && moved.querySelector("button, a"));
    if (focus) {
      focus.focus({ preventScroll: true });
      (moved && !refusal ? moved : focus).scrollIntoView({ block: "nearest" });
    }
    say(refusal ? refusal.textContent : told.join(" "), !refusal);
  };

  const take = async (reply, form) => {
    const answer = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = answer.querySelector("[data-agenda]");
    const quick = answer.querySelector("[data-agenda-quick]");
    if (fresh) {
      settle(fresh, answer);
    } else if (quick && form) {
      const place = form.closest("[data-agenda-quick]");
      place.replaceWith(document.adoptNode(quick));
      const summary = quick.querySelector("[data-takes-focus], input:not([type=hidden])");
      if (summary) summary.focus();
    } else {
      throw new Error("no agenda");
    }
  };

  const send = async (address, data, form) => {
    if (busy) return;
    busy = true;
    board().setAttribute("aria-busy", "true");
    try {
      await take(await fetch(address, { method: "POST", body: data }), form);
    } catch {
      say(board().dataset.failed);
    } finally {
      busy = false;
      board().removeAttribute("aria-busy");
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-agenda] [data-agenda-form]");
    if (!form) return;
    event.preventDefault();
    const by = event.submitter;
    const data = new FormData(form);
    if (by && by.name) data.append(by.name, by.value);
    const address = by && by.hasAttribute("formaction") ? by.formAction : form.action;
    send(address, data, form);
  });

  // Title and times, in their row -----------------------------------------------------------------
  const close = (place) => {
    const row = place.closest("[data-item]");
    place.remove();
    row.querySelector("[data-quick]").focus();
  };

  const open = async (link) => {
    const row = link.closest("[data-item]");
    const there = row.querySelector("[data-agenda-quick]");
    if (there) {
      close(there);
      return;
    }
    try {
      const reply = await fetch(link.href);
      const answer = new DOMParser().parseFromString(await reply.text(), "text/html");
      const quick = document.adoptNode(answer.querySelector("[data-agenda-quick]"));
      quick.classList.add("plan__quick");
      row.append(quick);
      const field = quick.querySelector("input[name=minutes]");
      field.focus();
      field.select();
    } catch {
      window.location.assign(link.href);
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-agenda] [data-quick]");
    const cancel = event.target.closest("[data-agenda] [data-cancel]");
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(link || cancel)) return;
    event.preventDefault();
    if (link) open(link);
    else close(cancel.closest("[data-agenda-quick]"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const place = event.target.closest("[data-agenda] [data-agenda-quick]");
    if (drag) putBack();
    else if (place) close(place);
  });

  // Mouse and finger ------------------------------------------------------------------------------
  const end = () => {
    cancelAnimationFrame(drag.frame);
    drag.mark.remove();
    drag.row.classList.remove("is-dragged");
    drag.row.style.removeProperty("translate");
    drag = null;
  };

  const putBack = () => {
    const moved = drag.moved;
    end();
    if (moved) say(board().dataset.putBack);
  };

  // Where the item would go: before the first row of a list whose middle lies below the finger.
  const aim = (x, y) => {
    const under = document.elementsFromPoint(x, y);
    const day = under.map((one) => one.closest("[data-day]")).find(Boolean);
    if (!day) return;
    const lists = [...day.querySelectorAll("[data-part]")];
    if (!lists.length) return;
    const middle = (box) => box.top + box.height / 2;
    const list = lists.findLast((one) => one.getBoundingClientRect().top - EDGE / 2 <= y) || lists[0];
    const rows = [...list.querySelectorAll("[data-item]")].filter((one) => one !== drag.row);
    const next = rows.find((one) => middle(one.getBoundingClientRect()) > y);
    if (next) next.before(drag.mark);
    else list.append(drag.mark);
    drag.target = { day: day.dataset.day, part: list.dataset.part, before: next ? next.dataset.item : "" };
  };

  const follow = () => {
    const { y, x } = drag;
    if (y < EDGE) window.scrollBy(0, (y - EDGE) / 5);
    else if (y > window.innerHeight - EDGE) window.scrollBy(0, (y - window.innerHeight + EDGE) / 5);
    drag.row.style.setProperty("translate", `0 ${y - drag.fromY + window.scrollY - drag.scroll}px`);
    aim(x, y);
    drag.frame = requestAnimationFrame(follow);
  };

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-agenda] [data-grip]");
    if (!grip || event.button !== 0 || busy || drag) return;
    event.preventDefault();
    const mark = document.createElement("li");
    mark.className = "plan__mark";
    drag = { row: grip.closest("[data-item]"), mark, fromX: event.clientX, fromY: event.clientY };
    drag.scroll = window.scrollY;
    grip.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.x = event.clientX;
    drag.y = event.clientY;
    if (drag.moved || Math.hypot(drag.x - drag.fromX, drag.y - drag.fromY) < FAR) return;
    drag.moved = true;
    drag.row.classList.add("is-dragged");
    follow();
  });

  document.addEventListener("pointerup", () => {
    if (!drag) return;
    const { row, target, moved } = drag;
    if (moved && drag.y !== undefined) aim(drag.x, drag.y);
    const place = drag.target || target;
    end();
    if (!moved || !place) return;
    const data = new FormData(document.getElementById("agenda-mover"));
    for (const [name, value] of Object.entries(place)) data.append(name, value);
    send(row.dataset.move, data);
  });

  document.addEventListener("pointercancel", () => {
    if (drag) putBack();
  });
})();
