// A live model: two small networks that the figure's program trained write in the page.

import { Moves, draw, make, redraw, respell } from "./moves.js"
import { BEGIN, END, Network, UNKNOWN } from "./small-transformer.js"

const STARTS = /** @type {const} */ (["trained", "untrained", "nothing", "even", "counted", "own"])
const ROWS = 8, KEPT = 5 // bars with a word of their own, and sentences that are shown
const LONGEST = 60, MOST = 9999 // letters of the reader's own, and sentences that an address counts
const LEFT = 62, FOOT = 34 // of the drawing, for what stands at its axes

/** @typedef {import("./small-transformer.js").Memory} Memory */
/** @typedef {{ law: ArrayLike<number> | null, memory: Memory, network: Network }} Begun */

class LiveModel extends Moves {
  /** @type {typeof STARTS[number]} */
  start = "trained"
  words = ""
  written = 0
  /** @type {string[]} */
  vocabulary = []
  /** @type {Record<"trained" | "untrained", Network> | null} */
  networks = null
  /** How many sentences begin with each word: of those that were read, and of others. */
  #seen = /** @type {number[]} */ ([])
  #asked = /** @type {number[]} */ ([])
  #counted = /** @type {number[]} */ ([])
  #likely = /** @type {number[]} */ ([])
  /** @type {ReturnType<Moves["choice"]> | null} */
  #choice = null
  #field = /** @type {HTMLInputElement} */ (make("input", { type: "text", maxlength: LONGEST, autocomplete: "off" }))
  #list = make("div")
  /** The sentences of one start, by their numbers. @type {Map<number, string[]>} */
  #drawn = new Map()
  #drawnOf = ""
  #turn = 0
  #fresh = false
  #rows = /** @type {Record<"bar" | "mark" | "name" | "value", SVGElement>[]} */ ([])

  /** What is shown, for whoever checks it. */
  get shown() {
    const { law, network } = this.begun(), { start } = this, asks = law && start !== "own"
    const sum = (/** @type {(word: number) => number} */ each) =>
      asks ? this.vocabulary.reduce((all, _, word) => all + each(word), 0) : NaN
    const count = this.#asked.reduce((all, each) => all + each, 0)
    return {
      cost: sum(word => this.#asked[word] && -this.#asked[word] / count * Math.log(law?.[word] ?? 0)),
      never: sum(word => this.#seen[word] || this.#asked[word] ? 0 : law?.[word] ?? 0),
      later: network === this.networks?.trained ? this.run.later.trained : this.run.later.untrained,
    }
  }

  /**
   * Return the law of the first word, where there is one, and what goes on from it.
   * @returns {Begun}
   */
  begun() {
    const { start } = this, { trained, untrained } = /** @type {NonNullable<LiveModel["networks"]>} */ (this.networks)
    const network = start === "trained" ? trained : untrained
    /** @type {Begun} */
    const begun = { law: null, memory: [], network }
    if (start === "even") begun.law = this.#counted.map((_, word) => word === BEGIN ? 0 : 1 / (this.#counted.length - 1))
    else if (start === "counted") begun.law = this.#counted
    else {
      const read = start === "own" ? this.encoded(this.words) : start === "nothing" ? [] : [BEGIN]
      for (const symbol of read) Object.assign(begun, network.read(symbol, begun.memory))
    }
    return begun
  }

  /**
   * Return the symbols of a text, cut into words as the program cuts; some room is left for what follows.
   * @param {string} text
   */
  encoded(text) {
    const words = text.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu) ?? []
    const symbols = words.map(word => Math.max(UNKNOWN, this.vocabulary.indexOf(word)))
    return symbols.slice(0, this.run.sizes.length / 2)
  }

  /**
   * Write the sentence of a number: the same number is the same sentence.
   * @param {number} number
   */
  sentence(number) {
    let { law, memory, network } = this.begun(), state = Math.imul(number, 0x9e3779b1)
    const random = () => {
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ state >>> 15, 1 | state)
      mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed
      return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32
    }
    /** @type {string[]} */
    const words = []
    while (law) {
      let left = random(), word = 0
      while (word < law.length - 1 && (left -= law[word]) >= 0) word++
      if (word === END) return words
      words.push(this.vocabulary[word])
      const full = (memory[0]?.keys.length ?? 0) >= this.run.sizes.length
      if (full) return [...words, "…"]
      ;({ law, memory } = network.read(word, memory))
    }
    return words
  }

