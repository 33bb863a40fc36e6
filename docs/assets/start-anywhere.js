// Start anywhere, then ask the other question: a chain of characters forgets what it began with, and one row is a start.

import { Chain, excess } from "./character-chain.js"
import { Moves } from "./moves.js"
import { draw, redraw, respell } from "./parts.js"

const MOST = 40 // characters that are written
const FORGOTTEN = 0.05 // the distance below which the drawing shows none
const LEFT = 52, RIGHT = 44, FOOT = 36, WIDEST = 0.3 // of the drawing, and the share at its right

class StartAnywhere extends Moves {
  start = 0
  steps = 1
  separators = true
  /** With separators, and without. @type {Chain[]} */
  #chains = []
  /** How texts begin. @type {number[]} */
  #begins = []
  /** @type {ReturnType<Moves["choice"]> | null} */
  #choice = null
  /** @type {ReturnType<Moves["slider"]> | null} */
  #slider = null
  /** @type {ReturnType<Moves["tick"]> | null} */
  #tick = null
  /** @type {{ bar: SVGElement, begin: SVGElement, reading: SVGElement }[]} */
  #rows = []

  /** What is shown, for whoever checks it. */
  get shown() {
    const { implied } = this.#chain, law = this.#chain.law(this.start, this.steps)
    return {
      steps: this.steps,
      distance: law.reduce((sum, share, a) => sum + Math.abs(share - implied[a]), 0) / 2,
      excess: excess(this.#begins, law),
      implied: excess(this.#begins, implied),
      law,
    }
  }

  get #chain() {
    return this.#chains[this.separators ? 0 : 1]
  }

  get #separator() {
    return this.run.symbols.length - 1
  }

  reset() {
    this.start = this.#separator
    this.steps = this.run.own.steps
    this.separators = true
    this.say("guess", "ask")
  }

  /** @param {string} name */
  pressed(name) {
    if (name === "next") this.steps = Math.min(MOST, this.steps + 1)
    else this.reset()
    if (!name.startsWith("guess")) return
    this.steps = this.run.later.steps
    this.say("guess", "answer")
  }

  /**
   * @param {string} kind
   * @param {HTMLElement} mark
   */
  control(kind, mark) {
    const name = mark.textContent ?? "", { symbols, shown } = this.run
    if (kind === "separators") {
      this.#tick = this.tick(name, separators => {
        this.separators = separators
        if (!separators && this.start === this.#separator) this.start = shown[0]
      })
      return this.#tick.whole
    }
    if (kind === "steps") {
      this.#slider = this.slider(name, { min: 0, max: MOST, step: 1 }, steps => { this.steps = steps })
      return this.#slider.whole
    }
    const order = new Set([this.#separator, ...shown, ...symbols.keys()])
    const options = [...order].map(a => /** @type {[string, string]} */ ([`${a}`, symbols[a]]))
    this.#choice = this.choice(name, options, start => {
      this.start = Number(start)
      if (this.start === this.#separator) this.separators = true
      this.steps = 0
    })
    return this.#choice.whole
  }

  moved() {
    const { shown, start, steps, separators } = this, { distance, excess, implied } = shown
    this.#choice?.show(`${start}`)
    this.#slider?.show(steps, `${steps}`)
    this.#tick?.show(separators)
    this.write("own.steps", `${steps}`)
    for (const [name, value] of Object.entries({ distance, excess, implied }))
      this.write(`own.${name}`, value === Infinity ? "∞" : value.toFixed(3))
    const row = start === this.#separator && steps === 1
    this.say("result", row ? "row" : steps === 0 ? "start" : distance > FORGOTTEN ? "walk" : separators ? "implied" : "bare")
    this.#rows.forEach(({ bar, begin, reading }, i) => {
      const share = shown.law[this.run.shown[i]]
      redraw(bar, { width: this.#wide(Math.min(share, WIDEST)) })
      redraw(begin, { "fill-opacity": Number(separators) })
      respell(reading, (100 * share).toFixed(1))
    })
  }

