// Two temperatures, one perplexity: a sampler sharpens each token, the tempered law the string as a whole.

import { Moves } from "./moves.js"
import { draw, make, redraw, respell } from "./parts.js"
import { World } from "./two-samplers.js"

const LEAST = 0.05, MOST = 2, KEPT = 12, STEPS = 78, WRITTEN = 20
const LEFT = 34, FOOT = 36 // of the drawing, for what stands at its axes
const RANGES = {
  tau: { min: LEAST, max: MOST, step: 0.05 },
  kept: { min: 1, max: KEPT, step: 1 },
  share: { min: 0.05, max: 1, step: 0.05 },
}
const FIRST = { world: "fork", tau: 1, kept: KEPT, share: 1 }

class TwoTemperatures extends Moves {
  state = { ...FIRST }
  /** @type {string[]} */
  written = []
  /** @type {Record<string, World>} */
  #worlds = {}
  /** @type {ReturnType<Moves["choice"]> | null} */
  #choice = null
  /** @type {Map<"tau" | "kept" | "share", ReturnType<Moves["slider"]>>} */
  #sliders = new Map()
  #list = make("div")
  #lines = Array.from({ length: WRITTEN }, () => make("span"))
  #curves = {
    local: draw("path", { fill: "none", stroke: "var(--ls-1)", "stroke-width": 2 }),
    whole: draw("path", { fill: "none", stroke: "var(--ls-2)", "stroke-width": 2, "stroke-dasharray": "5 3" }),
    line: draw("path", { fill: "none", stroke: "var(--ls-grid)" }),
  }
  #marks = {
    local: draw("circle", { r: 5, fill: "var(--ls-1)" }),
    whole: draw("rect", { width: 9, height: 9, fill: "var(--ls-2)" }),
  }
  /** Of what the curves are that are drawn. */
  #drawn = ""

  /** What is shown, for whoever checks it. */
  get shown() {
    return this.#world.numbers(this.state)
  }

  get #world() {
    return this.#worlds[this.state.world]
  }

  /**
   * Write strings with the sampler as it is.
   * @param {number} count
   * @param {() => number} random from 0 to 1
   */
  draws(count, random) {
    return this.#world.draws(this.state, count, random)
  }

  reset() {
    this.state = { ...FIRST }
    this.written = []
    this.say("guess", "ask")
  }

  /** @param {string} name */
  pressed(name) {
    if (name === "reset") return this.reset()
    if (name === "write") this.written = this.draws(WRITTEN, Math.random)
    else {
      this.reset()
      this.state.tau = 0.5
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
        this.state.world = world
        this.written = []
      })
      return this.#choice.whole
    }
    if (kind === "written") {
      const head = make("span", { id: `${this.dataset.moves}-written` }, name)
      this.#list = make("div", { class: "ls-written", role: "group", tabindex: 0, "aria-labelledby": head.id }, head, ...this.#lines)
      return this.#list
    }
    const key = /** @type {keyof typeof RANGES} */ (kind)
    const slider = this.slider(name, RANGES[key], value => { this.state[key] = value })
    this.#sliders.set(key, slider)
    return slider.whole
  }

  moved() {
    const { shown, state, written } = this
    this.#choice?.show(state.world)
    for (const [key, { show }] of this.#sliders) show(state[key], key === "kept" ? `${state.kept}` : state[key].toFixed(2))
    for (const name of /** @type {const} */ (["local", "whole", "entropy", "excess", "perplexity"]))
      this.write(`own.${name}`, shown[name] === Infinity ? "∞" : Math.max(0, shown[name]).toFixed(3))
    this.write("own.kept", `${shown.kept}`)
    const cut = shown.kept < this.#world.strings.length
    this.say("result", cut ? "cut" : state.tau === 1 ? "own" : "apart")
    this.#lines.forEach((line, i) => respell(line, written[i] ?? ""))
    this.#picture(shown)
  }

  /** @param {string} text */
  told(text) {
    const [world, ...numbers] = text.split(","), [tau, kept, share = 1] = numbers.map(Number)
    const given = { tau, kept: Math.round(kept), share }, ranges = Object.entries(RANGES)
    const fits = ranges.every(([key, { min, max }]) => given[/** @type {"tau"} */ (key)] >= min && given[/** @type {"tau"} */ (key)] <= max)
    if (!Object.hasOwn(this.#worlds, world) || !fits) return false
    this.reset()
    Object.assign(this.state, { world, ...given })
    return true
  }

  spelled() {
    const { world, tau, kept, share } = this.state
    return world === "fork" && tau === 1 && kept === KEPT && share === 1 ? "" : [world, tau, kept, share].join()
  }

  built() {
    for (const name of ["fork", "kitten"]) this.#worlds[name] = new World(this.run[name])
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
    const { world, tau, kept, share } = this.state, drawn = `${world} ${kept} ${share}`, x = this.#x(tau)
    if (drawn !== this.#drawn) {
      this.#curve("local", each => this.#world.local({ tau: each, kept, share }))
      this.#curve("whole", each => this.#world.whole(each))
    }
    this.#drawn = drawn
    redraw(this.#curves.line, { d: `M${x} ${this.#y(1)}V${this.#y(0)}` })
    redraw(this.#marks.local, { cx: x, cy: this.#y(shown.local) })
    redraw(this.#marks.whole, { x: x - 4.5, y: this.#y(shown.whole) - 4.5 })
  }

  /**
   * Draw how something goes with the temperature.
   * @param {"local" | "whole"} name
   * @param {(tau: number) => number} of
   */
  #curve(name, of) {
    const points = Array.from({ length: STEPS + 1 }, (_, i) => {
      const tau = LEAST + i * (MOST - LEAST) / STEPS
      return `${this.#x(tau).toFixed(2)} ${this.#y(of(tau)).toFixed(2)}`
    })
    redraw(this.#curves[name], { d: `M${points.join("L")}` })
  }
}

customElements.define("two-temperatures", TwoTemperatures)
