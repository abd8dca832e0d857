// What is chosen before a call: number, caller, clock, situation.

import { byId, make, show } from "./dom.js";

const directory = byId("directory");
const caller = byId("caller");
const moment = byId("moment");
const typed = byId("typed");
const HALF_A_CLOCK = "Complete the date and the time of the clock, or clear them.";

/** The choices as the service wants them. Throws in words if something is still to be done. */
export function chosen() {
  if (!directory.value && !typed.value.trim()) throw new Error("Dial a number first.");
  if (moment.validity.badInput) throw new Error(HALF_A_CLOCK);
  return {
    to: directory.value || typed.value.trim(),
    from: caller.value,
    at: moment.value || null,
    situation: byId("situation").value,
  };
}

/** Dialling by hand leaves the directory. */
export function dialsByHand() {
  directory.value = "";
  tellClock();
}

/** Whether the number is being dialled by hand. */
export const byHand = () => directory.value === "";

/** While a call goes on, to `number`, the choices give way to what was chosen. */
export function lock(locked, number) {
  byId("choices").disabled = locked;
  show(byId("setup"), !locked);
  show(byId("summary"), locked);
  if (locked) byId("summary").replaceChildren(make("b", {}, title(number)), ...summary());
}

/** The number as published, for the display. */
export const published = () => listed()?.dataset.published ?? "";

/** The country of the chosen number: `{code, name}`; undefined for one dialled by hand. */
export function country() {
  const data = listed()?.dataset;
  return data && { code: data.country, name: data.name };
}

/** Keep the form in step with itself; `changed` is told when another number is chosen. */
export function watchSetup(changed) {
  directory.addEventListener("change", () => {
    callFromHome();
    tellClock();
    changed();
  });
  moment.addEventListener("input", tellClock);
  moment.addEventListener("blur", tellClock); // a half-filled clock makes no input
  setInterval(tellClock, 10_000);
  callFromHome();
  tellClock();
}

function title(number) {
  return [published() || number, country()?.name].filter(Boolean).join(" · ");
}

function summary() {
  const situation = byId("situation").selectedOptions[0];
  const lines = [
    `from ${caller.selectedOptions[0].textContent}`,
    moment.value && `plays at ${moment.value.replace("T", " ")}`,
    situation.value !== "normal" && situation.textContent,
  ];
  return lines.filter(Boolean).map((line) => make("div", {}, line));
}

function listed() {
  const option = directory.selectedOptions[0];
  return option?.value ? option : undefined;
}

function callFromHome() {
  const home = country()?.code;
  const option = [...caller.options].find((each) => home && each.dataset.country === home);
  if (option) option.selected = true;
}

function tellClock() {
  const zone = listed()?.dataset.zone;
  byId("clock-of").textContent = zone ? `in ${country().name}` : "there";
  byId("moment-now").textContent = clockRead(zone);
}

function clockRead(zone) {
  if (moment.validity.badInput) return HALF_A_CLOCK;
  if (moment.value) return "The call plays at this moment.";
  return `Empty is now${zone ? `: ${timeIn(zone)}` : ""}.`;
}

function timeIn(zone) {
  const style = { weekday: "long", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", { ...style, timeZone: zone }).format(new Date());
}
