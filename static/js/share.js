// Opens the phone's own "share" sheet with picture and text, where there is one; copies the text where that is allowed.
const button = document.querySelector("[data-share]");
const fetched = button && navigator.canShare ? fetchPicture(button) : null;

async function fetchPicture({ dataset }) {
  const answer = await fetch(dataset.picture);
  if (!answer.ok) return null;
  const file = new File([await answer.blob()], dataset.name, { type: "image/jpeg" });
  const whole = { files: [file], text: dataset.text };
  return navigator.canShare(whole) ? whole : null;
}

fetched?.then((whole) => {
  if (!whole) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.share(whole);
    } catch (problem) {
      if (problem.name !== "AbortError") throw problem; // closed again by the person: nothing is wrong
    }
  });
});

for (const copy of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).value);
    copy.querySelector("span").textContent = copy.dataset.done;
  });
}
