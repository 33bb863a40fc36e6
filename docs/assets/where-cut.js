// Where may I cut? A window is dragged over documents; what all such rows ask behind a start is counted.

import { Rows } from "./cut-rows.js"
import { Moves, draw, redraw, respell } from "./moves.js"

/** @typedef {import("./cut-rows.js").Numbers} Numbers */

const WAYS = /** @type {const} */ (["anywhere", "begun", "documents"])
const FLAGS = /** @type {const} */ (["start", "scored", "mark", "random"])
const FIRST = { way: /** @type {typeof WAYS[number]} */ ("anywhere"), at: 2, length: 5, start: false, scored: true, mark: true, random: true }
const COLUMNS = 19, STREAM = 20, ROW = 63, BOX = 24, STRIP = 94 // of the drawing: a column for ⊥, and the heights
const BASE = 212, TALL = 80, MOST = 0.5 // of the bars, and the share that is as high as they may be
const EDGE = 0.45 // of a column: so near an edge of the window is the edge
const NONE = 1e-9

class WhereCut extends Moves {
  state = { ...FIRST }
  #controls = /** @type {Record<"way" | "at" | "length" | typeof FLAGS[number], any>} */ ({})
  /** @type {Record<"stream" | "row", { box: SVGElement, name: SVGElement }[]>} */
  #boxes = { stream: [], row: [] }
  #frame = draw("rect", { y: STREAM - 5, height: BOX + 10, rx: 4, fill: "none", stroke: "var(--ls-ink)", "stroke-width": 2 })
  #handle = draw("rect", { y: 0, x: 0, height: STRIP, "fill-opacity": 0, class: "ls-drag" })
  #grips = draw("path", { stroke: "var(--ls-ink)", "stroke-width": 6, "stroke-linecap": "round", class: "ls-edge" })
  /** @type {{ begin: string, bars: Map<string, SVGElement>, never: SVGElement }[]} */
  #charts = []
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
    const { state, shown } = this, { stream, spots } = this.rows.stream, { at, length } = this.#controls
    state.at = Math.min(state.at, spots.length - 1)
    const [from, to] = spots[state.at], row = stream.slice(from, to)
    if (state.start) row.unshift(this.run.symbols.start)
    at.input.max = `${spots.length - 1}`
    at.show(state.at, row.join(" "))
    length.show(state.length, `${state.length}`)
    length.input.disabled = state.way === "documents"
    for (const name of /** @type {const} */ (["way", ...FLAGS])) this.#controls[name].show(state[name])
    for (const name of /** @type {const} */ (["excess", "gives", "follows"]))
      this.write(`own.${name}`, Number.isNaN(shown[name]) ? "–" : Math.max(0, shown[name]).toFixed(3))
    this.write("own.scored", `${(100 * shown.scored).toFixed(0)}%`)
    this.say("result", this.verdict(shown))
    this.#picture(stream, from, to, row, shown)
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
    const { width } = this.room, { documents, symbols, titles, legend } = this.run, p = 1 / documents.length
    const names = [...documents.join(""), symbols.separator]
    redraw(this.#handle, { width })
    for (const [kind, y] of /** @type {const} */ ([["stream", STREAM], ["row", ROW]]))
      this.#boxes[kind] = Array.from({ length: COLUMNS }, () => {
        const box = draw("rect", { y, height: BOX, width: width / COLUMNS - 2, "stroke-width": 1.5 })
        const name = draw("text", { y: y + BOX / 2 + 4, "text-anchor": "middle" })
        this.canvas.append(box, name)
        return { box, name }
      })
    const held = draw("g", {}, this.#handle, this.#grips)
    this.canvas.append(this.#frame, held)
    this.#charts = [symbols.start, symbols.separator].map((begin, side) => {
      const left = 3 + side * (width / 2 + 4), step = (width / 2 - 12) / names.length
      const never = draw("text", { x: left + step * names.length / 2, y: BASE - 62, "text-anchor": "middle" }, legend[0])
      const bars = new Map(names.map((symbol, i) => {
        const x = left + i * step + 2, wide = step - 4, color = this.#color(symbol)
        const bar = draw("rect", { x, width: wide, fill: color, stroke: color, "data-bar": `${begin} ${symbol}` })
        const word = draw("text", { x: x + wide / 2, y: BASE + 14, "text-anchor": "middle", style: this.#style(symbol) }, symbol)
        this.canvas.append(bar, word)
        if (this.#begins(symbol))
          this.canvas.append(draw("rect", {
            x: x - 2, y: BASE - p / MOST * TALL, width: wide + 4, height: p / MOST * TALL,
            fill: "none", stroke: "var(--ls-ink)", "stroke-dasharray": "3 2",
          }))
        return [symbol, bar]
      }))
      this.canvas.append(draw("text", { x: left, y: STRIP + 18 }, titles[side]), never,
        draw("path", { d: `M${left} ${BASE}h${step * names.length}`, stroke: "var(--ls-ink)" }))
      return { begin, bars, never }
    })
    this.canvas.append(draw("text", { x: 0, y: STRIP + 33, style: "fill: var(--ls-quiet)" }, legend[1]),
      draw("text", { x: width / COLUMNS, y: 10, style: "fill: var(--ls-quiet)" }, legend[2]))
    const column = (/** @type {{ x: number }} */ at) => at.x / width * COLUMNS - 1
    this.drags(held, at => {
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

  /**
   * Draw the stream, the row below it, and how often each token is asked.
   * @param {string[]} stream
   * @param {number} from
   * @param {number} to
   * @param {string[]} row
   * @param {Numbers} shown
   */
  #picture(stream, from, to, row, shown) {
    const step = this.room.width / COLUMNS, first = to - row.length
    const left = (from + 1) * step - 3, width = (to - from) * step + 4
    redraw(this.#frame, { x: left, width })
    redraw(this.#grips, { d: `M${left} ${STREAM + 6}v${BOX - 12}m${width} 0v${12 - BOX}` })
    for (const [kind, symbols, place] of /** @type {const} */ ([["stream", stream.slice(0, COLUMNS - 1), 0], ["row", row, first]]))
      this.#boxes[kind].forEach(({ box, name }, i) => {
        const visibility = i < symbols.length ? "visible" : "hidden"
        redraw(box, { visibility })
        redraw(name, { visibility })
        if (i >= symbols.length) return
        const loss = kind === "row" && this.rows.carries(row, i), color = this.#color(symbols[i]), x = (place + i + 1) * step
        redraw(box, {
          x, fill: loss ? color : "none", "fill-opacity": 0.45, stroke: kind === "row" ? color : "var(--ls-grid)",
          "stroke-dasharray": loss || kind === "stream" ? "none" : "2 2",
        })
        redraw(name, { x: x + step / 2 - 1, style: this.#style(symbols[i]) })
        respell(name, symbols[i])
      })
    this.#charts.forEach(({ begin, bars, never }, side) => {
      redraw(never, { visibility: Object.keys(shown.asked[side]).length ? "hidden" : "visible" })
      for (const [symbol, bar] of bars) {
        const high = (shown.asked[side][symbol] ?? 0) / MOST * TALL
        const here = row.some((each, t) => each === symbol && row[t - 1] === begin && this.rows.carries(row, t))
        redraw(bar, { y: BASE - high, height: high, "fill-opacity": here ? 1 : 0.35, "stroke-opacity": high ? 1 : 0 })
      }
    })
  }

  /** @param {string} symbol */
  #color(symbol) {
    const { symbols } = this.run
    if (Object.values(symbols).includes(symbol)) return "var(--ls-5)"
    return this.#begins(symbol) ? "var(--ls-6)" : "var(--ls-1)"
  }

  /**
   * Give a long name small letters, as a box has room for them, and a first token bold ones.
   * @param {string} symbol
   */
  #style(symbol) {
    return symbol.length > 1 ? "font-size: 9.7px; letter-spacing: -.6px" : this.#begins(symbol) ? "font-weight: 700" : ""
  }

  /** @param {string} symbol */
  #begins(symbol) {
    return this.run.documents.some((/** @type {string} */ each) => each[0] === symbol)
  }
}

customElements.define("where-cut", WhereCut)
