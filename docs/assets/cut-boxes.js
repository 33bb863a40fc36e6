// The drawing of a window over documents: the stream, the row that training reads, and how often each token is asked.

import { draw, redraw, respell } from "./parts.js"

/** @typedef {{ documents: string[], symbols: Record<"start" | "stop" | "separator", string>, titles: string[], legend: string[] }} Run */

export const COLUMNS = 19 // of the drawing, with one for ⊥
const STREAM = 20, ROW = 63, BOX = 24, STRIP = 94 // and its heights
const BASE = 212, TALL = 80, MOST = 0.5 // of the bars, and the share that is as high as they may be

/** Boxes for tokens, and bars for shares. */
export class Boxes {
  /** @type {Record<"stream" | "row", { box: SVGElement, name: SVGElement }[]>} */
  #boxes = { stream: [], row: [] }
  #frame = draw("rect", { y: STREAM - 5, height: BOX + 10, rx: 4, fill: "none", stroke: "var(--ls-ink)", "stroke-width": 2 })
  #handle = draw("rect", { y: 0, x: 0, height: STRIP, "fill-opacity": 0, class: "ls-drag" })
  #grips = draw("path", { stroke: "var(--ls-ink)", "stroke-width": 6, "stroke-linecap": "round", class: "ls-edge" })
  /** Where the window can be taken hold of. */
  hold = draw("g", {}, this.#handle, this.#grips)
  /** @type {{ begin: string, bars: Map<string, SVGElement>, never: SVGElement }[]} */
  #charts = []

  /**
   * @param {SVGElement} canvas
   * @param {number} width
   * @param {Run} run what the figure's program left
   */
  constructor(canvas, width, run) {
    const { documents, symbols, titles, legend } = run, p = 1 / documents.length
    this.width = width
    this.run = run
    const names = [...documents.join(""), symbols.separator]
    redraw(this.#handle, { width })
    for (const [kind, y] of /** @type {const} */ ([["stream", STREAM], ["row", ROW]]))
      this.#boxes[kind] = Array.from({ length: COLUMNS }, () => {
        const box = draw("rect", { y, height: BOX, width: width / COLUMNS - 2, "stroke-width": 1.5 })
        const name = draw("text", { y: y + BOX / 2 + 4, "text-anchor": "middle" })
        canvas.append(box, name)
        return { box, name }
      })
    canvas.append(this.#frame, this.hold)
    this.#charts = [symbols.start, symbols.separator].map((begin, side) => {
      const left = 3 + side * (width / 2 + 4), step = (width / 2 - 12) / names.length
      const never = draw("text", { x: left + step * names.length / 2, y: BASE - 62, "text-anchor": "middle" }, legend[0])
      const bars = new Map(names.map((symbol, i) => {
        const x = left + i * step + 2, wide = step - 4, color = this.#color(symbol)
        const bar = draw("rect", { x, width: wide, fill: color, stroke: color, "data-bar": `${begin} ${symbol}` })
        const word = draw("text", { x: x + wide / 2, y: BASE + 14, "text-anchor": "middle", style: this.#style(symbol) }, symbol)
        canvas.append(bar, word)
        if (this.#begins(symbol))
          canvas.append(draw("rect", {
            x: x - 2, y: BASE - p / MOST * TALL, width: wide + 4, height: p / MOST * TALL,
            fill: "none", stroke: "var(--ls-ink)", "stroke-dasharray": "3 2",
          }))
        return [symbol, bar]
      }))
      canvas.append(draw("text", { x: left, y: STRIP + 18 }, titles[side]), never,
        draw("path", { d: `M${left} ${BASE}h${step * names.length}`, stroke: "var(--ls-ink)" }))
      return { begin, bars, never }
    })
    canvas.append(draw("text", { x: 0, y: STRIP + 33, style: "fill: var(--ls-quiet)" }, legend[1]),
      draw("text", { x: width / COLUMNS, y: 10, style: "fill: var(--ls-quiet)" }, legend[2]))
  }

  /**
   * Draw the stream, the row below it, and how often each token is asked.
   * @param {string[]} stream
   * @param {[number, number]} spot where the row is cut from it
   * @param {{ symbols: string[], carries: boolean[] }} row its tokens, and which of them carry loss
   * @param {Record<string, number>[]} asked
   */
  show(stream, [from, to], { symbols: row, carries }, asked) {
    const step = this.width / COLUMNS, first = to - row.length
    const left = (from + 1) * step - 3, width = (to - from) * step + 4
    redraw(this.#frame, { x: left, width })
    redraw(this.#grips, { d: `M${left} ${STREAM + 6}v${BOX - 12}m${width} 0v${12 - BOX}` })
    for (const [kind, symbols, place] of /** @type {const} */ ([["stream", stream.slice(0, COLUMNS - 1), 0], ["row", row, first]]))
      this.#boxes[kind].forEach(({ box, name }, i) => {
        const visibility = i < symbols.length ? "visible" : "hidden"
        redraw(box, { visibility })
        redraw(name, { visibility })
        if (i >= symbols.length) return
        const loss = kind === "row" && carries[i], color = this.#color(symbols[i]), x = (place + i + 1) * step
        redraw(box, {
          x, fill: loss ? color : "none", "fill-opacity": 0.45, stroke: kind === "row" ? color : "var(--ls-grid)",
          "stroke-dasharray": loss || kind === "stream" ? "none" : "2 2",
        })
        redraw(name, { x: x + step / 2 - 1, style: this.#style(symbols[i]) })
        respell(name, symbols[i])
      })
    this.#charts.forEach(({ begin, bars, never }, side) => {
      redraw(never, { visibility: Object.keys(asked[side]).length ? "hidden" : "visible" })
      for (const [symbol, bar] of bars) {
        const high = (asked[side][symbol] ?? 0) / MOST * TALL
        const here = row.some((each, t) => each === symbol && row[t - 1] === begin && carries[t])
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
    return this.run.documents.some(each => each[0] === symbol)
  }
}
