// The day list of the stamping centre without network: the page as it was last seen here, with its files, for a few days
// at most. Nothing else of the desk is kept. Whoever is logged out, or may not see it any more, finds it gone from the
// phone. VERSION and HOUSE are put before this by the view that serves it.
const KEPT = `stamping-${VERSION}`;
const PATIENCE = 10_000;
const LONGEST = HOUSE.days * 86_400_000;
const KEPT_AT = "X-Kept-At";

async function keep(cache, answer) {
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  await cache.put(HOUSE.day, new Response(await answer.blob(), { headers }));
}

/** The kept list, unless it is too old: then it is thrown away. */
async function kept(cache) {
  const found = await cache.match(HOUSE.day, { ignoreVary: true });
  if (!found || Date.now() - Number(found.headers.get(KEPT_AT)) < LONGEST) return found;
  await cache.delete(HOUSE.day, { ignoreVary: true });
  return undefined;
}

self.addEventListener("install", (event) => {
  const filled = async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(HOUSE.files);
    const answer = await fetch(HOUSE.day, { credentials: "same-origin", cache: "no-store" });
    if (answer.ok && !answer.redirected) await keep(cache, answer);
    await self.skipWaiting();
  };
  event.waitUntil(filled());
});

self.addEventListener("activate", (event) => {
  const cleared = async () => {
    for (const name of await caches.keys())
      if (name.startsWith("stamping-") && name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(cleared());
});

const late = () => new Promise((_, reject) => setTimeout(() => reject(new TypeError("late")), PATIENCE));

async function page(request, path) {
  const cache = await caches.open(KEPT);
  const old = await kept(cache);
  try {
    const asked = fetch(request);
    const answer = await (old && path === HOUSE.day ? Promise.race([asked, late()]) : asked);
    if (answer.status >= 500 && old) return old;
    if (answer.ok && path === HOUSE.day) await keep(cache, answer.clone());
    // A redirect (status 0 here) leads to the login: who holds this phone now may not see what it kept.
    else if (!answer.ok && answer.status < 500) await cache.delete(HOUSE.day, { ignoreVary: true });
    return answer;
  } catch (error) {
    if (old) return old;
    throw error;
  }
}

const file = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && [HOUSE.day, HOUSE.home].includes(path)) event.respondWith(page(request, path));
  else if (HOUSE.files.includes(path)) event.respondWith(file(request));
});
