// A chain of characters: what follows what, what a first character becomes, and what that leaves as it is.

/** @typedef {{ from: number, to: number, share: number }} Arrow */

const STILL = 1e-14 // a step that changes less changes nothing

/** What follows what, by counts. */
export class Chain {
  /**
   * @param {number} many symbols
   * @param {number[][]} counts from a symbol to a symbol, how often
   */
  constructor(many, counts) {
    const whole = new Array(many).fill(0)
    for (const [from, , count] of counts) whole[from] += count
    this.many = many
    /** @type {Arrow[]} */
    this.arrows = counts.map(([from, to, count]) => ({ from, to, share: count / whole[from] }))
    const all = whole.reduce((sum, count) => sum + count, 0)
    let law = whole.map(count => count / all), change = 1 // of a text in a circle it is that already
    while (change > STILL) {
      const next = this.step(law), sum = next.reduce((part, share) => part + share, 0)
      change = next.reduce((most, share, a) => most + Math.abs(share / sum - law[a]), 0)
      law = next.map(share => share / sum)
    }
    /** The law that a step leaves as it is. @type {number[]} */
    this.implied = law
  }

  /**
   * Return the law of the next character.
   * @param {number[]} law
   */
  step(law) {
    const next = law.map(() => 0)
    for (const { from, to, share } of this.arrows) next[to] += law[from] * share
    return next
  }

  /**
   * Return the law of the character so many after a first one.
   * @param {number} start
   * @param {number} steps
   */
  law(start, steps) {
    let law = Array.from({ length: this.many }, (_, a) => Number(a === start))
    for (let step = 0; step < steps; step++) law = this.step(law)
    return law
  }
}

/**
 * Return what texts cost too much if they begin with a law, in nats.
 * @param {number[]} begins how they begin
 * @param {number[]} law
 */
export const excess = (begins, law) =>
  Math.abs(begins.reduce((sum, p, a) => p > 0 ? sum + p * Math.log(p / law[a]) : sum, 0))
