// Two languages: what the matrix of next words knows of their shares, and what a text shows of them.

import { Moves } from "./moves.js"
import { draw, redraw, respell } from "./parts.js"

const LEAST = 0.05, MOST = 0.95 // the share of English that can be given
const LEFT = 44, CELL = 40, HEAD = 18, GAP = 12 // of the drawing
const THOUSANDS = /\B(?=(\d{3})+$)/g // toLocaleString would load a language first
const SAME = 1e-12 // numbers that differ by less are the same

class TwoLanguages extends Moves {
  change = 0
  share = 0.5
  /** @type {Map<string, ReturnType<Moves["slider"]>>} */
  #sliders = new Map()
  /** @type {{ cell: SVGElement, number: SVGElement }[][]} */
  #cells = []
  /** @type {{ bar: SVGElement, number: SVGElement }[]} */
  #bars = []

  /** What is shown, for whoever checks it. */
  get shown() {
    const { change, share } = this, { law, length } = this.run
    const matrix = this.matrix(change, share), half = this.matrix(change, 0.5).flat()
    return {
      matrix,
      first: [...law.map((/** @type {number} */ p) => share * p), ...law.map((/** @type {number} */ p) => (1 - share) * p)],
      changed: matrix.flat().filter((p, i) => Math.abs(p - half[i]) > SAME).length,
      implied: this.implied(matrix),
      switches: 4 * change * share * (1 - share) * (length - 1),
      error: this.error(change, share, length),
    }
  }

  /**
   * Return what follows what: within a language as ever, and on a change as the other language begins.
   * @param {number} change
   * @param {number} share
   * @returns {number[][]}
   */
  matrix(change, share) {
    const { within, law } = this.run, toFrench = 2 * change * (1 - share), toEnglish = 2 * change * share
    const part = (/** @type {number[]} */ row, /** @type {number} */ weight) => row.map(p => weight * p)
    return [
      ...within.map((/** @type {number[]} */ row) => [...part(row, 1 - toFrench), ...part(law, toFrench)]),
      ...within.map((/** @type {number[]} */ row) => [...part(law, toEnglish), ...part(row, 1 - toEnglish)]),
    ]
  }

  /**
   * Return the share of English that a matrix implies: as much leaves a language as comes; NaN where nothing does.
   * @param {number[][]} matrix
   */
  implied(matrix) {
    const { law } = this.run, many = law.length
    const leaves = (/** @type {number} */ from, /** @type {number} */ to) => law.reduce(
      (/** @type {number} */ sum, /** @type {number} */ p, /** @type {number} */ a) =>
        sum + p * matrix[from + a].slice(to, to + many).reduce((all, each) => all + each, 0), 0)
    return leaves(many, 0) / (leaves(many, 0) + leaves(0, many))
  }

  /**
   * Return how far the share of English in a text is from the true one: its standard deviation.
   * @param {number} change
   * @param {number} share
   * @param {number} length
   */
  error(change, share, length) {
    const keeps = 1 - 2 * change, tail = 2 * keeps * (1 - keeps ** length) / (length * (1 - keeps) ** 2)
    return Math.sqrt(share * (1 - share) * (change ? ((1 + keeps) / (1 - keeps) - tail) / length : 1))
  }

  reset() {
    this.change = 0
    this.share = 0.5
    this.say("guess", "ask")
  }

  /** @param {string} name */
  pressed(name) {
    this.reset()
    if (name === "reset") return
    this.share = 0.9
    this.say("guess", "answer")
  }

  /**
   * @param {string} kind
   * @param {HTMLElement} mark
   */
  control(kind, mark) {
    const name = mark.textContent ?? "", { changes } = this.run
    const slider = kind === "share"
      ? this.slider(name, { min: LEAST, max: MOST, step: 0.05 }, share => { this.share = share })
      : this.slider(name, { min: 0, max: changes.length - 1, step: 1 }, index => { this.change = changes[index] })
    this.#sliders.set(kind, slider)
    return slider.whole
  }

  moved() {
    const { shown, change, share } = this, { changes, unknown } = this.run
    this.#sliders.get("share")?.show(share, share.toFixed(2))
    this.#sliders.get("change")?.show(changes.indexOf(change), `${change}`)
    this.write("own.changed", `${shown.changed}`)
    this.write("own.implied", Number.isNaN(shown.implied) ? unknown : shown.implied.toFixed(3))
    this.write("own.switches", `${Math.round(shown.switches)}`.replace(THOUSANDS, ","))
    this.write("own.error", shown.error.toFixed(3))
    this.say("result", change ? "mixed" : "apart")
    this.#cells.forEach((row, a) => row.forEach(({ cell, number }, b) => {
      redraw(cell, { "fill-opacity": 0.6 * shown.matrix[a][b] })
      respell(number, shown.matrix[a][b].toFixed(3))
    }))
    this.#bars.forEach(({ bar, number }, a) => {
      redraw(bar, { width: this.#wide * shown.first[a] })
      respell(number, shown.first[a].toFixed(3))
    })
  }

  /** @param {string} text */
  told(text) {
    const [change, share] = text.split(",").map(Number)
    if (!this.run.changes.includes(change) || !(share >= LEAST && share <= MOST)) return false
    this.reset()
    Object.assign(this, { change, share: Math.round(share * 20) / 20 })
    return true
  }

  spelled() {
    const { change, share } = this
    return change === 0 && share === 0.5 ? "" : `${change},${share}`
  }

  built() {
    const { words, first } = this.run, { height } = this.room
    const high = (height - HEAD) / words.length, right = LEFT + words.length * CELL + GAP
    const y = (/** @type {number} */ a) => HEAD + a * high, middle = { "text-anchor": "middle" }
    words.forEach((/** @type {string} */ word, /** @type {number} */ a) => {
      const at = y(a) + high / 2 + 4
      this.canvas.append(
        draw("text", { x: LEFT + (a + 0.5) * CELL, y: HEAD - 6, ...middle }, word),
        draw("text", { x: LEFT - 6, y: at, "text-anchor": "end" }, word),
      )
      this.#cells.push(words.map((/** @type {string} */ _, /** @type {number} */ b) => {
        const box = { x: LEFT + b * CELL + 1, y: y(a) + 1, width: CELL - 2, height: high - 2 }
        const cell = draw("rect", { ...box, fill: "var(--ls-1)", stroke: "var(--ls-grid)" })
        const number = draw("text", { x: LEFT + (b + 0.5) * CELL, y: at, ...middle })
        this.canvas.append(cell, number)
        return { cell, number }
      }))
      const bar = draw("rect", { x: right, y: y(a) + 1, height: high - 2, fill: "var(--ls-6)", "fill-opacity": 0.35 })
      const number = draw("text", { x: right + 4, y: at })
      this.canvas.append(bar, number)
      this.#bars.push({ bar, number })
    })
    const half = words.length / 2
    this.canvas.append(
      draw("text", { x: right, y: HEAD - 6 }, first),
      draw("path", { d: `M${LEFT} ${y(half)}h${words.length * CELL}M${LEFT + half * CELL} ${HEAD}V${height}`, stroke: "var(--ls-ink)", "stroke-dasharray": "2 3" }),
    )
  }

  /** How wide the bar of a probability of one would be: the most that a word has fills the room. */
  get #wide() {
    const most = MOST * Math.max(...this.run.law)
    return (this.room.width - LEFT - this.run.words.length * CELL - GAP) / most
  }
}

customElements.define("two-languages", TwoLanguages)
