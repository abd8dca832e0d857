// What is heard: the browser's own voices, recordings, and the music while one waits.

import { byId } from "./dom.js";
import { markSpoken } from "./transcript.js";

const MUSIC = "/music/";
const speech = globalThis.speechSynthesis;
const player = byId("sound");
const voice = byId("voice");
const music = byId("music");
let turn = 0; // what was begun in an earlier turn is not to go on
let tune = "";

/** Offer what this browser can do; voices may be known only later. */
export function watchSound() {
  offerVoice();
  speech?.addEventListener?.("voiceschanged", offerVoice);
  voice.addEventListener("change", () => voice.checked || hush());
  music.addEventListener("change", () => (music.checked ? hum() : player.pause()));
}

/** Play these sentences one after the other; the music among them goes on after the last. */
export async function sound(sentences) {
  hush();
  const mine = ++turn;
  tune = "";
  for (const sentence of sentences) {
    if (sentence.audio.includes(MUSIC)) tune = sentence.audio;
    else if (voice.checked) await (sentence.audio ? played(sentence) : spoken(sentence));
    if (mine !== turn) return;
  }
  markSpoken(null);
  if (music.checked) hum();
}

/** Silence at once: a key was pressed, or the call is over. */
export function hush() {
  turn += 1;
  speech?.cancel();
  player.pause();
  markSpoken(null);
}

/** The call is over: nothing is to be played any more. */
export function quiet() {
  tune = "";
  hush();
}

function offerVoice() {
  const any = Boolean(speech?.getVoices().length);
  if (any && voice.disabled) voice.checked = true;
  voice.disabled = !any;
  byId("voice-label").textContent = any ? "Voice" : "No voices";
}

function played({ audio, line }) {
  markSpoken(line);
  return new Promise((done) => {
    player.addEventListener("ended", done, { once: true });
    player.addEventListener("error", done, { once: true });
    start(audio, false).catch(done);
  });
}

function spoken({ text, language, line }) {
  const speaker = bestVoice(language);
  if (!speaker) return Promise.resolve();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = speaker;
  utterance.lang = speaker.lang;
  markSpoken(line);
  return new Promise((done) => {
    utterance.onend = done;
    utterance.onerror = done;
    speech.speak(utterance);
  });
}

/** The voice of this very locale, else one of the same language. */
function bestVoice(language) {
  const voices = speech.getVoices();
  const locale = (each) => each.lang.replace("_", "-");
  const base = language.split("-")[0];
  return (
    voices.find((each) => locale(each) === language) ??
    voices.find((each) => locale(each).split("-")[0] === base)
  );
}

function hum() {
  if (tune) start(tune, true).catch(() => (music.checked = false)); // it may want a click first
}

function start(audio, again) {
  player.loop = again;
  player.src = audio;
  return player.play();
}