  /** @param {string} text */
  told(text) {
    const [start, steps, ...flags] = text.split(",")
    const a = Number(start), many = Number(steps)
    if (!start || !(a in this.run.symbols) || !steps || !Number.isInteger(many) || many < 0 || many > MOST) return false
    this.reset()
    Object.assign(this, { start: a, steps: many, separators: a === this.#separator || !flags.includes("without") })
    return true
  }

  spelled() {
    const { start, steps, separators } = this
    if (start === this.#separator && steps === this.run.own.steps) return ""
    return `${start},${steps}${separators ? "" : ",without"}`
  }

  built() {
    const { rows, seams, shown, symbols, told } = this.run
    const numbers = (/** @type {string} */ text) => text.split(" ").map(Number)
    /** @type {number[][]} */
    const counts = rows.flatMap((/** @type {string} */ row, /** @type {number} */ from) =>
      numbers(row).flatMap((to, i, all) => i % 2 ? [] : [[from, to, all[i + 1]]]))
    const inside = counts.filter(([from, to]) => from !== this.#separator && to !== this.#separator)
    this.#chains = [counts, [...inside, ...seams.map((/** @type {string} */ seam) => [...numbers(seam), 1])]].map(each => new Chain(symbols.length, each))
    this.#begins = this.#chains[0].law(this.#separator, 1)
    const { width, height } = this.room, bottom = height - FOOT, each = bottom / shown.length
    this.canvas.append(draw("path", { d: `M${LEFT} 0V${bottom}H${width - RIGHT}`, fill: "none", stroke: "var(--ls-ink)" }))
    this.#rows = shown.map((/** @type {number} */ a, /** @type {number} */ i) => {
      const y = (i + 0.5) * each, at = { y: y + 4, "text-anchor": "end" }
      const bar = draw("rect", { x: LEFT, y: y - each * 0.4, height: each * 0.8, fill: "var(--ls-1)", "fill-opacity": 0.4 })
      const place = draw("circle", { cx: LEFT + this.#wide(this.#chains[0].implied[a]), cy: y, r: 4, fill: "var(--ls-3)" })
      const begin = this.#diamond(LEFT + this.#wide(this.#begins[a]), y), reading = draw("text", { x: width, ...at })
      this.canvas.append(bar, place, begin, draw("text", { x: LEFT - 6, ...at }, symbols[a]), reading)
      return { bar, begin, reading }
    })
    for (const share of [0, 0.1, 0.2, 0.3])
      this.canvas.append(draw("text", { x: LEFT + this.#wide(share), y: bottom + 15, "text-anchor": "middle" }, `${100 * share}`))
    this.canvas.append(draw("text", { x: (LEFT + width - RIGHT) / 2, y: height - 4, "text-anchor": "middle" }, told[3]))
    const x = LEFT + this.#wide(0.12), y = (/** @type {number} */ i) => bottom - each * (3.2 - 1.2 * i)
    this.canvas.append(
      draw("circle", { cx: x, cy: y(0), r: 4, fill: "var(--ls-3)" }), this.#diamond(x, y(1)),
      draw("rect", { x: x - 8, y: y(2) - 5, width: 14, height: 10, fill: "var(--ls-1)", "fill-opacity": 0.4 }),
      ...[0, 1, 2].map(i => draw("text", { x: x + 12, y: y(i) + 4 }, told[i])),
    )
  }

  /**
   * Return the mark of how texts begin.
   * @param {number} x
   * @param {number} y
   */
  #diamond(x, y) {
    return draw("path", { d: `M${x - 5} ${y}l5 -5 5 5 -5 5z`, fill: "var(--ls-4)", stroke: "var(--ls-4)" })
  }

  /** @param {number} share */
  #wide(share) {
    return share / WIDEST * (this.room.width - LEFT - RIGHT)
  }
}

customElements.define("start-anywhere", StartAnywhere)
