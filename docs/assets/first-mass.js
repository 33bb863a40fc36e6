// Who divides the first mass? The reader gives the first word a law; the conditionals of KITTEN stay as they are.

import { Moves, draw, make, redraw } from "./moves.js"

/** @typedef {{ word: string, depth: number, mass: number, next: Branch[], possible: boolean, path: string }} Branch */

const NODE = 0.055, FROM = 0.34, SPAN = 4.75 // in columns, as the program draws them
const LEAST = 11 // the height from which a band has room for its word

class FirstMass extends Moves {
  /** The first law. @type {number[]} */
  law = []
  without = false
  sentence = ""
  /** The law that is drawn, on its way to the one that is meant. @type {number[]} */
  #drawn = []
  /** @type {ReturnType<Moves["slider"]>[]} */
  #sliders = []
  /** @type {ReturnType<Moves["tick"]> | null} */
  #tick = null
  /** @type {ReturnType<Moves["choice"]> | null} */
  #follow = null
  /** @type {Map<string, { ribbon: SVGElement, node: SVGElement, label: SVGElement }>} */
  #parts = new Map()
  #root = draw("rect", { fill: "var(--ls-6)" })

  /** What is shown, for whoever checks it. */
  get shown() {
    const { own, rest, words } = this.run
    const [first] = this.sentence.split(" ")
    const impossible = words.filter((/** @type {string} */ _, /** @type {number} */ i) => own.law[i] === 0).length
    const law = this.without ? this.law.map(() => 1) : this.law
    const sentences = Object.entries(/** @type {Record<string, number>} */ (rest))
    const products = sentences.map(([text, share]) => law[words.indexOf(text.split(" ")[0])] * share)
    const outside = law.reduce((sum, share, i) => sum + (own.law[i] === 0 ? share : 0), 0)
    const terms = this.law.map((share, i) => own.law[i] === 0 ? 0 : own.law[i] * Math.log(own.law[i] / share))
    return {
      mass: products.reduce((sum, each) => sum + each, outside),
      products,
      sentence: law[words.indexOf(first)] * rest[this.sentence],
      excess: this.without ? NaN : terms.reduce((sum, each) => sum + each, 0),
      variation: this.without ? NaN : law.reduce((sum, share, i) => sum + Math.abs(share - own.law[i]), 0) / 2,
      impossible: this.without ? impossible / words.length : outside,
      loss: sentences.reduce((sum, [text, share]) => sum - this.#true(text) * Math.log(share), 0),
    }
  }

  /** @param {string} text */
  #true(text) {
    return this.run.own.law[this.run.words.indexOf(text.split(" ")[0])] * this.run.rest[text]
  }

