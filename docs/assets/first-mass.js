// Who divides the first mass? The reader gives the first word a law; the conditionals of KITTEN stay as they are.

import { Flow } from "./first-flow.js"
import { Moves, draw, make, redraw } from "./moves.js"

/** @typedef {import("./first-flow.js").Place} Place */

const LEAST = 11 // the height from which a band has room for its word
const GRIP = 7 // half of the mark at an edge that can be dragged
const STILL = 3 // a pointer that goes less far has clicked
const COLOURS = { first: "var(--ls-6)", later: "var(--ls-1)", never: "var(--ls-2)" }

class FirstMass extends Moves {
  /** The first law. @type {number[]} */
  law = []
  without = false
  sentence = ""
  #flow = /** @type {Flow} */ (/** @type {unknown} */ (null))
  /** The law that is drawn, on its way to the one that is meant. @type {number[]} */
  #drawn = []
  /** @type {ReturnType<Moves["slider"]>[]} */
  #sliders = []
  /** @type {ReturnType<Moves["tick"]> | null} */
  #tick = null
  /** @type {ReturnType<Moves["choice"]> | null} */
  #follow = null
  /** All bands of a kind are one shape, and all their nodes: what changes is dear by the piece. @type {Map<string, SVGElement>} */
  #shapes = new Map()
  /** @type {Map<string, SVGElement>} */
  #labels = new Map()
  #root = draw("rect", { fill: COLOURS.first })
  #grips = draw("path", { stroke: "var(--ls-ink)", "stroke-width": 2, fill: "none" })
  #dragged = false

  /** What is shown, for whoever checks it. */
  get shown() {
    return this.#flow.numbers(this.law, this.sentence, this.without)
  }

  reset() {
    this.law = [...this.run.own.law]
    this.without = false
    this.sentence = this.#flow.likeliest
    this.say("guess", "ask")
  }

  /** @param {string} name */
  pressed(name) {
    if (name === "reset") return this.reset()
    const [guess, law] = name.startsWith("guess") ? [true, "even"] : [false, name]
    this.without = false
    this.law = law === "one" ? this.law.map((_, i) => Number(i === 0)) : [...this.run[law].law]
    if (guess) this.say("guess", "answer")
  }

  /**
   * @param {string} kind
   * @param {HTMLElement} mark
   */
  control(kind, mark) {
    if (kind === "without") {
      this.#tick = this.tick(mark.textContent ?? "", value => { this.without = value })
      return this.#tick.whole
    }
    if (kind === "follow") {
      const sentences = Object.keys(this.run.rest).map(text => /** @type {[string, string]} */ ([text, text]))
      this.#follow = this.choice(mark.textContent ?? "", sentences, text => { this.sentence = text })
      return this.#follow.whole
    }
    this.#sliders = this.run.words.map((/** @type {string} */ word, /** @type {number} */ i) =>
      this.slider(word, { min: 0, max: 1, step: 0.001 }, share => this.#give(i, share)))
    const name = make("span", { class: "ls-name-of", id: `${this.dataset.moves}-shares` }, mark.textContent ?? "")
    const group = { class: "ls-sliders", role: "group", "aria-labelledby": name.id }
    return make("div", group, name, ...this.#sliders.map(each => each.whole))
  }

  /**
   * Give a word a share; the others have the rest, in the proportions that they had.
   * @param {number} i
   * @param {number} share
   */
  #give(i, share) {
    const others = 1 - this.law[i], left = 1 - share
    this.law = this.law.map((each, j) =>
      j === i ? share : others > 1e-9 ? each * left / others : left / (this.law.length - 1))
    this.#drawn = this.law
  }

  moved() {
    const { shown, law, without } = this
    this.#sliders.forEach(({ show, input }, i) => {
      show(law[i], law[i].toFixed(3))
      input.disabled = without
    })
    this.#tick?.show(without)
    this.#follow?.show(this.sentence)
    this.write("own.mass", shown.mass.toFixed(0))
    for (const name of /** @type {const} */ (["sentence", "excess", "variation", "loss"]))
      this.write(`own.${name}`, spelled(shown[name], shown[name].toFixed(3)))
    this.write("own.impossible", `${(100 * shown.impossible).toFixed(0)}%`)
    this.say("result", without ? "without" : this.#own ? "own" : Number.isFinite(shown.excess) ? "finite" : "infinite")
    const from = this.#drawn.length ? this.#drawn : law
    if (without || from === law) this.#picture(law)
    else this.glide(way => this.#picture(law.map((share, i) => from[i] + way * (share - from[i]))))
  }

  get #own() {
    return this.law.every((share, i) => Math.abs(share - this.run.own.law[i]) < 1e-9)
  }

