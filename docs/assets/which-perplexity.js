// Which perplexity is this? The reader gives a mean loss and says what it is a mean of.

import { Moves } from "./moves.js"
import { draw, make, redraw, respell } from "./parts.js"
import { MOST, read } from "./pasted-numbers.js"

const MODES = /** @type {const} */ (["without", "with", "mistake"])
const SLIDER = 4096 // tokens that the slider comes to; the field takes more
const LONG = 1e6 // from which a number has an exponent
const UNKNOWN = "-" // in an address
const NAMED = 8 // boxes that are wide enough for a word

/** @typedef {{ tokens: number, loss: number, first: number, symbols: number, mode: typeof MODES[number] }} Given what the first token costs is no number where nobody said it */

class WhichPerplexity extends Moves {
  /** @type {Given} */
  given = { tokens: 4, loss: 0, first: 0, symbols: 8, mode: "without" }
  /** @type {Map<string, ReturnType<Moves["field"]>>} */
  #fields = new Map()
  /** @type {ReturnType<Moves["choice"]> | null} */
  #mode = null
  /** @type {ReturnType<Moves["slider"]> | null} */
  #length = null
  #unread = false
  #paste = /** @type {HTMLInputElement} */ (make("input", { type: "text", autocomplete: "off", spellcheck: "false" }))
  /** @type {{ boxes: SVGElement[], words: SVGElement[], value: SVGElement }[]} */
  #rows = []

  /** What is shown, for whoever checks it. */
  get shown() {
    const { tokens, loss, first, mode } = this.given
    const sum = loss * (mode === "without" ? tokens - 1 : tokens)
    const later = mode === "with" ? sum - first : sum, whole = mode === "with" ? sum : sum + first
    const right = !(later < 0)
    return {
      with: right ? Math.exp(whole / tokens) : NaN,
      without: right ? Math.exp(later / (tokens - 1)) : NaN,
      mistake: right ? Math.exp(later / tokens) : NaN,
      least: this.#own ? this.run.own.least : right ? Math.exp(later / tokens) : NaN,
      share: first / tokens,
      first,
    }
  }

