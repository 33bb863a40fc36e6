// Who divides the first mass? The reader gives the first word a law; the conditionals of KITTEN stay as they are.

import { Bands } from "./first-bands.js"
import { Flow } from "./first-flow.js"
import { Moves } from "./moves.js"
import { make } from "./parts.js"

const STILL = 3 // a pointer that goes less far has clicked

class FirstMass extends Moves {
  /** The first law. @type {number[]} */
  law = []
  without = false
  sentence = ""
  #flow = /** @type {Flow} */ (/** @type {unknown} */ (null))
  #bands = /** @type {Bands} */ (/** @type {unknown} */ (null))
  /** The law that is drawn, on its way to the one that is meant. @type {number[]} */
  #drawn = []
  /** @type {ReturnType<Moves["slider"]>[]} */
  #sliders = []
  /** @type {ReturnType<Moves["tick"]> | null} */
  #tick = null
  /** @type {ReturnType<Moves["choice"]> | null} */
  #follow = null
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
    this.sentence = Object.keys(this.run.rest).find(each => flags.includes(joined(each))) ?? this.sentence
    return true
  }

  spelled() {
    const { law, sentence, without } = this, follows = sentence !== this.#flow.likeliest
    if (this.#own && !without && !follows) return ""
    const shares = law.map(share => `${Number(share.toFixed(4))}`).join()
    return [shares, ...without ? ["without"] : [], ...follows ? [joined(sentence)] : []].join(";")
  }

  built() {
    const flow = this.#flow = new Flow(this.run), bands = this.#bands = new Bands(this.canvas, this.room, { flow, columns: this.run.columns })
    this.drags(bands.hold, at => this.#pull(at))
    bands.hold.addEventListener("touchmove", event => event.preventDefault()) // a finger moves the edge, and the page beside it
    this.canvas.addEventListener("pointerdown", () => { this.#dragged = false }, true)
    this.canvas.addEventListener("click", event => {
      if (!this.#dragged) this.#pick(this.place(event))
    })
  }

  /**
   * Follow the likeliest sentence of the band at a place, if there is one.
   * @param {{ x: number, y: number }} at
   */
  #pick(at) {
    const path = this.#bands.at(this.law, this.without, at), sentence = Object.keys(this.run.rest).find(text => path && text.startsWith(path))
    if (!sentence) return
    this.sentence = sentence
    this.moved()
  }

  /**
   * Take hold of the edge between two words that is nearest.
   * @param {{ x: number, y: number }} at
   */
  #pull(at) {
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
   * Draw a law, which is on its way to the one that is meant.
   * @param {number[]} law
   */
  #picture(law) {
    this.#drawn = law
    this.#bands.show(law, this.sentence, this.without)
  }
}

/**
 * Spell a sentence for an address.
 * @param {string} sentence
 */
const joined = sentence => sentence.replaceAll(" ", "-")

/**
 * Spell a number that may be endless, or not there.
 * @param {number} value
 * @param {string} digits
 */
const spelled = (value, digits) => Number.isNaN(value) ? "–" : value === Infinity ? "∞" : digits

customElements.define("first-mass", FirstMass)
