/* The service worker of a door: keeps the phone's page and what it needs, so that it opens off line.
   `self.DOOR` names the files as they are in this edition (convening/views/door.py). It keeps no list of
   people: that is in the page's own store, which the page clears. */
"use strict";

(() => {
  const door = self.DOOR;
  const all = [...door.assets, ...door.later];
  // A sum over the addresses, which change with what the files say.
  const sum = [...all.join()].reduce((hash, sign) => (hash * 31 + sign.charCodeAt(0)) | 0, 7);
  const name = `${door.name}${sum >>> 0}`;
  const PATIENCE = 4000; // milliseconds; on a bad line the page that is kept comes first

  const keep = async (address) => {
    const answer = await fetch(new Request(address, { credentials: "same-origin", cache: "reload" }));
    if (!answer.ok || answer.redirected) throw new Error(address);
    const cache = await caches.open(name);
    await cache.put(address, answer);
  };

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(Promise.all([...door.assets, door.page].map(keep)));
  });

  self.addEventListener("activate", (event) => {
    const tidy = async () => {
      for (const old of await caches.keys()) {
        if (old.startsWith(door.name) && old !== name) await caches.delete(old);
      }
      await self.clients.claim();
    };
    event.waitUntil(tidy());
  });

  const kept = async (address) => (await caches.open(name)).match(address, { ignoreVary: true });

  const page = async (request) => {
    const old = await kept(door.page);
    const fresh = fetch(request).then(async (answer) => {
      if (answer.ok && !answer.redirected) {
        await (await caches.open(name)).put(door.page, answer.clone());
      }
      return answer;
    });
    if (!old) return fresh;
    const late = new Promise((done) => setTimeout(done, PATIENCE, old));
    return Promise.race([fresh.then((answer) => (answer.status >= 500 ? old : answer)), late]).catch(
      () => old,
    );
  };

  const file = async (request, path) => {
    const old = await kept(path);
    if (old) return old;
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(name)).put(path, answer.clone());
    return answer;
  };

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const address = new URL(request.url);
    if (request.method !== "GET" || address.origin !== self.location.origin) return;
    if (address.pathname === door.page) event.respondWith(page(request));
    else if (all.includes(address.pathname)) event.respondWith(file(request, address.pathname));
  });
})();