  get #own() {
    const { own } = this.run, { given } = this
    return given.mode === "without" && given.tokens === own.tokens && given.loss === own.loss && given.first === own.first
  }

  reset() {
    const { tokens, loss, first, symbols } = this.run.own
    this.given = { tokens, loss, first, symbols, mode: "without" }
    this.say("guess", "ask")
  }

  /** @param {string} name */
  pressed(name) {
    this.#pasted("")
    if (name === "reset") this.reset()
    else if (name === "even") this.given.first = Math.log(this.given.symbols)
    else this.say("guess", "answer")
  }

  /**
   * @param {string} kind
   * @param {HTMLElement} mark
   */
  control(kind, mark) {
    const name = mark.textContent ?? ""
    if (kind === "mode") {
      this.#mode = this.choice(name, this.options(), value => {
        this.#pasted("")
        this.given.mode = MODES.find(each => each === value) ?? "without"
      })
      return this.#mode.whole
    }
    if (kind === "length") {
      this.#length = this.slider(name, { min: 1, max: Math.log2(SLIDER), step: 0.01 }, power => {
        this.#pasted("")
        this.given.tokens = Math.round(2 ** power)
      })
      return this.#length.whole
    }
    if (kind === "paste") {
      this.#paste.addEventListener("input", () => {
        this.#pasted(this.#paste.value)
        this.moved()
      })
      return make("label", { class: "ls-field" }, make("span", {}, name), this.#paste)
    }
    const key = /** @type {"tokens" | "loss" | "first" | "symbols"} */ (kind)
    const range = key === "tokens" || key === "symbols"
      ? { min: 2, max: MOST.tokens, step: 1 } : { min: 0, max: MOST.nats, step: /** @type {const} */ ("any") }
    const field = this.field(name, range, value => {
      this.#pasted("")
      this.given[key] = value
    })
    this.#fields.set(key, field)
    return field.whole
  }

  /**
   * Take what was pasted, if it can be read: a first cost that it does not tell is not known. Where a number is given in
   * another way, nothing stands there any more.
   * @param {string} text
   */
  #pasted(text) {
    const numbers = read(text), unread = text.trim() !== "" && !numbers
    if (numbers) Object.assign(this.given, { first: NaN, ...numbers })
    if (this.#paste.value !== text) this.#paste.value = text
    if (unread !== this.#unread) this.#paste.setAttribute("aria-invalid", `${unread}`)
    this.#unread = unread
  }

  moved() {
    const { shown, given } = this
    for (const [key, { show }] of this.#fields) show(given[/** @type {"tokens"} */ (key)])
    this.#mode?.show(given.mode)
    this.#length?.show(Math.min(Math.log2(SLIDER), Math.log2(given.tokens)), given.tokens.toLocaleString("en"))
    for (const [name, value] of Object.entries(shown)) this.write(`own.${name}`, brief(value, value.toFixed(3)))
    this.say("result", this.#result)
    this.#picture(shown)
  }

  /** The name of the sentence that is true of the numbers. */
  get #result() {
    const { given, shown } = this
    if (this.#unread) return "unread"
    if ([...this.#fields.values()].some(({ input }) => input.getAttribute("aria-invalid") === "true")) return "refused"
    if (Number.isNaN(given.first)) return "first"
    return Number.isNaN(shown.with) ? "wrong" : this.#own ? "kitten" : given.mode
  }

  /** @param {string} text */
  told(text) {
    const [tokens, loss, first, symbols, mode] = text.split(",")
    const numbers = [tokens, loss, first === UNKNOWN ? 0 : first, symbols].map(Number), found = MODES.find(each => each === mode)
    const least = [2, 0, 0, 2], most = [MOST.tokens, MOST.nats, MOST.nats, MOST.tokens]
    if (!found || !numbers.every((each, i) => each >= least[i] && each <= most[i])) return false
    this.reset()
    this.given = {
      tokens: Math.round(numbers[0]), loss: numbers[1], first: first === UNKNOWN ? NaN : numbers[2], symbols: Math.round(numbers[3]),
      mode: found,
    }
    return true
  }

  spelled() {
    const { tokens, loss, first, symbols, mode } = this.given
    if (this.#own && symbols === this.run.own.symbols) return ""
    return [tokens, loss, Number.isNaN(first) ? UNKNOWN : first, symbols, mode].join()
  }

  built() {
    const { width, height } = this.room
    const step = height / 3
    this.#rows = this.run.rows.map((/** @type {string} */ name, /** @type {number} */ row) => {
      const y = row * step
      this.canvas.append(draw("text", { x: 2, y: y + 14 }, name))
      const boxes = Array.from({ length: NAMED + 1 }, () =>
        draw("rect", { y: y + 20, height: step - 34, fill: "var(--ls-1)", stroke: "var(--ls-1)" }))
      const words = Array.from({ length: NAMED }, () =>
        draw("text", { y: y + 20 + (step - 34) / 2 + 4, "text-anchor": "middle" }))
      const value = draw("text", { x: width - 2, y: y + 20 + (step - 34) / 2 + 4, "text-anchor": "end" })
      this.canvas.append(...boxes, ...words, value)
      return { boxes, words, value }
    })
  }

  /**
   * Draw the terms that each number sums, and what it divides by; the later tokens of a long text are one box.
   * @param {WhichPerplexity["shown"]} shown
   */
  #picture(shown) {
    const { tokens } = this.given, { words } = this.run
    const { width } = this.room
    const whole = width - 96, each = whole / tokens, many = tokens > NAMED
    this.#rows.forEach(({ boxes, words: labels, value }, row) => {
      boxes.forEach((box, i) => {
        const there = many ? i < 2 : i < tokens, summed = row === 0 || i > 0
        const wide = Math.max(0.8, (many && i === 1 ? whole - each : each) - 2)
        redraw(box, { visibility: there ? "visible" : "hidden" })
        if (there) redraw(box, { x: 1 + i * each, width: wide, "fill-opacity": summed ? 0.35 : 0, "stroke-dasharray": summed ? "none" : "2 2" })
      })
      labels.forEach((label, i) => {
        const shows = tokens === words.length && i < tokens
        redraw(label, { visibility: shows ? "visible" : "hidden" })
        if (!shows) return
        redraw(label, { x: i * each + each / 2 })
        respell(label, words[i])
      })
      const divisor = row === 1 ? tokens - 1 : tokens
      const number = [shown.with, shown.without, shown.mistake][row]
      respell(value, `÷ ${brief(divisor, divisor.toLocaleString("en"))}:  ${brief(number, number.toFixed(2))}`)
    })
  }
}

/**
 * Spell a number that may be too long for its place, or not known.
 * @param {number} value
 * @param {string} digits
 */
const brief = (value, digits) => Number.isNaN(value) ? "–" : value < LONG ? digits : value.toExponential(1).replace("e+", "e")

customElements.define("which-perplexity", WhichPerplexity)
