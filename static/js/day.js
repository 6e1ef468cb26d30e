// The day list: what keeps it on the phone is set up here, and a list that is not of this moment says so.
const list = document.querySelector("[data-day]");
const FRESH = 120_000;

if (list) {
  navigator.serviceWorker?.register(list.dataset.worker, { scope: list.dataset.scope }).catch(() => {});
  // The empty sheets come along, so that a piece can be read where there is no network.
  navigator.serviceWorker?.addEventListener("message", (event) => (list.dataset.taken = event.data.taken));
  navigator.serviceWorker?.ready.then(({ active }) => {
    if (navigator.onLine) active.postMessage({ take: list.dataset.sheets.split(" ").filter(Boolean) });
  });
  const note = document.querySelector("[data-kept]");
  const isOld = () => Math.abs(Date.now() - Date.parse(list.dataset.day)) > FRESH;
  const told = () => (note.hidden = navigator.onLine && !isOld());
  addEventListener("online", told);
  addEventListener("offline", told);
  told();
}
