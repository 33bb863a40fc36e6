// The bands of the first mass, as they are drawn: all of a kind are one shape, for what changes is dear by the piece.

import { Flow } from "./first-flow.js"
import { draw, redraw } from "./parts.js"

/** @typedef {import("./first-flow.js").Place} Place */

const LEAST = 11 // the height from which a band has room for its word
const GRIP = 7 // half of the mark at an edge that can be dragged
const COLOURS = { first: "var(--ls-6)", later: "var(--ls-1)", never: "var(--ls-2)" }

/** A drawing of a first law and of what follows it. */
export class Bands {
  /** @type {Map<string, SVGElement>} */
  #shapes = new Map()
  /** @type {Map<string, SVGElement>} */
  #labels = new Map()
  #root = draw("rect", { fill: COLOURS.first })
  #grips = draw("path", { stroke: "var(--ls-ink)", "stroke-width": 2, fill: "none" })

  /**
   * @param {SVGElement} canvas
   * @param {{ width: number, height: number }} room
   * @param {{ flow: Flow, columns: string[] }} given what is drawn, and the names of the columns
   */
  constructor(canvas, room, { flow, columns }) {
    this.canvas = canvas
    this.room = room
    this.flow = flow
    for (const [shape, opacity] of /** @type {const} */ ([["band", 0.25], ["chosen", 0.6], ["node", 1]]))
      for (const [kind, fill] of Object.entries(COLOURS))
        this.#shapes.set(`${shape} ${kind}`, draw("path", { fill, "fill-opacity": opacity, class: "ls-band" }))
    /** Where an edge can be taken hold of. */
    this.hold = draw("rect", { ...flow.hold(room.width), y: 0, height: room.height - 18, "fill-opacity": 0, class: "ls-pull" })
    canvas.append(...this.#shapes.values(), this.#root, this.#grips, this.hold)
    columns.forEach((name, depth) =>
      canvas.append(draw("text", { x: flow.middle(depth, room.width), y: room.height - 4, "text-anchor": "middle" }, name)))
  }

  /**
   * Draw a law.
   * @param {number[]} law
   * @param {string} sentence the one that is followed
   * @param {boolean} without any first factor
   */
  show(law, sentence, without) {
    const drawn = this.#drawn(law, without), { root, places } = drawn
    redraw(this.#root, { ...root, visibility: without ? "hidden" : "visible" })
    const edges = without ? [] : this.flow.edges(drawn, root.x)
    redraw(this.#grips, { d: edges.map(each => `M${root.x - GRIP} ${place(each.y)}h${root.width + 2 * GRIP}`).join("") })
    /** @type {Record<string, string>} */
    const shapes = {}
    const add = (/** @type {string} */ name, /** @type {string} */ path) => { shapes[name] = (shapes[name] ?? "") + path }
    const named = new Set()
    for (const each of places) {
      const { path, depth, first } = each.branch, { band, node, tail } = this.#outline(each)
      const kind = this.flow.own[first] === 0 ? "never" : depth === 1 ? "first" : "later"
      const chosen = sentence === path || sentence.startsWith(`${path} `)
      add(`${chosen ? "chosen" : "band"} ${kind}`, (depth === 1 && without ? "" : band) + tail)
      add(`node ${kind}`, node)
      if (each.high < LEAST) continue
      named.add(path)
      const label = this.#labels.get(path) ?? this.#named(each.branch)
      redraw(label, { transform: `translate(${place(each.x - 4)} ${place(each.y + each.high / 2 + 4)})`, visibility: "visible" })
    }
    for (const [name, shape] of this.#shapes) redraw(shape, { d: shapes[name] ?? "" })
    for (const [path, label] of this.#labels) if (!named.has(path)) redraw(label, { visibility: "hidden" })
  }

  /**
   * @param {number[]} law
   * @param {boolean} without
   */
  #drawn(law, without) {
    return this.flow.drawn(without ? law.map(() => 1) : law, this.room)
  }

  /**
   * Return the prefix whose band is at a place, if there is one.
   * @param {number[]} law
   * @param {boolean} without any first factor
   * @param {{ x: number, y: number }} at
   */
  at(law, without, { x, y }) {
    const ink = document.createElement("canvas").getContext("2d"), { places } = this.#drawn(law, without)
    return places.find(each => {
      const { band, node, tail } = this.#outline(each)
      return ink?.isPointInPath(new Path2D(band + node + tail), x, y)
    })?.branch.path
  }

  /**
   * Make the word of a band, which stands above all bands; it is moved and not laid out anew.
   * @param {import("./first-flow.js").Branch} branch
   */
  #named({ path, word }) {
    const label = draw("text", { "text-anchor": "end", class: "ls-band" }, word)
    this.#labels.set(path, label)
    this.canvas.append(label)
    return label
  }

  /**
   * Return the outlines of a band, of the node at its end, and of what stands behind it where nothing follows.
   * @param {Place} at
   */
  #outline({ branch, left, out, x, y, high }) {
    const { node, far } = this.flow.widths(this.room.width, x), middle = place((left + x) / 2)
    const [from, to, begins, arrives, tall] = [left, x, out, y, high].map(place)
    return {
      band: `M${from} ${begins}C${middle} ${begins} ${middle} ${arrives} ${to} ${arrives}v${tall}`
        + `C${middle} ${place(y + high)} ${middle} ${place(out + high)} ${from} ${place(out + high)}z`,
      node: `M${to} ${arrives}h${node}v${tall}h${-node}z`,
      tail: branch.depth === 1 && !branch.next.length ? `M${place(x + node)} ${arrives}h${far}v${tall}h${-far}z` : "",
    }
  }
}

/**
 * Round a place in the drawing.
 * @param {number} value
 */
const place = value => Math.round(value * 1000) / 1000
