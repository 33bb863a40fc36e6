// How sentences begin, and go on, with two networks that a program trained, and with laws that need none.

import { BEGIN, END, Network, UNKNOWN } from "./small-transformer.js"

/** @typedef {import("./small-transformer.js").Memory} Memory */
/** @typedef {"trained" | "untrained" | "nothing" | "even" | "counted" | "own"} Start where a first word is from */
/** @typedef {{ law: ArrayLike<number> | null, memory: Memory, network: Network }} Begun */

/** Writes sentences. */
export class Writer {
  /** @param {any} run what the figure's program left */
  constructor({ words, sizes, tables, levels, seen, asked, add, later }) {
    /** @type {string[]} */
    this.vocabulary = words.join("").split(" ")
    const numbers = (/** @type {string} */ text) => text.split(" ").map(Number)
    /** How many sentences begin with each word: of those that were read, and of others. */
    this.seen = numbers(seen)
    this.asked = numbers(asked)
    const whole = this.seen.reduce((all, each) => all + each, 0) + add * (this.seen.length - 1)
    this.counted = this.seen.map((each, word) => word === BEGIN ? 0 : (each + add) / whole)
    this.trained = new Network(sizes, tables.trained, levels.trained)
    this.untrained = new Network(sizes, tables.untrained, levels.untrained)
    this.longest = sizes.length
    this.later = later
  }

  /**
   * Return the law of the first word, where there is one, and what goes on from it.
   * @param {Start} start
   * @param {string} words the reader's own
   * @returns {Begun}
   */
  begun(start, words) {
    const network = start === "trained" ? this.trained : this.untrained
    /** @type {Begun} */
    const begun = { law: null, memory: [], network }
    if (start === "even") begun.law = this.counted.map((_, word) => word === BEGIN ? 0 : 1 / (this.counted.length - 1))
    else if (start === "counted") begun.law = this.counted
    else {
      const read = start === "own" ? this.encoded(words) : start === "nothing" ? [] : [BEGIN]
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
    return symbols.slice(0, this.longest / 2)
  }

  /**
   * Return what a law of first words costs, how often it begins with what begins nothing, and what later words cost.
   * @param {Begun} begun
   * @param {Start} start
   */
  numbers({ law, network }, start) {
    const asks = law && start !== "own", count = this.asked.reduce((all, each) => all + each, 0)
    const sum = (/** @type {(word: number) => number} */ each) =>
      asks ? this.vocabulary.reduce((all, _, word) => all + each(word), 0) : NaN
    return {
      cost: sum(word => this.asked[word] && -this.asked[word] / count * Math.log(law?.[word] ?? 0)),
      never: sum(word => this.seen[word] || this.asked[word] ? 0 : law?.[word] ?? 0),
      later: network === this.trained ? this.later.trained : this.later.untrained,
    }
  }

  /**
   * Write the sentence of a number: the same number is the same sentence.
   * @param {Begun} begun
   * @param {number} number
   */
  sentence({ law, memory, network }, number) {
    let state = Math.imul(number, 0x9e3779b1)
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
      const full = (memory[0]?.keys.length ?? 0) >= this.longest
      if (full) return [...words, "…"]
      ;({ law, memory } = network.read(word, memory))
    }
    return words
  }
}
