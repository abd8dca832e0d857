// Small helpers. Text always goes in as text nodes; nothing here reads markup.

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** A new element: `attributes` as they are written in HTML, `children` nodes or text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== "" && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Show or hide. */
export function show(element, visible) {
  element.hidden = !visible;
}
