// Tells once that this page was really looked at: a page prepared behind another one waits until it is shown.
const address = document.querySelector("script[data-seen]")?.dataset.seen;
const tell = () => navigator.sendBeacon?.(address);
if (address && document.visibilityState === "visible") tell();
else if (address) document.addEventListener("visibilitychange", tell, { once: true });
