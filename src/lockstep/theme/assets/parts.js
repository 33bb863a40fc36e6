// Parts of a page and of a drawing: made once, and changed only where they change.

const SVG = "http://www.w3.org/2000/svg"

/**
 * Make an element, of HTML or of SVG.
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} content
 * @returns {HTMLElement}
 */
export const make = (name, attributes = {}, ...content) => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`)
  element.append(...content)
  return element
}

/**
 * Make a part of a drawing.
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} content
 * @returns {SVGElement}
 */
export const draw = (name, attributes = {}, ...content) => {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`)
  element.append(...content)
  return /** @type {SVGElement} */ (element)
}

/**
 * Set the attributes of a part of a drawing, but for those that are so already.
 * @param {SVGElement} part
 * @param {Record<string, string | number>} attributes
 */
export const redraw = (part, attributes) => {
  for (const [key, value] of Object.entries(attributes)) {
    const text = typeof value === "number" ? `${Math.round(value * 1000) / 1000}` : value
    if (part.getAttribute(key) !== text) part.setAttribute(key, text)
  }
}

/**
 * Change the words of an element that holds nothing else; to put new ones there would make a browser look at all rules.
 * @param {Element} element
 * @param {string} text
 */
export const respell = (element, text) => {
  const words = element.firstChild
  if (!(words instanceof Text)) element.textContent = text
  else if (words.data !== text) words.data = text // the same words anew would be laid out anew
}
