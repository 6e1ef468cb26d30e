// The day list: what keeps it on the phone is set up here, and a list that is not of this moment says so.
const list = document.querySelector("[data-day]");
const FRESH = 120_000;

if (list) {
  navigator.serviceWorker?.register(list.dataset.worker, { scope: list.dataset.scope }).catch(() => {});
  const note = document.querySelector("[data-kept]");
  const isOld = () => Math.abs(Date.now() - Date.parse(list.dataset.day)) > FRESH;
  const told = () => (note.hidden = navigator.onLine && !isOld());
  addEventListener("online", told);
  addEventListener("offline", told);
  told();
}
