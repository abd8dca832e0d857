// The phone: what the person does goes to the call, what the call answers goes to the page.

import { byId, show } from "./dom.js";
import { awaited, collects, finished, press } from "./entry.js";
import { tellFacts } from "./facts.js";
import { draw, mark } from "./flow.js";
import { display, watchKeypad } from "./keypad.js";
import { abandon, act, dial, isBusy, onLine, waiting } from "./live.js";
import { byHand, chosen, country, dialsByHand, lock, published, watchSetup } from "./setup.js";
import { hush, quiet, sound, watchSound } from "./sound.js";
import { clearTranscript, tell, tellEnd } from "./transcript.js";

let typed = "";
let ahead = []; // keys pressed while an answer was on its way: none is lost

watchSetup(showNumber);
watchSound();
watchKeypad({ press: onKey, erase: onErase, send: onSend });
byId("call").addEventListener("click", () => during(begin));
byId("hangup").addEventListener("click", () => perform({ kind: "hangup" }));
byId("send").addEventListener("click", onSend);
byId("silence").addEventListener("click", () => perform({ kind: "silence" }));
byId("speak").addEventListener("submit", onWords);
byId("copy").addEventListener("click", copy);
addEventListener("pagehide", abandon);
showNumber();
controls();

function begin() {
  clearTranscript();
  ahead = [];
  byId("status").textContent = "Connecting …";
  scrollTo({ top: 0 }); // on a small screen the conversation comes first now
  return dial(chosen());
}

function perform(deed) {
  if (!onLine() || isBusy()) return undefined;
  hush();
  setTyped("");
  return during(() => act(deed));
}

/** Do something that changes the call; what goes wrong is told and changes nothing. */
async function during(deed) {
  if (isBusy()) return;
  trouble("");
  try {
    await render(await deed());
  } catch (error) {
    ahead = [];
    trouble(error.message);
    byId("status").textContent = "Not done";
  }
  controls();
  while (ahead.length && !isBusy()) onKey(ahead.shift());
}

function onKey(key) {
  trouble("");
  if (isBusy()) ahead.push(key);
  else if (onLine()) onKeyInCall(key);
  else {
    if (!byHand()) dialsByHand();
    setTyped(typed + key);
  }
}

function onKeyInCall(key) {
  hush();
  const { typed: left, send } = press(waiting(), typed, key);
  setTyped(left);
  if (send) perform({ kind: "keys", keys: send });
  else if (!left) trouble("The call does not listen to this key now.");
}

function onErase() {
  if (!onLine() && !byHand()) dialsByHand();
  hush();
  setTyped(typed.slice(0, -1));
}

function onSend() {
  if (!onLine()) during(begin);
  else if (typed) perform({ kind: "keys", keys: finished(waiting(), typed) });
}

async function onWords(event) {
  event.preventDefault();
  const words = byId("words").value.trim();
  if (!words) return;
  byId("words").value = "";
  await perform({ kind: "say", words });
  if (!byId("words").disabled) byId("words").focus();
}

async function render(call) {
  const sentences = tell(call.transcript);
  tellFacts(call);
  byId("status").textContent = call.outcome ? "Ended" : standing(call);
  if (call.outcome) {
    tellEnd(ended(call));
    quiet();
    showNumber();
  } else {
    setTyped("");
    sound(sentences);
  }
  await draw(call.country);
  mark([call.to, ...call.path]);
}

/** What can be done now. */
function controls() {
  const wait = waiting();
  const live = onLine();
  if (live && document.activeElement === byId("call")) byId("typed").focus({ preventScroll: true });
  const left = !live && document.activeElement === byId("hangup");
  lock(live);
  document.querySelector(".desk").classList.toggle("live", live);
  show(byId("call"), !live);
  show(byId("hangup"), live);
  show(byId("send"), live && collects(wait));
  if (left) byId("call").focus();
  byId("words").disabled = byId("say").disabled = !wait?.speech;
  byId("silence").disabled = !wait;
  byId("silence").textContent = wait?.queue ? "Keep waiting" : "Say nothing";
  byId("listening").textContent = awaited(wait);
  byId("typed-label").textContent = live ? "Keys" : "Number";
}

const standing = ({ queue, language }) => (queue ? `Waiting in ${queue}` : `In call · ${language}`);

function ended({ outcome, queue }) {
  const place = queue ? ` (queue ${queue})` : "";
  const words = { hangup: outcome.detail.replace(/^hangup: /, ""), failed: outcome.detail };
  return (words[outcome.kind] ?? outcome.kind) + place;
}

function showNumber() {
  if (onLine()) return;
  typed = "";
  display(published());
  draw(country()?.code);
}

function setTyped(text) {
  typed = text;
  display(text);
}

function trouble(text) {
  byId("trouble").textContent = text;
  show(byId("trouble"), Boolean(text));
}

async function copy() {
  await navigator.clipboard?.writeText(byId("command").textContent);
  byId("copy").textContent = "Copied";
  setTimeout(() => (byId("copy").textContent = "Copy"), 1500);
}
