// A live model: two small networks that the figure's program trained write in the page.

import { Writer } from "./first-words.js"
import { Moves } from "./moves.js"
import { draw, make, redraw, respell } from "./parts.js"

const STARTS = /** @type {const} */ (["trained", "untrained", "nothing", "even", "counted", "own"])
const ROWS = 8, KEPT = 5 // bars with a word of their own, and sentences that are shown
const LONGEST = 60, MOST = 9999 // letters of the reader's own, and sentences that an address counts
const LEFT = 62, FOOT = 34 // of the drawing, for what stands at its axes

class LiveModel extends Moves {
  /** @type {typeof STARTS[number]} */
  start = "trained"
  words = ""
  written = 0
  writer = /** @type {Writer} */ (/** @type {unknown} */ (null))
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
    return this.writer.numbers(this.begun(), this.start)
  }

  /** The law of the first word, where there is one, and what goes on from it. */
  begun() {
    return this.writer.begun(this.start, this.words)
  }

  /**
   * Write the sentence of a number.
   * @param {number} number
   */
  sentence(number) {
    return this.writer.sentence(this.begun(), number)
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
    const { start } = this, begun = this.begun(), shown = this.writer.numbers(begun, start)
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
    Object.assign(this, { start: found, written, words: found === "own" ? words : this.words })
    return true
  }

  spelled() {
    const { start, written, words } = this
    return start === "own" ? [start, written, words].join() : start === "trained" && !written ? "" : [start, written].join()
  }

  built() {
    const { names } = this.run
    this.writer = new Writer(this.run)
    this.#likely = this.#most(this.writer.counted)
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
    const drawn = law ? shares(law) : [], counted = shares(this.writer.counted)
    const unit = this.room.width - LEFT - 34
    this.#rows.forEach(({ bar, mark, name, value }, row) => {
      const share = drawn[row] ?? 0
      redraw(bar, { width: share * unit })
      redraw(mark, { x: LEFT + counted[row] * unit - 1, visibility: beside ? "visible" : "hidden" })
      respell(name, row < ROWS ? this.writer.vocabulary[words[row]] : this.run.names[2])
      redraw(value, { x: LEFT + Math.max(share, beside ? counted[row] : 0) * unit + 5 })
      respell(value, law ? `${(100 * share).toFixed(0)}%` : "")
    })
  }
}

customElements.define("live-model", LiveModel)
