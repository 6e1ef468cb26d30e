// Reads the page aloud for who reads little: a loudspeaker beside each tile, field and error, and one for the page.
//
// A sentence that a person has recorded is played (static/clips/<language>/<name>.<ending>, named by the first sixteen
// hexadecimal digits of its SHA-256); for any other the phone's own voice is asked, if it has one for the language.
// Where there is neither, no button appears. All words come from the page.
const says = document.querySelector("[data-aloud]");
const language = document.documentElement.lang;
const clips = new Map(says.dataset.clips.split(" ").filter(Boolean).map((path) => [path.replace(/^.*\/|\..*$/g, "").slice(0, 16), path]));
// الحرفي(ة) is written for both; a voice would read the brackets.
const spoken = (element) => element.innerText.replace(/\([\u0600-\u06ff]{1,3}\)/g, "").replace(/\s+/g, " ").trim();
const speech = window.speechSynthesis;
const voice = () => speech?.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
let playing = null;

async function nameOf(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest).slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function clipOf(text) {
  return clips.size && crypto.subtle ? clips.get(await nameOf(text)) : undefined;
}

function hush() {
  speech?.cancel();
  playing?.pause();
  playing = null;
}

async function say(text) {
  hush();
  const clip = await clipOf(text);
  if (clip) {
    playing = new Audio(clip);
    await playing.play();
  } else if (voice()) {
    const words = new SpeechSynthesisUtterance(text);
    words.lang = language;
    words.voice = voice();
    words.rate = 0.9;
    speech.speak(words);
  }
}

function button(text, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "aloud";
  made.setAttribute("aria-label", `${label} ${text}`.trim().slice(0, 120));
  made.append(document.querySelector("[data-aloud-icon]").content.cloneNode(true));
  made.addEventListener("click", () => say(text));
  return made;
}

async function offer(element, place) {
  const text = spoken(element);
  if (!text || !(voice() || (await clipOf(text)))) return;
  place(button(text, says.dataset.aloud));
}

function beside(tile, made) {
  const both = document.createElement("div");
  both.className = "spoken";
  tile.replaceWith(both);
  both.append(tile, made);
}

async function offerAll() {
  for (const tile of document.querySelectorAll(".tiles > .tile")) await offer(tile, (made) => beside(tile, made));
  for (const label of document.querySelectorAll("main .field:not(.tick) > label, main legend"))
    if (!label.querySelector(".aloud") && !label.nextElementSibling?.matches(".aloud"))
      await offer(label, (made) => (label.matches("legend") ? label.append(made) : label.after(made)));
  for (const error of document.querySelectorAll("main .error > span"))
    if (!error.nextElementSibling?.matches(".aloud")) await offer(error, (made) => error.after(made));
  const whole = document.querySelector("[data-aloud-page][hidden]");
  if (whole && voice()) {
    whole.hidden = false;
    whole.addEventListener("click", () => (speech.speaking ? hush() : say(spoken(document.querySelector("main")).slice(0, 900))));
  }
}

// One round after the other: two at once would give a field two buttons.
let round = Promise.resolve();
const offerAgain = () => (round = round.then(offerAll));

// A phone tells its voices a moment after it was asked first.
if (speech && !speech.getVoices().length) {
  speech.addEventListener("voiceschanged", offerAgain, { once: true });
  if (clips.size) offerAgain();
} else if (speech || clips.size) {
  offerAgain();
}
// A page that is made on the phone (the questions of a new piece) brings its fields later.
let again = 0;
new MutationObserver(() => {
  clearTimeout(again);
  again = setTimeout(offerAgain, 150);
}).observe(document.querySelector("main"), { childList: true, subtree: true });
addEventListener("pagehide", hush);
