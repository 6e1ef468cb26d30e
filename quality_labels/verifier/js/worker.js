// Keeps the verifier on the phone: whoever opened it once can check a label without network, also one scanned by the
// phone's own camera, whose address lies in this worker's scope. VERSION and HOUSE are put before this by its view.
const KEPT = `verifier-${VERSION}`;
const PATIENCE = 5_000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT)
    .then((cache) => cache.addAll([HOUSE.shell, HOUSE.data, ...HOUSE.files]))
    .then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const cleared = async () => {
    for (const name of await caches.keys()) if (name.startsWith("verifier-") && name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(cleared());
});

const late = () => new Promise((_, reject) => setTimeout(() => reject(new TypeError("late")), PATIENCE));

// The network first, so that nobody reads old data who could read new; what is kept where it does not answer.
async function fresh(request, kept) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await Promise.race([fetch(request), late()]);
    if (answer.ok && new URL(request.url).pathname === kept) await cache.put(kept, answer.clone());
    if (answer.status < 500) return answer;
  } catch {
    // below
  }
  return (await cache.match(kept, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname !== HOUSE.file) event.respondWith(fresh(request, HOUSE.shell));
  else if (url.pathname === HOUSE.data) event.respondWith(fresh(request, HOUSE.data));
  else if (HOUSE.files.includes(url.pathname + url.search))
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
});
