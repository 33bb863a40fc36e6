// The words of a figure that moves: they stand in the page, and values in them, of which some change.

import { respell } from "./parts.js"

/** @typedef {{ at: HTMLElement, name: string, first: string, attributes: [string, string][], within: Sentence | null }} Value */
/** @typedef {{ at: HTMLElement, said: boolean, values: Value[] }} Sentence */

/**
 * Write a value where it stands; what is not the program's own leads to no program.
 * @param {Value} value
 * @param {string} text
 */
const spell = ({ at, first, attributes }, text) => {
  if (at.textContent === text) return
  respell(at, text)
  for (const [key, value] of attributes) text === first ? at.setAttribute(key, value) : at.removeAttribute(key)
}

/** The sentences of a figure, and the values that it shows of its program's `moves`. */
export class Words {
  /** The values of the page by their names. @type {Map<string, { text: string | null, at: Value[] }>} */
  #values = new Map()
  /** The sentences of each group, by their names. @type {Map<string, Map<string, Sentence>>} */
  #sentences = new Map()

  /** @param {HTMLElement} figure */
  constructor(figure) {
    /** @type {Map<Element, Sentence>} */
    const found = new Map()
    for (const at of /** @type {NodeListOf<HTMLElement>} */ (figure.querySelectorAll("[data-say]"))) {
      const [group, name] = (at.dataset.say ?? "").split(" "), sentence = { at, said: false, values: [] }
      found.set(at, sentence)
      this.#sentences.set(group, (this.#sentences.get(group) ?? new Map()).set(name, sentence))
    }
    for (const at of /** @type {NodeListOf<HTMLElement>} */ (figure.querySelectorAll("a.ls-value"))) {
      const name = at.title.split(",")[0].replace("moves", "").replaceAll("']['", ".").replace(/[\[\]']/g, "")
      const attributes = /** @type {[string, string][]} */ (["href", "title"].map(key => [key, at.getAttribute(key)]))
      const within = found.get(at.closest("[data-say]") ?? at) ?? null, first = at.textContent ?? ""
      const entry = { at, name, first, attributes, within }
      at.dataset.value = name
      within?.values.push(entry)
      this.#values.set(name, { text: null, at: [...this.#values.get(name)?.at ?? [], entry] })
    }
  }

  /**
   * Write a value of the page: under the name that it has in the program, such as own.excess. In a sentence that nobody
   * reads it waits until it is read, for to lay out what is not seen takes as long as what is.
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    const value = this.#values.get(name)
    if (!value || value.text === text) return
    value.text = text
    for (const each of value.at) if (!each.within || each.within.said) spell(each, text)
  }

  /**
   * Show one of the sentences of a group, in which all others keep their room.
   * @param {string} group
   * @param {string} name
   */
  say(group, name) {
    for (const [key, sentence] of this.#sentences.get(group) ?? []) {
      if (sentence.said === (key === name)) continue
      sentence.said = key === name
      sentence.at.classList.toggle("ls-said", sentence.said)
      if (sentence.said) for (const each of sentence.values) spell(each, this.#values.get(each.name)?.text ?? each.first)
    }
  }

  /**
   * Return what the sentences say that are read.
   * @returns {(string | null)[]}
   */
  said() {
    const all = [...this.#sentences.values()].flatMap(group => [...group.values()])
    return all.filter(each => each.said).map(each => each.at.textContent)
  }
}