  /** @param {string} text */
  told(text) {
    const [shares, ...flags] = text.split(";")
    const law = shares.split(",").map(Number), sum = law.reduce((all, each) => all + each, 0)
    if (law.length !== this.run.words.length || !law.every(each => each >= 0) || !(0 < sum && sum < Infinity)) return false
    this.reset()
    this.law = Math.abs(sum - 1) < 1e-9 ? law : law.map(each => each / sum)
    this.without = flags.includes("without")
    return true
  }

  spelled() {
    if (this.#own && !this.without) return ""
    return this.law.map(share => `${Number(share.toFixed(4))}`).join() + (this.without ? ";without" : "")
  }

  built() {
    const { width, height } = this.room
    this.#flow = new Flow(this.run)
    for (const [shape, opacity] of /** @type {const} */ ([["band", 0.25], ["chosen", 0.6], ["node", 1]]))
      for (const [kind, fill] of Object.entries(COLOURS))
        this.#shapes.set(`${shape} ${kind}`, draw("path", { fill, "fill-opacity": opacity, class: "ls-band" }))
    const hold = this.#flow.hold(width)
    const pulled = draw("rect", { ...hold, y: 0, height: height - 18, "fill-opacity": 0, class: "ls-pull" })
    this.canvas.append(...this.#shapes.values(), this.#root, this.#grips, pulled)
    this.run.columns.forEach((/** @type {string} */ name, /** @type {number} */ depth) =>
      this.canvas.append(draw("text", { x: this.#flow.middle(depth, width), y: height - 4, "text-anchor": "middle" }, name)))
    this.drags(pulled, at => this.#pull(at))
    pulled.addEventListener("touchmove", event => event.preventDefault()) // a finger moves the edge, and the page beside it
    this.canvas.addEventListener("click", event => {
      if (this.#dragged) this.#dragged = false
      else this.#pick(this.place(event))
    })
  }

  /**
   * Follow the likeliest sentence of the band at a place, if there is one.
   * @param {{ x: number, y: number }} at
   */
  #pick({ x, y }) {
    const ink = document.createElement("canvas").getContext("2d"), { places } = this.#flow.drawn(this.law, this.room)
    const found = places.find(each => {
      const { band, node, tail } = this.#outline(each)
      return ink?.isPointInPath(new Path2D(band + node + tail), x, y)
    })
    const sentence = found && Object.keys(this.run.rest).find(text => text.startsWith(found.branch.path))
    if (!sentence) return
    this.sentence = sentence
    this.moved()
  }

  /**
   * Take hold of the edge between two words that is nearest.
   * @param {{ x: number, y: number }} at
   */
  #pull(at) {
    this.#dragged = false
    const { law } = this, drawn = this.#flow.drawn(law, this.room), edges = this.#flow.edges(drawn, at.x)
    if (this.without || !edges.length) return null
    const nearest = edges.reduce((best, each) => Math.abs(each.y - at.y) < Math.abs(best.y - at.y) ? each : best)
    return (/** @type {{ y: number }} */ to) => {
      this.#dragged ||= Math.abs(to.y - at.y) > STILL
      if (!this.#dragged) return
      this.#drawn = this.law = this.#flow.moved(law, nearest, (to.y - at.y) / drawn.unit)
      this.moved()
    }
  }

  /**
   * Draw a law.
   * @param {number[]} law
   */
  #picture(law) {
    this.#drawn = law
    const drawn = this.#flow.drawn(this.without ? law.map(() => 1) : law, this.room), { root, places } = drawn
    redraw(this.#root, { ...root, visibility: this.without ? "hidden" : "visible" })
    const edges = this.without ? [] : this.#flow.edges(drawn, root.x)
    redraw(this.#grips, { d: edges.map(each => `M${root.x - GRIP} ${place(each.y)}h${root.width + 2 * GRIP}`).join("") })
    /** @type {Record<string, string>} */
    const shapes = {}
    const add = (/** @type {string} */ name, /** @type {string} */ path) => { shapes[name] = (shapes[name] ?? "") + path }
    const named = new Set()
    for (const each of places) {
      const { path, depth, first } = each.branch, { band, node, tail } = this.#outline(each)
      const kind = this.run.own.law[first] === 0 ? "never" : depth === 1 ? "first" : "later"
      const chosen = this.sentence === path || this.sentence.startsWith(`${path} `)
      add(`${chosen ? "chosen" : "band"} ${kind}`, (depth === 1 && this.without ? "" : band) + tail)
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
    const { node, far } = this.#flow.widths(this.room.width, x), middle = place((left + x) / 2)
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

/**
 * Spell a number that may be endless, or not there.
 * @param {number} value
 * @param {string} digits
 */
const spelled = (value, digits) => Number.isNaN(value) ? "–" : value === Infinity ? "∞" : digits

customElements.define("first-mass", FirstMass)
