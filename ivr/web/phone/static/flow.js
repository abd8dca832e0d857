// The flow picture, with the caller's place in it.

import { byId, show } from "./dom.js";

const frame = byId("flow");
const SCALE = 0.8;
let drawn = "";
let marked = [];

/** Fetch the picture of a country, if it is not the one on show. A missing one is no trouble. */
export async function draw(country) {
  if (!country || country === drawn) return;
  drawn = country;
  const address = `/phone/flow/${country}.svg`;
  const picture = await fetched(address);
  if (drawn !== country) return; // another number was chosen meanwhile
  frame.replaceChildren(...(picture ? [picture] : []));
  show(frame, Boolean(picture));
  show(byId("picture"), Boolean(picture));
  byId("path").classList.toggle("unseen", Boolean(picture)); // the picture tells it to the eye
  byId("picture").href = address;
  mark(marked);
}

/** Mark where the caller is and has been, in this picture or in the one that is on its way. */
export function mark(path) {
  marked = path;
  for (const node of frame.querySelectorAll(".here, .been")) node.classList.remove("here", "been");
  const drawnNodes = path.map(closest).filter(Boolean);
  for (const node of drawnNodes) node.classList.add("been");
  const here = drawnNodes.at(-1);
  here?.classList.add("here");
  if (here) centre(here);
}

/** The drawn node for a place, or for the form that the place is a part of. */
function closest(node) {
  const names = [node, node.split(".").slice(0, 2).join("."), node.split(/[.:]/)[0]];
  return names.map((name) => frame.querySelector(`[data-node="${CSS.escape(name)}"]`)).find(Boolean);
}

async function fetched(address) {
  try {
    const answer = await fetch(address);
    if (!answer.ok) return null;
    return prepared(await answer.text());
  } catch {
    return null;
  }
}

/** The picture for this page: smaller, and in the page's own colours instead of its own. */
function prepared(text) {
  // The style goes before the text is parsed: the page's policy would complain of it.
  const bare = text.replace(/<style>.*?<\/style>/s, "");
  const picture = new DOMParser().parseFromString(bare, "image/svg+xml").documentElement;
  if (picture.tagName !== "svg") return null;
  for (const side of ["width", "height"]) {
    picture.setAttribute(side, Number(picture.getAttribute(side)) * SCALE);
  }
  return document.adoptNode(picture);
}

function centre(node) {
  const box = node.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  frame.scrollBy({
    left: box.left + box.width / 2 - around.left - around.width / 2,
    top: box.top + box.height / 2 - around.top - around.height / 2,
  });
}
