// The screen of the verifier: on the page of the house, kept by its worker, or in a file saved once. What it says comes in
// `#words`, what it knows in `#data` (the file) or from data.json (the page).
import { digitsIn, ForeignHost, grouped, isSerial, SHORTEST_LABEL } from "./label.js";
import { hasCamera, ofCamera, ofPhoto } from "./scanner.js";
import { openData } from "./trust.js";
import { judge } from "./verdict.js";

const LOCALES = { ar: "ar-DZ-u-nu-latn", fr: "fr", en: "en-GB" };
const NUMBERS = { ar: "fr", fr: "fr", en: "en-GB" }; // Algeria writes 2 405,5 in both its languages
const LOUD = { genuine: "good", suspended: "warn", newer: "warn", unknown: "warn", typed: "warn" };
const SIGNS = { good: "✓", warn: "!", bad: "✕" };
const MEMORY = "damgha-verifier";
const byId = (id) => document.getElementById(id);

async function start(words, { source, hosts }) {
  byId("verifier").hidden = false;
  const ours = hosts.split(" ");
  let data = null;
  let broken = false;
  try {
    data = await openData(source ? await fetched(source) : JSON.parse(byId("data").textContent));
    if (isOlderThanSeen(data)) data.rolledBack = true;
  } catch {
    broken = true;
  }
  showAge(words, data, broken);
  const told = source ? "/V/" : ""; // a saved file tells nobody
  const check = (text) => answer(words, data, ours, text, told);
  listen(check);
  const asked = /^\/V\/([0-9]+)$/.exec(location.pathname)?.[1] ?? location.hash.slice(1);
  if (asked) await check(decodeURIComponent(asked));
  byId("verifier").dataset.ready = data ? "yes" : "no";
}

async function fetched(source) {
  const answer = await fetch(source, { credentials: "omit" });
  if (!answer.ok) throw new TypeError("no data");
  return answer.json();
}

// A list or a log that is older than one seen before is not an update but a trick, or a very old copy.
function isOlderThanSeen(data) {
  try {
    const seen = JSON.parse(localStorage.getItem(MEMORY)) ?? { size: 0, list: 0 };
    const older = data.size < seen.size || data.list.issued < seen.list;
    if (!older) localStorage.setItem(MEMORY, JSON.stringify({ size: data.size, list: data.list.issued }));
    return older;
  } catch {
    return false; // nothing is remembered here
  }
}

function showAge(words, data, broken) {
  const days = data && Math.floor((Date.now() / 1000 - data.issued) / 86_400);
  const loud = broken || data.rolledBack || days > 30 ? "warn" : "note";
  byId("age").replaceChildren(box(loud, each((language) => {
    if (broken) return words[language].no_data;
    if (data.rolledBack) return words[language].rolled_back;
    const said = days > 30 ? words[language].old : words[language].age;
    return filled(said, { date: day(data.issued, language), count: data.size });
  })));
}

function listen(check) {
  const form = byId("verifier-form");
  form.addEventListener("submit", (event) => {
    const typed = new FormData(form).get("n").trim();
    const isTyped = isSerial(typed.replace(/[\s.-]/g, ""));
    if (isTyped && navigator.onLine && location.protocol !== "file:") return; // a record can only be looked up
    event.preventDefault();
    check(typed);
  });
  byId("photo").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    if (file) check((await ofPhoto(file)) ?? "");
  });
  if (!hasCamera()) return;
  let looking = null;
  byId("scan").hidden = false;
  byId("scan").addEventListener("click", async () => {
    if (looking) return looking.abort();
    looking = new AbortController();
    byId("view").hidden = false;
    byId("scan").setAttribute("aria-pressed", "true");
    try {
      const text = await ofCamera(byId("view"), looking.signal);
      if (text) await check(text);
    } catch {
      byId("scan").hidden = true; // not allowed, or none: photo and number are still there
    } finally {
      looking = null;
      byId("view").hidden = true;
      byId("scan").setAttribute("aria-pressed", "false");
    }
  });
}

async function answer(words, data, ours, text, told) {
  let said;
  try {
    const digits = digitsIn(text, ours);
    if (digits.length < SHORTEST_LABEL) said = { outcome: "typed" };
    else said = data ? await judge(data, digits, Date.now() / 1000) : { outcome: "no_data" };
  } catch (error) {
    said = error instanceof ForeignHost ? { outcome: "foreign", host: error.host } : { outcome: "unreadable" };
  }
  show(words, data, said);
  if (said.outcome === "genuine" && told && navigator.onLine) navigator.sendBeacon?.(`${told}${digitsIn(text, ours)}/seen`);
}

