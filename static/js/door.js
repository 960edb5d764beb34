/* Check-in on a phone. Every entry is written to the phone first, shown at once, and sent when there is a
   line; it is kept until the server has answered for its key, so a batch may be sent again and again. */
"use strict";

(() => {
  const config = JSON.parse(document.getElementById("door-config").textContent);
  const { words, addresses } = config;
  const part = (name) => document.querySelector(`[data-door=${name}]`);
  const store = window.doorStore(config.slug, config.user);
  const scanner = window.doorScanner(addresses.decoder);
  const BATCH = 200;
  const FIRST_PAUSE = 5000; // milliseconds; doubles while the line stays away
  const LONGEST_PAUSE = 120_000;
  const SHOWN = 200; // rows; who is further down is found by typing
  const say = (word, value) => words[word].replace("%s", value);
  let list, queue = [], problems = [], day = "", chosen = false;
  let state = "", pause = FIRST_PAUSE, timer, running, lastCode = "", lastAt = 0;

  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const button = (className, text, press) => {
    const made = element("button", className, text);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  };

  // Who is here ---------------------------------------------------------------------------------
  const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: list.timezone }).format();

  /* The list with what waits on this phone laid over it. */
  const people = () => {
    const here = new Map(list.people.map((row) => [row.id, row.days.includes(day)]));
    const added = [];
    for (const entry of queue) {
      if (entry.day !== day) continue;
      if (entry.walk_in) added.push({ id: entry.key, name: entry.walk_in.name, about: entry.walk_in.organisation, hint: words.addedNow, code: "", here: true });
      else here.set(entry.participation, entry.is_present);
    }
    const rows = list.people.map((row) => ({ ...row, here: here.get(row.id) }));
    return [...rows, ...added].sort((one, other) => one.name.localeCompare(other.name));
  };

  const fits = (row, asked, code) =>
    (code && row.code === code) || asked.every((word) => fold(`${row.name} ${row.about}`).includes(word));

  // Drawing -------------------------------------------------------------------------------------
  const line = (row) => {
    const item = element("li", row.here ? "door-row door-row--here" : "door-row");
    const text = element("span", "door-row__text");
    text.append(element("span", "door-row__name", row.name));
    if (row.about) text.append(element("span", "small quiet", row.about));
    if (row.hint) text.append(element("span", "badge badge--warn", row.hint));
    if (!row.here) {
      const press = button("door-row__press", "", () => mark(row, true));
      press.append(text);
      item.append(press);
      return item;
    }
    item.append(text, element("span", "door-row__here", `✓ ${words.here}`));
    if (typeof row.id === "number") {
      const undo = button("btn btn-sm", words.undo, () => mark(row, false));
      undo.setAttribute("aria-label", `${words.undo}: ${row.name}`);
      item.append(undo);
    }
    return item;
  };

  const drawList = () => {
    const typed = part("search").value;
    const asked = fold(typed).split(" ");
    const everybody = people();
    const rows = everybody.filter(
      (row) => fits(row, asked, typed.trim().toUpperCase()) && !(part("missing").checked && row.here),
    );
    part("list").replaceChildren(...rows.slice(0, SHOWN).map(line));
    part("nobody").textContent = rows.length ? "" : words.nobody;
    const here = everybody.filter((row) => row.here).length;
    part("count").textContent = `${say("count", here)} · ${say("of", everybody.length)}`;
  };

  const drawDays = () => {
    const shown = new Intl.DateTimeFormat(config.language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
    part("day").replaceChildren(
      ...list.days.map((value) => {
        const option = element("option", "", shown.format(new Date(`${value}T12:00:00Z`)));
        option.value = value;
        return option;
      }),
    );
    if (!chosen || !list.days.includes(day)) {
      const now = today();
      day = list.days.find((value) => value >= now) ?? list.days.at(-1);
    }
    part("day").value = day;
    const groups = part("group");
    if (groups) {
      const before = groups.value;
      for (const group of list.groups) {
        if ([...groups.options].some((option) => option.value === String(group.id))) continue;
        const option = element("option", "", group.name);
        option.value = group.id;
        groups.append(option);
      }
      groups.value = before;
    }
  };

  const drawProblems = () => {
    part("problems").replaceChildren(
      ...problems.map((problem) => {
        const { entry } = problem;
        const item = element("li", "callout callout--warn stack stack--s");
        const person = list?.people.find((row) => row.id === (problem.participation ?? entry.participation));
        const name = entry.walk_in?.name ?? person?.name ?? entry.name ?? "";
        item.append(element("p", "", `${name} · ${entry.day}`), element("p", "small", problem.reason));
        const ways = element("div", "cluster");
        const settle = async (next) => {
          await store.dropProblem(problem.key);
          if (next) await enqueue(next);
          await refresh();
          sync();
        };
        const again = (changes) => ({ ...fresh(), day: entry.day, at: entry.at, walk_in: { ...entry.walk_in, ...changes } });
        if (problem.outcome === "alike") {
          ways.append(
            button("btn btn-sm", words.same, () => settle({ ...fresh(), day: entry.day, at: entry.at, participation: problem.participation, is_present: true })),
            button("btn btn-sm", words.another, () => settle(again({ another: true }))),
          );
        }
        if (problem.outcome === "full") ways.append(button("btn btn-sm", words.letIn, () => settle(again({ over: true }))));
        ways.append(button("btn btn-link btn-sm", words.drop, () => settle()));
        item.append(ways);
        return item;
      }),
    );
  };

  const drawState = () => {
    const waiting = queue.length;
    const line = part("state");
    let text = navigator.onLine && state !== "offline" ? words.online : words.offline;
    let tone = waiting ? "warn" : "good";
    if (state === "signedOut") [text, tone] = [say("signIn", waiting), "bad"];
    else if (state === "otherUser") [text, tone] = [words.otherUser, "bad"];
    else if (state === "failed") [text, tone] = [`${words.failed} ${say("waiting", waiting)}`, "bad"];
    else if (waiting && text === words.online) text = `${words.sending} ${say("waiting", waiting)}`;
    else if (text === words.offline) [text, tone] = [waiting ? `${text} ${say("waiting", waiting)}` : text, "warn"];
    line.textContent = text;
    line.dataset.tone = tone;
    part("sign-in").hidden = state !== "signedOut";
  };

  const refresh = async () => {
    queue = await store.queue();
    problems = await store.problems();
    drawState();
    drawProblems();
    if (!list) {
      part("nobody").textContent = words.empty;
      return;
    }
    drawDays();
    drawList();
  };

  const flash = (text, undo) => {
    const bar = part("flash");
    bar.replaceChildren(element("span", "", text));
    if (undo) bar.append(button("btn btn-sm", words.undo, undo));
    bar.hidden = false;
  };

  // Entries -------------------------------------------------------------------------------------
  const uuid = () =>
    crypto.randomUUID?.() ??
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
      (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
    );
  const fresh = () => ({ key: uuid(), day, at: new Date().toISOString(), until: list?.until });

  const enqueue = async (entry) => {
    await store.add(entry);
    await refresh();
  };

  const mark = async (row, isPresent) => {
    // The name goes along for the phone alone, in case the person is taken off the list meanwhile.
    await enqueue({ ...fresh(), participation: row.id, is_present: isPresent, name: row.name });
    const undo = isPresent ? () => mark(row, false) : undefined;
    flash(say(isPresent ? "isHere" : "notHere", row.name), undo);
    if (part("search").value) {
      part("search").value = "";
      drawList();
      part("search").focus();
    }
    sync();
  };

  const takeCode = async (text) => {
    const code = text.trim().toUpperCase();
    if (code === lastCode && Date.now() - lastAt < 4000) return;
    [lastCode, lastAt] = [code, Date.now()];
    const row = list && people().find((one) => one.code && one.code === code);
    navigator.vibrate?.(row ? 80 : [60, 60, 60]);
    if (!row) flash(words.unknownCode);
    else if (row.here) flash(say("wasHere", row.name));
    else await mark(row, true);
  };

  // Sending -------------------------------------------------------------------------------------
  const settleAnswer = async (entry, answer) => {
    if (!answer) return;
    if (answer.outcome !== "done" && answer.outcome !== "known") {
      await store.keepProblem({ key: entry.key, until: entry.until, entry, ...answer });
    } else if (answer.reason) flash(answer.reason);
    await store.sent(entry.order);
  };

  const send = async (csrf) => {
    for (let batch = (await store.queue()).slice(0, BATCH); batch.length; batch = (await store.queue()).slice(0, BATCH)) {
      const entries = batch.map(({ key, day: on, at, participation, is_present, walk_in }) => ({ key, day: on, at, participation, is_present, walk_in }));
      const answer = await fetch(addresses.send, {
        method: "POST",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
        body: JSON.stringify({ entries }),
      });
      if (!answer.ok) throw Object.assign(new Error("send"), { state: "failed" });
      const { answers } = await answer.json();
      const byKey = new Map(answers.map((one) => [one.key, one]));
      if (!batch.some((entry) => byKey.has(entry.key))) throw Object.assign(new Error("send"), { state: "failed" });
      for (const entry of batch) await settleAnswer(entry, byKey.get(entry.key));
    }
  };

  const ask = async () => {
    const answer = await fetch(addresses.people, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") {
      // Names do not stay on a phone that nobody is signed in on; what was noted down does.
      await store.dropList();
      throw Object.assign(new Error("signed out"), { state: "signedOut" });
    }
    if (!answer.ok) throw Object.assign(new Error("list"), { state: "failed" });
    const told = await answer.json();
    if (told.user !== config.user) throw Object.assign(new Error("user"), { state: "otherUser" });
    return told;
  };

  const once = async () => {
    try {
      let told = await ask();
      if ((await store.queue()).length) {
        await send(told.csrf);
        told = await ask();
      }
      const { csrf, ...kept } = told;
      await store.keepList(kept);
      list = kept;
      [state, pause] = ["", FIRST_PAUSE];
    } catch (problem) {
      state = problem.state ?? "offline";
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    await refresh();
    clearTimeout(timer);
    // On a quiet line it looks now and then what other phones have taken in.
    timer = setTimeout(sync, state ? pause : 30_000);
  };

  /* One at a time; what is asked for meanwhile is done afterwards. */
  function sync() {
    if (running) {
      running.again = true;
      return;
    }
    running = { again: false };
    const done = () => {
      const { again } = running;
      running = undefined;
      if (again && !state) sync();
    };
    const work = () => once().finally(done);
    // Two windows of the same phone take turns.
    if (navigator.locks) navigator.locks.request(`door:${config.slug}`, work);
    else work();
  }

  // Ways in -------------------------------------------------------------------------------------
  const addWalkIn = async (event) => {
    event.preventDefault();
    const form = event.target;
    const { name, organisation, group } = form.elements;
    if (!name.value.trim() || !list) return;
    const walkIn = { name: name.value.trim(), organisation: organisation ? organisation.value.trim() : "", group: group.value || null };
    const twin = people().find((row) => fold(row.name) === fold(walkIn.name));
    if (twin && typeof twin.id === "number") {
      const problem = { key: uuid(), outcome: "alike", participation: twin.id, reason: say("alike", twin.name), until: list.until };
      await store.keepProblem({ ...problem, entry: { ...fresh(), walk_in: walkIn } });
      await refresh();
      part("problems").scrollIntoView({ block: "center" });
    } else {
      await enqueue({ ...fresh(), walk_in: walkIn });
      flash(say("added", walkIn.name));
      sync();
    }
    form.reset();
    form.closest("details").open = false;
  };

  const startScan = async () => {
    part("scanner").hidden = false;
    part("scanner").scrollIntoView({ block: "center" });
    try {
      await scanner.start(part("video"), takeCode);
    } catch {
      scanner.stop();
      part("video").hidden = true;
      part("scan-note").textContent = words.noCamera;
    }
  };
  const stopScan = () => {
    scanner.stop();
    part("scanner").hidden = true;
    part("video").hidden = false;
    part("scan-note").textContent = "";
  };
  const readPicture = async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const text = await scanner.read(file).catch(() => "");
    lastCode = "";
    if (text) await takeCode(text);
    else flash(words.noCode);
    event.target.value = "";
  };

  const clear = async () => {
    const unsent = queue.length + problems.length;
    if (!window.confirm(unsent ? say("clearUnsent", unsent) : words.clear)) return;
    clearTimeout(timer);
    await store.clear();
    for (const name of await caches.keys()) if (name.startsWith("door:")) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations()) {
      if (new URL(worker.scope).pathname.endsWith("/door/")) await worker.unregister();
    }
    list = undefined;
    part("work").hidden = true;
    part("state").textContent = words.cleared;
  };

  const begin = async () => {
    part("search").addEventListener("input", () => list && drawList());
    part("search").addEventListener("keydown", async (event) => {
      if (event.key !== "Enter" || !list) return;
      event.preventDefault();
      const code = part("search").value.trim().toUpperCase();
      const asked = fold(code).split(" ");
      const found = code ? people().filter((row) => fits(row, asked, code)) : [];
      if (found.some((row) => row.code === code)) await takeCode(code);
      else if (found.length === 1 && !found[0].here) await mark(found[0], true);
    });
    part("missing").addEventListener("change", () => list && drawList());
    part("day").addEventListener("change", (event) => {
      [day, chosen] = [event.target.value, true];
      drawList();
    });
    part("scan").addEventListener("click", startScan);
    part("scan-end").addEventListener("click", stopScan);
    part("picture").addEventListener("change", readPicture);
    part("walk-in")?.addEventListener("submit", addWalkIn);
    part("clear").addEventListener("click", clear);
    window.addEventListener("online", () => {
      [state, pause] = ["", FIRST_PAUSE];
      sync();
    });
    window.addEventListener("offline", () => {
      state = "offline";
      drawState();
    });
    document.addEventListener("visibilitychange", () => document.hidden || sync());
    try {
      await store.tidy();
      list = await store.list();
    } catch {
      part("state").textContent = words.noStore;
      return;
    }
    part("work").hidden = false;
    await refresh();
    sync();
    if ("serviceWorker" in navigator) {
      await navigator.serviceWorker.register(addresses.worker);
      await navigator.serviceWorker.ready;
      part("kept").hidden = false;
      navigator.storage?.persist?.();
      if (navigator.onLine) scanner.prepare().catch(() => {});
    }
  };
  begin();
})();
