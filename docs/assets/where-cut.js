// Where may I cut? A window is dragged over documents; what all such rows ask behind a start is counted.

import { Boxes, COLUMNS } from "./cut-boxes.js"
import { Rows } from "./cut-rows.js"
import { Moves } from "./moves.js"

/** @typedef {import("./cut-rows.js").Numbers} Numbers */

const WAYS = /** @type {const} */ (["anywhere", "begun", "documents"])
const FLAGS = /** @type {const} */ (["start", "scored", "mark", "random"])
const FIRST = { way: /** @type {typeof WAYS[number]} */ ("anywhere"), at: 2, length: 5, start: false, scored: true, mark: true, random: true }
const EDGE = 0.45 // of a column: so near an edge of the window is the edge
const NONE = 1e-9

class WhereCut extends Moves {
  state = { ...FIRST }
  #controls = /** @type {Record<"way" | "at" | "length" | typeof FLAGS[number], any>} */ ({})
  #boxes = /** @type {Boxes} */ (/** @type {unknown} */ (null))
  #counted = { key: "", numbers: /** @type {Numbers} */ ({}) }

  /** What is shown, for whoever checks it: counted anew only where another place of the window is not all that changed. */
  get shown() {
    const key = JSON.stringify({ ...this.state, at: 0 })
    if (this.#counted.key !== key) this.#counted = { key, numbers: this.rows.count() }
    return this.#counted.numbers
  }

  /** The rows as they are cut now. */
  get rows() {
    return new Rows(this.run, this.state)
  }

  /**
   * Return which sentence says what training teaches.
   * @param {Numbers} shown
   */
  verdict({ excess, gives }) {
    const { way, start, mark } = this.state
    if (Number.isNaN(excess)) return mark ? "end" : way === "anywhere" ? "unmarked" : "begun"
    if (!start) return gives > NONE ? "ordered" : "packed"
    if (way === "anywhere") return mark ? "both-starts" : "windows"
    return mark ? "both-ends" : "endless"
  }

  reset() {
    this.state = { ...FIRST }
    this.say("guess", "ask")
  }

  /** @param {string} name */
  pressed(name) {
    this.reset()
    if (name === "reset") return
    Object.assign(this.state, { start: true, mark: false })
    this.say("guess", "answer")
  }

  /**
   * @param {string} kind
   * @param {HTMLElement} mark
   */
  control(kind, mark) {
    const name = mark.textContent ?? "", { least, most } = this.run.length
    const heard = (/** @type {any} */ value) => { Object.assign(this.state, { [kind]: value }) }
    const made = kind === "way" ? this.choice(name, this.options(), heard)
      : kind === "at" ? this.slider(name, { min: 0, max: 10, step: 1 }, heard)
      : kind === "length" ? this.slider(name, { min: least, max: most, step: 1 }, heard) : this.tick(name, heard)
    this.#controls[/** @type {"way"} */ (kind)] = made
    return made.whole
  }

  moved() {
    const { state, shown, rows } = this, { stream, spots } = rows.stream, { at, length } = this.#controls
    state.at = Math.min(state.at, spots.length - 1)
    const [from, to] = spots[state.at], row = stream.slice(from, to)
    if (state.start) row.unshift(this.run.symbols.start)
    at.input.max = `${spots.length - 1}`
    at.show(state.at, row.join(" "))
    length.show(state.length, `${state.way === "documents" ? to - from : state.length}`)
    length.input.disabled = state.way === "documents"
    for (const name of /** @type {const} */ (["way", ...FLAGS])) this.#controls[name].show(state[name])
    for (const name of /** @type {const} */ (["excess", "gives", "follows"]))
      this.write(`own.${name}`, Number.isNaN(shown[name]) ? "–" : Math.max(0, shown[name]).toFixed(3))
    this.write("own.scored", `${(100 * shown.scored).toFixed(0)}%`)
    this.say("result", this.verdict(shown))
    this.#boxes.show(stream, [from, to], { symbols: row, carries: row.map((_, t) => rows.carries(row, t)) }, shown.asked)
  }

  /** @param {string} text */
  told(text) {
    const [way, at, length, ...flags] = text.split(","), { least, most } = this.run.length
    const found = WAYS.find(each => each === way), place = Number(at), many = Number(length)
    if (!found || !(place >= 0 && place < COLUMNS && many >= least && many <= most)) return false
    this.reset()
    Object.assign(this.state, { way: found, at: Math.round(place), length: Math.round(many) })
    for (const name of FLAGS) this.state[name] = flags.includes(name)
    return true
  }

  spelled() {
    const { state } = this
    if (Object.entries(FIRST).every(([key, value]) => state[/** @type {"way"} */ (key)] === value)) return ""
    return [state.way, state.at, state.length, ...FLAGS.filter(name => state[name])].join()
  }

  built() {
    const { width } = this.room
    const boxes = this.#boxes = new Boxes(this.canvas, width, this.run)
    const column = (/** @type {{ x: number }} */ at) => at.x / width * COLUMNS - 1
    this.drags(boxes.hold, at => {
      const move = this.#take(column(at))
      return to => move(column(to))
    })
  }

  /**
   * Take hold of an edge of the window, or of the window, wherever in the stream.
   * @param {number} at in columns
   * @returns {(place: number) => void}
   */
  #take(at) {
    const [from, to] = this.rows.stream.spots[this.state.at], { length, way } = this.state
    const near = (/** @type {number} */ edge) => way !== "documents" && Math.abs(at - edge) < EDGE
    if (near(to)) return place => this.#put(spot => spot.from === from && Math.abs(spot.to - to - place + at))
    if (near(from)) return place => this.#put(spot => spot.to === to && Math.abs(spot.from - from - place + at))
    const held = at >= from && at <= to ? at - from : (to - from) / 2
    const drag = (/** @type {number} */ place) => this.#put(spot => spot.length === length && Math.abs(spot.from - place + held))
    drag(at)
    return drag
  }

  /**
   * Put the window where a row may be, as near as there is such a place.
   * @param {(spot: { length: number, from: number, to: number }) => number | false} far how far a place is; false where it is none
   */
  #put(far) {
    const { least, most } = this.run.length, { state } = this
    let best = Infinity, { at, length } = state
    for (let many = least; many <= most; many++)
      new Rows(this.run, { ...state, length: many }).stream.spots.forEach(([from, to], i) => {
        const away = far({ length: many, from, to })
        if (away !== false && away < best) [best, at, length] = [away, i, many]
      })
    if (at === state.at && length === state.length) return
    Object.assign(state, { at, length })
    this.moved()
  }
}

customElements.define("where-cut", WhereCut)
