// What every figure that moves has in common. The page brings the words and the numbers of the first state, the figure's
// program what is computed with. Nothing here writes a word.

import { Controls } from "./controls.js"
import { draw, make } from "./parts.js"
import { Words } from "./words.js"

const PAUSE = 400 // milliseconds without a change, after which the result is said and stands in the address
const GLIDE = 260 // milliseconds in which a drawing goes from one state to another

/** An element whose class says what it computes: see `moved` and `spelled`. */
export class Moves extends Controls {
  /** What the figure's program left. @type {any} */
  run = null
  /** The drawing that moves, in the place of the one that does not. @type {SVGElement} */
  canvas = draw("svg")
  /** What the page says of it. @type {Words | null} */
  #words = null
  #ident = ""
  #timer = 0
  #status = make("p", { role: "status", class: "ls-heard" })
  /** What is heard beside the sentences of the page. @type {Map<string, string>} */
  #heard = new Map()

  async connectedCallback() {
    if (this.#asked) return
    this.#asked = true
    const run = await this.#left()
    if (run) this.#begin(run)
  }
  #asked = false

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
    this.#words = new Words(this)
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
   * Write a value of the page: see `Words.write`.
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    this.#words?.write(name, text)
  }

  /**
   * Show one of the sentences of a group: see `Words.say`.
   * @param {string} group
   * @param {string} name
   */
  say(group, name) {
    this.#words?.say(group, name)
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
    this.#status.textContent = [...this.#words?.said() ?? [], ...this.#heard.values()].filter(Boolean).join(" ")
    const address = new URL(location.href), spelled = this.spelled()
    if (spelled) address.searchParams.set(this.#ident, spelled)
    else address.searchParams.delete(this.#ident)
    if (address.href !== location.href) history.replaceState(history.state, "", address)
  }
}