  reset() {
    this.start = "trained"
    this.words = this.run.names[3]
    this.written = 0
    this.say("guess", "ask")
  }

  /** @param {string} name */
  pressed(name) {
    this.#fresh = name !== "reset"
    if (name === "reset") this.reset()
    else if (name === "write") this.written = Math.min(MOST, this.written + 1)
    else {
      Object.assign(this, { start: "untrained", written: KEPT })
      this.say("guess", "answer")
    }
  }

  /**
   * @param {string} kind
   * @param {HTMLElement} mark
   */
  control(kind, mark) {
    const name = mark.textContent ?? ""
    if (kind === "start") {
      this.#choice = this.choice(name, this.options(), value => {
        this.start = STARTS.find(each => each === value) ?? "trained"
      })
      return this.#choice.whole
    }
    if (kind === "words") {
      this.#field.addEventListener("input", () => {
        Object.assign(this, { start: "own", words: this.#field.value })
        this.moved()
      })
      return make("label", { class: "ls-field" }, make("span", {}, name), this.#field)
    }
    const head = make("span", { id: `${this.dataset.moves}-written` }, name)
    this.#list = make("div", { class: "ls-written", role: "group", tabindex: 0, "aria-labelledby": head.id }, head)
    return this.#list
  }

  moved() {
    const { shown, start } = this, begun = this.begun()
    this.#choice?.show(start)
    if (this.#field.value !== this.words) this.#field.value = this.words
    for (const name of /** @type {const} */ (["cost", "later"]))
      this.write(`own.${name}`, Number.isNaN(shown[name]) ? "–" : shown[name].toFixed(2))
    this.write("own.never", Number.isNaN(shown.never) ? "–" : `${(100 * shown.never).toFixed(1)}%`)
    this.say("result", begun.law ? start : "nothing")
    this.#picture(begun.law)
    const of = start === "own" ? `own ${this.words}` : start
    if (of !== this.#drawnOf) this.#drawn.clear()
    this.#drawnOf = of
    this.#write()
  }

  /** Show the last sentences; what is not drawn yet is drawn one by one, so that nobody waits for more than one. */
  #write() {
    clearTimeout(this.#turn)
    const numbers = Array.from({ length: Math.min(KEPT, this.written) }, (_, i) => this.written - i)
    const lines = numbers.flatMap(number => {
      const [first, ...rest] = this.#drawn.get(number) ?? []
      const before = this.start === "own" ? `${this.words} ` : "", later = make("span", {}, rest.map(each => ` ${each}`).join(""))
      return first === undefined ? [] : [{ whole: make("span", { class: "ls-line" }, before, make("b", {}, first), later), rest, later }]
    })
    while (this.#list.childElementCount > 1) this.#list.lastElementChild?.remove()
    this.#list.append(...lines.map(each => each.whole))
    const missing = numbers.find(number => !this.#drawn.has(number))
    if (missing !== undefined) {
      this.#turn = setTimeout(() => {
        this.#drawn.set(missing, this.sentence(missing))
        this.#write()
      })
      return
    }
    this.hear("written", lines[0]?.whole.textContent ?? "")
    if (this.#fresh && lines.length) {
      const [{ rest, later }] = lines
      this.glide(share => respell(later, rest.slice(0, Math.ceil(share * rest.length)).map(each => ` ${each}`).join("")))
    }
    this.#fresh = false
  }

  /** @param {string} text */
  told(text) {
    const [start, count, ...rest] = text.split(","), words = rest.join(), written = Number(count)
    const found = STARTS.find(each => each === start)
    if (!found || !Number.isInteger(written) || written < 0 || written > MOST || words.length > LONGEST) return false
    this.reset()
    Object.assign(this, { start: found, written, words: words || this.words })
    return true
  }

  spelled() {
    const { start, written, words } = this
    return start === "own" ? [start, written, words].join() : start === "trained" && !written ? "" : [start, written].join()
  }

  built() {
    const { names, words, sizes, tables, levels, seen, asked, add } = this.run
    this.vocabulary = words.join("").split(" ")
    ;[this.#seen, this.#asked] = [seen, asked].map(each => each.split(" ").map(Number))
    const whole = this.#seen.reduce((all, each) => all + each, 0) + add * (this.#seen.length - 1)
    this.#counted = this.#seen.map((each, word) => word === BEGIN ? 0 : (each + add) / whole)
    this.#likely = this.#most(this.#counted)
    this.networks = {
      trained: new Network(sizes, tables.trained, levels.trained),
      untrained: new Network(sizes, tables.untrained, levels.untrained),
    }
    const { width, height } = this.room, bottom = height - FOOT, step = bottom / (ROWS + 1)
    this.#rows = Array.from({ length: ROWS + 1 }, (_, row) => {
      const y = row * step, middle = y + step / 2 + 4
      return {
        bar: draw("rect", { x: LEFT, y: y + 3, height: step - 6, fill: "var(--ls-1)" }),
        mark: draw("rect", { y: y + 1, width: 2, height: step - 2, fill: "var(--ls-ink)" }),
        name: draw("text", { x: LEFT - 5, y: middle, "text-anchor": "end" }),
        value: draw("text", { y: middle }),
      }
    })
    this.canvas.append(
      draw("path", { d: `M${LEFT} 0V${bottom}H${width}`, fill: "none", stroke: "var(--ls-ink)" }),
      ...this.#rows.flatMap(each => [each.bar, each.mark, each.name, each.value]),
      draw("rect", { x: LEFT, y: height - 15, width: 12, height: 10, fill: "var(--ls-1)" }),
      draw("text", { x: LEFT + 17, y: height - 6 }, names[0]),
      draw("rect", { x: width / 2 + 30, y: height - 17, width: 2, height: 14, fill: "var(--ls-ink)" }),
      draw("text", { x: width / 2 + 38, y: height - 6 }, names[1]),
    )
  }

  /**
   * Return the likeliest words of a law.
   * @param {ArrayLike<number>} law
   */
  #most(law) {
    return Array.from(law, (_, word) => word).sort((a, b) => law[b] - law[a]).slice(0, ROWS)
  }

  /**
   * Draw the law of the first word beside the count, or that of the word after the reader's own.
   * @param {ArrayLike<number> | null} law
   */
  #picture(law) {
    const beside = this.start !== "own" || !law, words = beside ? this.#likely : this.#most(law)
    const shares = (/** @type {ArrayLike<number>} */ all) => {
      const named = words.map(word => all[word])
      return [...named, 1 - named.reduce((sum, each) => sum + each, 0)]
    }
    const drawn = law ? shares(law) : [], counted = shares(this.#counted)
    const unit = this.room.width - LEFT - 34
    this.#rows.forEach(({ bar, mark, name, value }, row) => {
      const share = drawn[row] ?? 0
      redraw(bar, { width: share * unit })
      redraw(mark, { x: LEFT + counted[row] * unit - 1, visibility: beside ? "visible" : "hidden" })
      respell(name, row < ROWS ? this.vocabulary[words[row]] : this.run.names[2])
      redraw(value, { x: LEFT + Math.max(share, beside ? counted[row] : 0) * unit + 5 })
      respell(value, law ? `${(100 * share).toFixed(0)}%` : "")
    })
  }
}

customElements.define("live-model", LiveModel)
