/* What the door keeps on the phone: the list of a dialogue, entries that wait to be sent, and those that
   the server could not take. In IndexedDB, which outlives a reload, a dead battery and a day off line. */
"use strict";

window.doorStore = (slug, user) => {
  const STORES = ["lists", "queue", "problems"];
  let opened;

  const open = () => {
    opened ??= new Promise((done, failed) => {
      const request = indexedDB.open("baraza-door", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("lists", { keyPath: "slug" });
        request.result.createObjectStore("queue", { keyPath: "order", autoIncrement: true });
        request.result.createObjectStore("problems", { keyPath: "key" });
      };
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    return opened;
  };

  /* Run `work(store)` in a transaction of its own; what it asked for, once it is safely written. */
  const within = async (store, mode, work) => {
    const database = await open();
    return new Promise((done, failed) => {
      const transaction = database.transaction(store, mode, { durability: "strict" });
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => done(request?.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  };
  const all = (store) => within(store, "readonly", (rows) => rows.getAll());
  const mine = (row) => row.slug === slug && row.user === user;

  return {
    async list() {
      const row = await within("lists", "readonly", (rows) => rows.get(slug));
      return row && row.user === user ? row : undefined;
    },
    keepList: (list) => within("lists", "readwrite", (rows) => rows.put({ ...list, slug, user })),
    dropList: () => within("lists", "readwrite", (rows) => rows.delete(slug)),
    /* In the order in which they were made. */
    queue: async () => (await all("queue")).filter(mine),
    add: (entry) => within("queue", "readwrite", (rows) => rows.add({ ...entry, slug, user })),
    sent: (order) => within("queue", "readwrite", (rows) => rows.delete(order)),
    problems: async () => (await all("problems")).filter(mine),
    keepProblem: (row) => within("problems", "readwrite", (rows) => rows.put({ ...row, slug, user })),
    dropProblem: (key) => within("problems", "readwrite", (rows) => rows.delete(key)),
    /* Names that another account left on this phone, and what is of dialogues that are over. */
    async tidy() {
      const now = new Date().toISOString();
      for (const row of await all("lists")) {
        if (row.user !== user || new Date(row.until).toISOString() <= now) {
          await within("lists", "readwrite", (rows) => rows.delete(row.slug));
        }
      }
      for (const [store, key] of [["queue", "order"], ["problems", "key"]]) {
        for (const row of await all(store)) {
          if (row.until && new Date(row.until).toISOString() <= now) {
            await within(store, "readwrite", (rows) => rows.delete(row[key]));
          }
        }
      }
    },
    async clear() {
      for (const store of STORES) await within(store, "readwrite", (rows) => rows.clear());
    },
  };
};
