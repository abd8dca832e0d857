// The phone: what the person does goes to the call, what the call answers goes to the page.

import { byId, show } from "./dom.js";
import { awaited, collects, finished, press } from "./entry.js";
import { clearFacts, tellFacts } from "./facts.js";
import { draw, mark } from "./flow.js";
import { display, watchKeypad } from "./keypad.js";
import { abandon, act, called, dial, hangUp, isBusy, onLine, waiting } from "./live.js";
import { byHand, chosen, country, dialsByHand, lock, published, watchSetup } from "./setup.js";
import { hush, quiet, sound, watchSound } from "./sound.js";
import { clearTranscript, tell, tellEnd } from "./transcript.js";

let typed = "";
let dialled = ""; // the number of the last call, if it was dialled by hand
let ahead = []; // what was done while an answer was on its way: no key is lost

watchSetup(onNumber);
watchSound();
watchKeypad({ press: onKey, erase: onErase, send: onSend });
byId("call").addEventListener("click", () => during(begin));
byId("hangup").addEventListener("click", onHangUp);
byId("send").addEventListener("click", onSend);
byId("silence").addEventListener("click", () => perform({ kind: "silence" }));
byId("speak").addEventListener("submit", onWords);
byId("copy").addEventListener("click", copy);
addEventListener("pagehide", abandon);
onNumber();
controls();

function begin() {
  const choice = chosen();
  dialled = byHand() ? choice.to : "";
  clearTranscript();
  ahead = [];
  byId("status").textContent = "Connecting …";
  scrollTo({ top: 0 }); // on a small screen the conversation comes first now
  return dial(choice);
}

function perform(deed) {
  if (!onLine() || isBusy()) return undefined;
  hush();
  setTyped("");
  return during(() => act(deed));
}

function onHangUp() {
  if (isBusy()) {
    ahead = [onHangUp]; // whatever comes back, it is the last thing done
  } else if (onLine()) {
    hush();
    during(hangUp);
  }
}

/** Do something that changes the call; what goes wrong is told and changes nothing. */
async function during(deed) {
  if (isBusy()) return;
  trouble("");
  try {
    await render(await deed());
  } catch (error) {
    ahead = ahead.filter((each) => each === onHangUp);
    trouble(error.message);
    byId("status").textContent = "Not done";
  }
  controls();
  while (ahead.length && !isBusy()) ahead.shift()();
}

function onKey(key) {
  trouble("");
  if (isBusy()) ahead.push(() => onKey(key));
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
  byId(byId("words").disabled ? "typed" : "words").focus({ preventScroll: true });
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
  mark([call.to, ...call.path]);
  await draw(call.country);
}

/** What can be done now. */
function controls() {
  const wait = waiting();
  const live = onLine();
  if (live && document.activeElement === byId("call")) byId("typed").focus({ preventScroll: true });
  const left = !live && document.activeElement === byId("hangup");
  lock(live, called());
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

const standing = ({ waiting: { queue }, language }) => (queue ? `Waiting in ${queue}` : `In call · ${language}`);

function ended({ outcome, queue }) {
  const place = queue ? ` (queue ${queue})` : "";
  const words = { hangup: outcome.detail.replace(/^hangup: /, ""), failed: outcome.detail };
  return (words[outcome.kind] ?? outcome.kind) + place;
}

/** Another number is chosen: what is shown of the call before is not of this one. */
function onNumber() {
  showNumber();
  clearFacts();
  mark([byId("directory").value]);
  draw(country()?.code);
}

/** The number to call; a key begins another. */
function showNumber() {
  typed = "";
  display(byHand() ? dialled : published());
}

function setTyped(text) {
  typed = text;
  display(text);
}

function trouble(text) {
  byId("trouble").textContent = text;
  show(byId("trouble"), Boolean(text));
  if (text) byId("trouble").scrollIntoView({ block: "nearest" });
}

async function copy() {
  await navigator.clipboard?.writeText(byId("command").textContent);
  byId("copy").textContent = "Copied";
  setTimeout(() => (byId("copy").textContent = "Copy"), 1500);
}