function show(words, data, said) {
  let loud = LOUD[said.outcome] ?? "bad";
  if (loud === "good" && (said.old || data.rolledBack)) loud = "warn";
  const head = box(loud, each((language) => words[language].titles[said.outcome]), "h2");
  head.classList.add("verdict");
  head.dataset.outcome = said.outcome;
  const tongues = make("div", { className: "tongues-beside" });
  for (const language of Object.keys(words)) tongues.append(panel(words[language], data, said, language));
  byId("verdict").replaceChildren(head, tongues);
  byId("verdict").scrollIntoView({ block: "start" });
  byId("verdict").focus();
}

function panel(words, data, said, language) {
  const section = make("section", { className: "panel", lang: language, dir: language === "ar" ? "rtl" : "ltr" });
  section.append(make("h3", { textContent: words.titles[said.outcome] }));
  section.append(make("p", { textContent: filled(words.sentences[said.outcome], { host: said.host ?? "" }) }));
  if (!said.claims) return section;
  const date = day(data.issued, language);
  const steps = make("ol", { className: "answer-steps" });
  steps.append(make("li", { textContent: words.signature }));
  steps.append(make("li", {
    textContent: said.place === undefined
      ? filled(words.not_in_log, { date })
      : filled(words.in_log, { date, place: said.place + 1, count: said.logSize }),
  }));
  steps.append(make("li", { textContent: filled(words.states[said.outcome] ?? words.states.none, { date: day(said.listIssued, language) }) }));
  const match = make("li", { textContent: words.match, className: "strong" });
  steps.append(match);
  section.append(steps, facts(words, data.codes, said.claims, language));
  return section;
}

function facts(words, codes, claims, language) {
  const word = (table, number) => codes[table][number]?.[language] ?? `№ ${number}`;
  const list = (table, numbers) => (numbers ?? []).map((number) => word(table, number)).join(words.comma);
  const rows = [
    [words.grade, `${"●".repeat(claims.grade / 10)}${"○".repeat(6 - claims.grade / 10)} ${word("grades", claims.grade)}`],
    [words.kind, [word("kinds", claims.kind), claims.name].filter(Boolean).join(" · ")],
    ...measured(codes.schemes[claims.scheme], claims, language),
    [words.materials, list("materials", claims.materials)],
    [words.colours, list("colours", claims.colours)],
    [words.artisan, String(claims.artisan)],
    [words.signed, day(claims.issued, language)],
    [words.serial, grouped(claims.serial)],
    [words.inspected, claims.lot ? words.lot : words.piece],
    [words.not_tested, (codes.schemes[claims.scheme]?.not_tested ?? []).map((names) => names[language]).join(" · ")],
  ];
  const shown = make("dl", { className: "facts" });
  for (const [name, value] of rows.filter(([, value]) => value)) {
    const row = make("div");
    const told = make("dd");
    told.append(make("bdi", { textContent: value, dir: /^[\d.]+$/.test(value) ? "ltr" : "auto" }));
    row.append(make("dt", { textContent: name }), told);
    shown.append(row);
  }
  return shown;
}

// What was measured, as names and values with their unit: sizes and mass first, then the scheme's own order.
function measured(scheme, claims, language) {
  if (!scheme) return [];
  const number = (value, decimals) =>
    (value / 10 ** decimals).toLocaleString(NUMBERS[language], { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const row = (measure, value) => [measure.names[language], `${number(value, measure.decimals)}\u00a0${measure.units[language]}`];
  return [
    ...(claims.size ?? []).slice(0, scheme.size.length).map((value, at) => row(scheme.size[at], value)),
    ...(claims.mass !== null && scheme.mass ? [row(scheme.mass, claims.mass)] : []),
    ...(claims.measures ?? []).slice(0, scheme.measures.length).map((value, at) => row(scheme.measures[at], value)),
  ];
}

const day = (seconds, language) =>
  new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeZone: "Africa/Algiers" }).format(seconds * 1000);

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

const each = (say) => ["ar", "fr", "en"].map((language) =>
  make("span", { className: "three", lang: language, dir: language === "ar" ? "rtl" : "ltr", textContent: say(language) }));

function box(loud, spans, tag = "p") {
  const notice = make("div", { className: `notice ${loud}` });
  const text = make(tag);
  text.append(...spans);
  notice.append(make("span", { className: "icon sign", textContent: SIGNS[loud] ?? "i", ariaHidden: "true" }), text);
  return notice;
}

function make(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}

if (byId("verifier")) start(JSON.parse(byId("words").textContent), byId("verifier").dataset);
