// The conversation as a log. Only what is new is added, so that a screen reader tells only that.

import { byId, make } from "./dom.js";

const log = byId("log");
const empty = byId("empty");
let shown = 0;
let speaker = "";

/** Begin with an empty log. */
export function clearTranscript() {
  shown = 0;
  speaker = "";
  log.replaceChildren(empty);
}

/** Add what is new of `entries`. Returns the sentences among it: `{text, language, audio, line}`. */
export function tell(entries) {
  const fresh = entries.slice(shown);
  shown = entries.length;
  if (fresh.length) empty.remove();
  const sentences = fresh.map((entry) => (entry.who === "service" ? heard(entry) : did(entry)));
  log.scrollTop = log.scrollHeight;
  return sentences.filter(Boolean);
}

/** The last line of a call. */
export function tellEnd(text) {
  log.append(make("p", { class: "end" }, text));
  log.scrollTop = log.scrollHeight;
}

/** Mark the sentence that is being spoken; null for none. */
export function markSpoken(line) {
  log.querySelector(".speaking")?.classList.remove("speaking");
  line?.classList.add("speaking");
}

function heard(entry) {
  const { text, audio, voice, language } = entry;
  const line = audio ? played(audio) : make("p", { class: "heard", lang: language }, text);
  const by = audio ? "audio" : `${language} · ${voice}`;
  if (by !== speaker && !audio) log.append(make("p", { class: "voice" }, by));
  speaker = by;
  log.append(line);
  return { text, language, audio, line };
}

function played(audio) {
  return make("p", { class: "heard audio" }, `♪ ${audio.replace("/audio/", "")}`);
}

function did({ kind, text }) {
  speaker = "";
  log.append(make("p", { class: `did did-${kind}` }, make("span", { class: "unseen" }, "Caller: "), ...deed(kind, text)));
  return null;
}

function deed(kind, text) {
  if (kind === "keys") return [...text].map((key) => make("kbd", {}, key));
  if (kind === "say") return [`“${text}”`];
  return [kind === "hangup" ? "hangs up" : "says nothing"];
}
