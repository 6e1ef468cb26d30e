// The page asks to be kept on the phone.
const kept = document.getElementById("verifier-keep")?.dataset.worker;
if (kept && "serviceWorker" in navigator && location.protocol !== "file:")
  navigator.serviceWorker.register(kept, { scope: "/V/" }).catch(() => {}); // without it the page works online
