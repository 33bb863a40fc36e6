// Two temperatures, one perplexity: a sampler sharpens each token, the tempered law the string as a whole.

import { Moves, draw, make, redraw } from "./moves.js"

/** @typedef {{ name: string, mass: number, next: Node[], text: string }} Node a prefix of strings */
/** @typedef {{ strings: [string, number][], tree: Node, length: number }} World */

const LEAST = 0.05, MOST = 2, KEPT = 12, STEPS = 60, WRITTEN = 20
const LEFT = 34, FOOT = 36 // of the drawing, for what stands at its axes
const ALIKE = 1e-9 // what is as probable as the last that is kept is kept too

class TwoTemperatures extends Moves {
  world = "fork"
  tau = 1
  kept = KEPT
  /** @type {string[]} */
  written = []
  /** @type {Record<string, World>} */
  #worlds = {}
  /** @type {ReturnType<Moves["choice"]> | null} */
  #choice = null
  /** @type {Map<string, ReturnType<Moves["slider"]>>} */
  #sliders = new Map()
  #list = make("div")
  #curves = {
    local: draw("path", { fill: "none", stroke: "var(--ls-1)", "stroke-width": 2 }),
    whole: draw("path", { fill: "none", stroke: "var(--ls-2)", "stroke-width": 2, "stroke-dasharray": "5 3" }),
    line: draw("path", { fill: "none", stroke: "var(--ls-grid)" }),
  }
  #marks = {
    local: draw("circle", { r: 5, fill: "var(--ls-1)" }),
    whole: draw("rect", { width: 9, height: 9, fill: "var(--ls-2)" }),
  }

  /** What is shown, for whoever checks it. */
  get shown() {
    const world = this.#worlds[this.world], law = this.sampler(world, this.tau, this.kept)
    const pairs = world.strings.map(([text, p]) => [p, law.get(text) ?? 0])
    return {
      ...this.starts(world, this.tau, this.kept),
      kept: pairs.filter(([, drawn]) => drawn > 0).length,
      entropy: -pairs.reduce((sum, [, drawn]) => drawn > 0 ? sum + drawn * Math.log(drawn) : sum, 0),
      excess: pairs.reduce((sum, [p, drawn]) => sum + p * Math.log(p / drawn), 0),
      perplexity: Math.exp(-pairs.reduce((sum, [p]) => sum + p * Math.log(p), 0) / world.length),
      law: Object.fromEntries(law),
    }
  }

  /**
   * Return how often the likeliest first symbol begins: token by token, and in the tempered law of strings.
   * @param {World} world
   * @param {number} tau
   * @param {number} kept
   */
  starts(world, tau, kept) {
    const first = world.tree.next.reduce((best, each) => each.mass > best.mass ? each : best)
    const most = Math.max(...world.strings.map(([, p]) => p))
    const powers = world.strings.map(([text, p]) => /** @type {const} */ ([text, (p / most) ** (1 / tau)]))
    const sum = (/** @type {typeof powers} */ some) => some.reduce((all, [, power]) => all + power, 0)
    return {
      local: this.law(world.tree, tau, kept).find(([each]) => each === first)?.[1] ?? 0,
      whole: sum(powers.filter(([text]) => text.split(" ")[0] === first.name)) / sum(powers),
    }
  }

  /**
   * Return the law of the token after a prefix, sharpened and cut as a sampler does.
   * @param {Node} prefix
   * @param {number} tau
   * @param {number} kept
   * @returns {[Node, number][]}
   */
  law(prefix, tau, kept) {
    const most = Math.max(...prefix.next.map(each => each.mass))
    const powers = prefix.next.map(each => (each.mass / most) ** (1 / tau))
    const last = [...powers].sort((a, b) => b - a)[Math.min(kept, powers.length) - 1]
    const cut = powers.map(each => each >= last * (1 - ALIKE) ? each : 0), sum = cut.reduce((all, each) => all + each, 0)
    return prefix.next.map((each, i) => [each, cut[i] / sum])
  }

  /**
   * Return the law of strings that a sampler draws from.
   * @param {World} world
   * @param {number} tau
   * @param {number} kept
   */
  sampler(world, tau, kept) {
    /** @type {Map<string, number>} */
    const law = new Map()
    const walk = (/** @type {Node} */ prefix, /** @type {number} */ mass) => {
      if (!prefix.next.length) law.set(prefix.text, mass)
      else for (const [each, share] of this.law(prefix, tau, kept)) if (share > 0) walk(each, mass * share)
    }
    walk(world.tree, 1)
    return law
  }

  /**
   * Write strings, token by token.
   * @param {number} count
   * @param {() => number} random from 0 to 1
   */
  draws(count, random) {
    return Array.from({ length: count }, () => {
      let at = this.#worlds[this.world].tree
      while (at.next.length) {
        let left = random()
        const law = this.law(at, this.tau, this.kept)
        at = (law.find(([, share]) => (left -= share) < 0) ?? law.filter(([, share]) => share > 0).slice(-1)[0])[0]
      }
      return at.text
    })
  }

  reset() {
    this.world = "fork"
    this.tau = 1
    this.kept = KEPT
    this.written = []
    this.say("guess", "ask")
  }

  /** @param {string} name */
  pressed(name) {
    if (name === "reset") return this.reset()
    if (name === "write") this.written = this.draws(WRITTEN, Math.random)
    else {
      this.reset()
      this.tau = 0.5
      this.say("guess", "answer")
    }
  }

  /**
   * @param {string} kind
   * @param {HTMLElement} mark
   */
  control(kind, mark) {
    const name = mark.textContent ?? ""
    if (kind === "world") {
      this.#choice = this.choice(name, this.options(), world => {
        this.world = world
        this.written = []
      })
      return this.#choice.whole
    }
    if (kind === "written") {
      const head = make("span", { id: `${this.dataset.moves}-written` }, name)
      this.#list = make("div", { class: "ls-written", role: "group", tabindex: 0, "aria-labelledby": head.id }, head)
      return this.#list
    }
    const slider = kind === "tau"
      ? this.slider(name, { min: LEAST, max: MOST, step: 0.05 }, value => { this.tau = value })
      : this.slider(name, { min: 1, max: KEPT, step: 1 }, value => { this.kept = value })
    this.#sliders.set(kind, slider)
    return slider.whole
  }

  moved() {
    const { shown, world, tau, kept } = this
    this.#choice?.show(world)
    this.#sliders.get("tau")?.show(tau, tau.toFixed(2))
    this.#sliders.get("kept")?.show(kept, `${kept}`)
    for (const name of /** @type {const} */ (["local", "whole", "entropy", "excess", "perplexity"]))
      this.write(`own.${name}`, shown[name] === Infinity ? "∞" : Math.max(0, shown[name]).toFixed(3))
    this.write("own.kept", `${shown.kept}`)
    const cut = shown.kept < this.#worlds[world].strings.length
    this.say("result", cut ? "cut" : tau === 1 ? "own" : "apart")
    while (this.#list.childElementCount > 1) this.#list.lastElementChild?.remove()
    this.#list.append(...this.written.map(text => make("span", {}, text)))
    this.#picture(shown)
  }

  /** @param {string} text */
  told(text) {
    const [world, tau, kept] = text.split(",")
    const number = Number(tau), many = Number(kept)
    if (!Object.hasOwn(this.#worlds, world) || !(number >= LEAST && number <= MOST && many >= 1 && many <= KEPT)) return false
    this.reset()
    Object.assign(this, { world, tau: number, kept: Math.round(many) })
    return true
  }

  spelled() {
    const { world, tau, kept } = this
    return world === "fork" && tau === 1 && kept === KEPT ? "" : [world, tau, kept].join()
  }

  built() {
    for (const name of ["fork", "kitten"]) {
      const strings = /** @type {[string, number][]} */ (Object.entries(this.run[name]))
      /** @type {Node} */
      const tree = { name: "", mass: 1, next: [], text: "" }
      for (const [text, p] of strings) {
        let at = tree
        for (const word of text.split(" ")) {
          /** @type {Node} */
          const part = at.next.find(each => each.name === word)
            ?? { name: word, mass: 0, next: [], text: at === tree ? word : `${at.text} ${word}` }
          if (!part.mass) at.next.push(part)
          part.mass += p
          at = part
        }
      }
      this.#worlds[name] = { strings, tree, length: strings[0][0].split(" ").length }
    }
    const { width, height } = this.room, [local, whole, , axis] = this.run.names
    const bottom = height - FOOT
    this.canvas.append(
      draw("path", { d: `M${LEFT} 6V${bottom}H${width}`, fill: "none", stroke: "var(--ls-ink)" }),
      this.#curves.line, this.#curves.local, this.#curves.whole, this.#marks.local, this.#marks.whole,
      draw("text", { x: (LEFT + width) / 2, y: height - 4, "text-anchor": "middle" }, axis),
      draw("text", { x: width - 4, y: 18, "text-anchor": "end", style: "fill: var(--ls-1)" }, local),
      draw("text", { x: width - 4, y: 34, "text-anchor": "end", style: "fill: var(--ls-2)" }, whole),
    )
    for (const [x, text] of /** @type {const} */ ([[0, "0"], [0.5, "0.5"], [1, "1"], [1.5, "1.5"], [2, "2"]]))
      this.canvas.append(draw("text", { x: this.#x(x), y: bottom + 15, "text-anchor": "middle" }, text))
    for (const [y, text] of /** @type {const} */ ([[0, "0"], [0.5, "0.5"], [1, "1"]]))
      this.canvas.append(draw("text", { x: LEFT - 6, y: this.#y(y) + 4, "text-anchor": "end" }, text))
  }

  /** @param {number} tau */
  #x(tau) {
    return LEFT + tau / MOST * (this.room.width - LEFT - 8)
  }

  /** @param {number} share */
  #y(share) {
    return 8 + (1 - share) * (this.room.height - FOOT - 8)
  }

  /**
   * Draw both curves for what is kept now, and where the reader stands on them.
   * @param {TwoTemperatures["shown"]} shown
   */
  #picture(shown) {
    const world = this.#worlds[this.world], at = Array.from({ length: STEPS + 1 }, (_, i) =>
      LEAST + i * (MOST - LEAST) / STEPS)
    const starts = at.map(tau => this.starts(world, tau, this.kept))
    for (const name of /** @type {const} */ (["local", "whole"])) {
      const points = at.map((tau, i) => `${this.#x(tau).toFixed(2)} ${this.#y(starts[i][name]).toFixed(2)}`)
      redraw(this.#curves[name], { d: `M${points.join("L")}` })
    }
    const x = this.#x(this.tau)
    redraw(this.#curves.line, { d: `M${x} ${this.#y(1)}V${this.#y(0)}` })
    redraw(this.#marks.local, { cx: x, cy: this.#y(shown.local) })
    redraw(this.#marks.whole, { x: x - 4.5, y: this.#y(shown.whole) - 4.5 })
  }
}

customElements.define("two-temperatures", TwoTemperatures)