  reset() {
    this.law = [...this.run.own.law]
    this.without = false
    this.sentence = Object.keys(this.run.rest).reduce((best, each) => this.#true(each) > this.#true(best) ? each : best)
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
    const own = law.every((share, i) => Math.abs(share - this.run.own.law[i]) < 1e-9)
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
    this.say("result", without ? "without" : own ? "own" : Number.isFinite(shown.excess) ? "finite" : "infinite")
    const from = this.#drawn.length ? this.#drawn : law
    if (without || from === law) this.#picture(law)
    else this.glide(way => this.#picture(law.map((share, i) => from[i] + way * (share - from[i]))))
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
    const same = this.law.every((share, i) => Math.abs(share - this.run.own.law[i]) < 1e-9)
    if (same && !this.without) return ""
    return this.law.map(share => `${Number(share.toFixed(4))}`).join() + (this.without ? ";without" : "")
  }

  built() {
    this.canvas.append(this.#root)
    const { width, height } = this.room
    this.run.columns.forEach((/** @type {string} */ name, /** @type {number} */ depth) => {
      const x = (FROM + depth + NODE / 2) / SPAN * width
      this.canvas.append(draw("text", { x, y: height - 4, "text-anchor": "middle" }, name))
    })
    this.canvas.addEventListener("click", event => {
      const path = /** @type {Element} */ (event.target).getAttribute("data-path") ?? ""
      const found = Object.keys(this.run.rest).find(text => path && text.startsWith(path))
      if (!found) return
      this.sentence = found
      this.moved()
    })
  }

  /**
   * Draw a law: the bands are as high as what they stand for is probable.
   * @param {number[]} law
   */
  #picture(law) {
    this.#drawn = law
    const { width, height } = this.room
    const root = this.#tree(law), column = width / SPAN, gap = 2.6, floor = height - 24
    /** @type {(each: Branch) => number} */
    const gaps = each => each.next.reduce((sum, part) => sum + gaps(part), gap * Math.max(0, each.next.length - 1))
    const unit = (floor - 4 - gaps(root)) / root.mass
    const room = (/** @type {Branch} */ each) => each.mass * unit + gaps(each)
    /** @type {Set<string>} */
    const used = new Set()
    const place = (/** @type {Branch} */ branch, /** @type {number} */ top) => {
      const left = (FROM + branch.depth) * column, node = NODE * column
      let out = top + (room(branch) - branch.mass * unit) / 2
      for (const part of branch.next) {
        const high = part.mass * unit, y = top + (room(part) - high) / 2, x = left + column
        this.#part(part, { left: left + node, out, x, y, high, node, far: width - left - column }, used)
        out += high
        place(part, top)
        top += room(part) + gap
      }
    }
    place(root, 4)
    const whole = root.mass * unit
    const at = { x: FROM * column, width: NODE * column, y: 4 + (room(root) - whole) / 2, height: whole }
    redraw(this.#root, { ...at, visibility: this.without ? "hidden" : "visible" })
    for (const [path, { ribbon, node, label }] of this.#parts)
      if (!used.has(path)) for (const each of [ribbon, node, label]) redraw(each, { visibility: "hidden" })
  }

  /**
   * Return the prefixes that have a share, and what follows each.
   * @param {number[]} law
   */
  #tree(law) {
    /** @type {Branch} */
    const root = { word: "", depth: 0, mass: 0, next: [], possible: true, path: "" }
    this.run.words.forEach((/** @type {string} */ word, /** @type {number} */ i) => {
      const mass = this.without ? 1 : law[i]
      if (!(mass > 0)) return
      const possible = this.run.own.law[i] > 0
      root.mass += mass
      root.next.push({ word, depth: 1, mass, next: [], possible, path: word })
    })
    for (const [text, share] of Object.entries(/** @type {Record<string, number>} */ (this.run.rest))) {
      const [first, ...later] = text.split(" ")
      let at = root.next.find(each => each.word === first)
      if (!at) continue
      const mass = at.mass * share
      for (const word of later) {
        /** @type {Branch} */
        const part = at.next.find(each => each.word === word)
          ?? { word, depth: at.depth + 1, mass: 0, next: [], possible: true, path: `${at.path} ${word}` }
        if (!part.mass) at.next.push(part)
        part.mass += mass
        at = part
      }
    }
    return root
  }

  /**
   * Make the parts of a prefix, which it keeps: words stand above every band.
   * @param {Branch} branch
   */
  #born({ path, word, possible, depth }) {
    const fill = !possible ? "var(--ls-2)" : depth === 1 ? "var(--ls-6)" : "var(--ls-1)"
    const part = {
      ribbon: draw("path", { fill, "data-path": path }),
      node: draw("rect", { fill, "data-path": path }),
      label: draw("text", { "text-anchor": "end", "data-path": path }, word),
    }
    this.canvas.append(part.ribbon, part.node)
    this.#parts.set(path, part)
    for (const each of this.#parts.values()) this.canvas.append(each.label)
    return part
  }

  /**
   * Draw a prefix: the band that leads to it, its node and its word.
   * @param {Branch} branch
   * @param {Record<"left" | "out" | "x" | "y" | "high" | "node" | "far", number>} place
   * @param {Set<string>} used
   */
  #part(branch, { left, out, x, y, high, node, far }, used) {
    const { path, possible, depth } = branch
    const part = this.#parts.get(path) ?? this.#born(branch)
    used.add(path)
    const middle = (left + x) / 2
    const band = `M${left} ${out}C${middle} ${out} ${middle} ${y} ${x} ${y}v${high}`
      + `C${middle} ${y + high} ${middle} ${out + high} ${left} ${out + high}z`
    const tail = possible ? "" : `M${x + node} ${y}h${far - node}v${high}h${node - far}z`
    const chosen = this.sentence === path || this.sentence.startsWith(`${path} `)
    const values = {
      ribbon: { d: (depth === 1 && this.without ? "" : band) + tail, "fill-opacity": chosen ? 0.6 : 0.25 },
      node: { x, y, width: node, height: high },
      label: { x: x - 4, y: y + high / 2 + 4 },
    }
    for (const name of /** @type {const} */ (["ribbon", "node", "label"]))
      redraw(part[name], { ...values[name], visibility: name === "label" && high < LEAST ? "hidden" : "visible" })
  }
}

/**
 * Spell a number that may be endless, or not there.
 * @param {number} value
 * @param {string} digits
 */
const spelled = (value, digits) => Number.isNaN(value) ? "–" : value === Infinity ? "∞" : digits

customElements.define("first-mass", FirstMass)
