// What every figure that moves has in common. The page brings the words and the numbers of the first state, the figure's
// program what is computed with. Nothing here writes a word.

const SVG = "http://www.w3.org/2000/svg"
const PAUSE = 400 // milliseconds without a change, after which the result is said and stands in the address
const GLIDE = 260 // milliseconds in which a drawing goes from one state to another

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

/** An element whose class says what it computes: see `moved` and `spelled`. */
export class Moves extends HTMLElement {
  /** What the figure's program left. @type {any} */
  run = null
  /** The drawing that moves, in the place of the one that does not. @type {SVGElement} */
  canvas = draw("svg")
  /** The values of the page by their names. @type {Map<string, { text: string | null, at: Value[] }>} */
  #values = new Map()
  /** The sentences of each group, by their names. @type {Map<string, Map<string, Sentence>>} */
  #sentences = new Map()
  #ident = ""
  #timer = 0
  #status = make("p", { role: "status", class: "ls-heard" })
  /** What is heard beside the sentences of the page. @type {Map<string, string>} */
  #heard = new Map()

  connectedCallback() {
    if (this.run || this.#waits) return
    this.#waits = new IntersectionObserver(async (/** @type {IntersectionObserverEntry[]} */ seen) => {
      if (!seen.some(each => each.isIntersecting)) return
      this.#waits?.disconnect()
      const run = await this.#left()
      if (run) this.#begin(run)
    }, { rootMargin: "100%" })
    this.#waits.observe(this)
  }
  /** What tells when the figure comes near: until then a page that is opened has no work with it. @type {IntersectionObserver | null} */
  #waits = null

  /**
   * Return what the figure's program left: it stands in the page, or in a file where it is long.
   * @returns {Promise<any>} nothing where the file does not come: then the drawing that does not move stays
   */
  async #left() {
    const { run, runAt } = this.dataset
    if (run) return JSON.parse(run)
    const answer = await fetch(new URL(`../${runAt}`, import.meta.url)).catch(() => null) // from the top of the site
    return answer?.ok ? answer.json() : null
  }

  /**
   * Come to life.
   * @param {any} run what the figure's program left
   */
  #begin(run) {
    this.run = run
    this.#ident = this.dataset.moves ?? ""
    this.#read()
    this.#replace()
    this.#enter()
    this.append(this.#status)
    this.built()
    const shared = new URL(location.href).searchParams.get(this.#ident)
    if (shared === null || !this.told(shared)) this.reset()
    this.moved()
    this.dataset.lives = ""
    for (const event of ["input", "change", "click"])
      this.addEventListener(event, () => {
        clearTimeout(this.#timer)
        this.#timer = setTimeout(() => this.#settle(), PAUSE)
      })
  }

  /** Make the parts of the drawing, and what else is made once. */
  built() {}
  /** Return to the first state. */
  reset() {}
  /** Show the state as it is. */
  moved() {}
  /**
   * Take the state that an address tells; false where it tells none.
   * @param {string} text
   * @returns {boolean}
   */
  told(text) {
    return text === undefined
  }
  /**
   * Return the state for an address; nothing for the first one.
   * @returns {string}
   */
  spelled() {
    return ""
  }
  /**
   * Answer a button.
   * @param {string} name
   */
  pressed(name) {}
  /**
   * Make what stands in the place of a mark of the page that is no button.
   * @param {string} kind
   * @param {HTMLElement} mark
   * @returns {HTMLElement}
   */
  control(kind, mark) {
    return mark
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
   * Have something said beside what the sentences of the page say.
   * @param {string} group
   * @param {string} text
   */
  hear(group, text) {
    this.#heard.set(group, text)
  }

  /**
   * Call a function with how far a glide has come, from 0 to 1; at once where the reader's system wants no motion.
   * @param {(share: number) => void} step
   */
  glide(step) {
    const began = performance.now(), turn = this.#glides = {}
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return step(1)
    const next = (/** @type {number} */ now) => {
      if (turn !== this.#glides) return
      const share = Math.min(1, Math.max(0, (now - began) / GLIDE))
      step(share * (2 - share))
      if (share < 1) requestAnimationFrame(next)
    }
    next(began)
  }
  /** The glide that goes on. @type {object} */
  #glides = {}

  /** Find the sentences of the page, and the values that it shows of the program's `moves`. */
  #read() {
    /** @type {Map<Element, Sentence>} */
    const found = new Map()
    for (const at of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-say]"))) {
      const [group, name] = (at.dataset.say ?? "").split(" "), sentence = { at, said: false, values: [] }
      found.set(at, sentence)
      this.#sentences.set(group, (this.#sentences.get(group) ?? new Map()).set(name, sentence))
    }
    for (const at of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("a.ls-value"))) {
      const name = at.title.split(",")[0].replace("moves", "").replaceAll("']['", ".").replace(/[\[\]']/g, "")
      const attributes = /** @type {[string, string][]} */ (["href", "title"].map(key => [key, at.getAttribute(key)]))
      const within = found.get(at.closest("[data-say]") ?? at) ?? null, first = at.textContent ?? ""
      const entry = { at, name, first, attributes, within }
      at.dataset.value = name
      within?.values.push(entry)
      this.#values.set(name, { text: null, at: [...this.#values.get(name)?.at ?? [], entry] })
    }
  }

  /** Put a drawing that can move in the place of the one that cannot, of the same size. */
  #replace() {
    const still = /** @type {HTMLElement} */ (this.querySelector(".ls-drawing"))
    const sized = /** @type {SVGElement} */ (still.querySelector("svg"))
    for (const name of ["viewBox", "style"]) this.canvas.setAttribute(name, sized.getAttribute(name) ?? "")
    const live = make("div", { class: "ls-drawing ls-live", role: "img", "aria-label": still.getAttribute("aria-label") ?? "" })
    live.append(this.canvas)
    still.after(live)
    const [, , width, height] = (this.canvas.getAttribute("viewBox") ?? "").split(" ").map(Number)
    this.room = { width, height }
  }

  /** Put real controls in the place of the marks. */
  #enter() {
    for (const mark of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("em[data-press]"))) {
      const button = make("button", { type: "button" }, mark.textContent ?? "") // and no link that stands in it
      button.dataset.press = mark.dataset.press
      button.addEventListener("click", () => {
        this.pressed(mark.dataset.press ?? "")
        this.moved()
      })
      mark.replaceWith(button)
    }
    for (const mark of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("em[data-control]"))) {
      const made = this.control(mark.dataset.control ?? "", mark)
      made.classList.add(...mark.classList)
      mark.replaceWith(made)
    }
  }

  /**
   * Make a field for a number, with its name.
   * @param {string} name
   * @param {{ min: number, max: number, step: number | "any" }} range
   * @param {(value: number) => void} heard told what is in the range, and nothing else
   * @returns {{ whole: HTMLElement, show: (value: number) => void, input: HTMLInputElement }}
   */
  field(name, range, heard) {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "number", inputmode: "decimal", ...range }))
    input.addEventListener("input", () => {
      input.setAttribute("aria-invalid", `${!input.checkValidity() || !input.value}`)
      if (!input.checkValidity() || !input.value) return
      heard(input.valueAsNumber)
      this.moved()
    })
    const show = (/** @type {number} */ value) => {
      if (document.activeElement === input && input.value && input.valueAsNumber === value) return
      if (document.activeElement === input && input.getAttribute("aria-invalid") === "true") return
      input.value = `${value}`
      input.removeAttribute("aria-invalid")
    }
    return { whole: make("label", { class: "ls-field" }, make("span", {}, name), input), show, input }
  }

  /**
   * Make a choice with its name.
   * @param {string} name
   * @param {[string, string][]} options the value of each, and its words
   * @param {(value: string) => void} heard
   * @returns {{ whole: HTMLElement, show: (value: string) => void }}
   */
  choice(name, options, heard) {
    const input = /** @type {HTMLSelectElement} */ (make("select"))
    for (const [value, text] of options) input.append(make("option", { value }, text))
    input.addEventListener("change", () => {
      heard(input.value)
      this.moved()
    })
    const whole = make("label", { class: "ls-choice" }, make("span", {}, name), input)
    return { whole, show: value => { input.value = value } }
  }

  /**
   * Make a tick with its name.
   * @param {string} name
   * @param {(value: boolean) => void} heard
   * @returns {{ whole: HTMLElement, show: (value: boolean) => void, input: HTMLInputElement }}
   */
  tick(name, heard) {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox" }))
    input.addEventListener("change", () => {
      heard(input.checked)
      this.moved()
    })
    return { whole: make("label", { class: "ls-tick" }, input, name), show: value => { input.checked = value }, input }
  }

  /**
   * Take the options that the page marks for a choice.
   * @returns {[string, string][]}
   */
  options() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("em[data-option]"))].map(mark => {
      mark.remove()
      return [mark.dataset.option ?? "", mark.textContent ?? ""]
    })
  }

  /** The width and the height of the drawing, in its own units. */
  room = { width: 0, height: 0 }

  /**
   * Return where in the drawing a pointer is, in its units.
   * @param {MouseEvent} event
   */
  place(event) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect()
    return { x: (event.clientX - left) / width * this.room.width, y: (event.clientY - top) / height * this.room.height }
  }

  /**
   * Let a pointer drag what it takes hold of: a mouse, a pen, a finger.
   * @param {SVGElement} part where it may
   * @param {(at: { x: number, y: number }) => ((to: { x: number, y: number }) => void) | null} take what a hold at a place does wherever it comes to
   */
  drags(part, take) {
    /** @type {ReturnType<typeof take>} */
    let held = null
    part.addEventListener("pointerdown", event => {
      held = event.isPrimary && event.button === 0 ? take(this.place(event)) : null
      if (held) part.setPointerCapture(event.pointerId)
    })
    part.addEventListener("pointermove", event => held?.(this.place(event)))
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"]))
      part.addEventListener(end, () => {
        if (held) this.dispatchEvent(new Event("change"))
        held = null
      })
  }

  /** Say the result in words, and write the state into the address; no other part of which is touched. */
  #settle() {
    const said = [...this.#sentences.values()].flatMap(group => [...group.values()].filter(each => each.said))
    const texts = [...said.map(each => each.at.textContent), ...this.#heard.values()]
    this.#status.textContent = texts.filter(Boolean).join(" ")
    const address = new URL(location.href), spelled = this.spelled()
    if (spelled) address.searchParams.set(this.#ident, spelled)
    else address.searchParams.delete(this.#ident)
    if (address.href !== location.href) history.replaceState(history.state, "", address)
  }

  /**
   * Make a slider with its name and what it reads.
   * @param {string} name
   * @param {{ min: number, max: number, step: number }} range
   * @param {(value: number) => void} heard
   * @returns {{ whole: HTMLElement, show: (value: number, text: string) => void, input: HTMLInputElement }}
   */
  slider(name, range, heard) {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "range", ...range }))
    const reading = make("span", { class: "ls-reading", "aria-hidden": "true" }) // an output would take the label
    input.addEventListener("input", () => {
      heard(input.valueAsNumber)
      this.moved()
    })
    const show = (/** @type {number} */ value, /** @type {string} */ text) => {
      if (input.valueAsNumber !== value) input.value = `${value}`
      if (reading.textContent === text) return
      input.setAttribute("aria-valuetext", text)
      respell(reading, text)
    }
    return { whole: make("label", { class: "ls-slider" }, make("span", {}, name), reading, input), show, input }
  }
}
