// A sampler, which sharpens and cuts the law of each token, and the tempered law, which sharpens the string as a whole.

/** @typedef {{ name: string, mass: number, next: Node[], text: string }} Node a prefix of strings */
/** @typedef {{ tau: number, kept: number, share: number }} Sampler the temperature, the most tokens that are kept, and the share that they reach */

const ALIKE = 1e-9 // what is as probable as the last that is kept is kept too

/** A law of strings, and what is made of it. */
export class World {
  /** @param {Record<string, number>} probabilities */
  constructor(probabilities) {
    this.strings = Object.entries(probabilities)
    this.length = this.strings[0][0].split(" ").length
    /** @type {Node} */
    this.tree = { name: "", mass: 1, next: [], text: "" }
    for (const [text, p] of this.strings) {
      let at = this.tree
      for (const word of text.split(" ")) {
        let part = at.next.find(each => each.name === word)
        if (!part) at.next.push(part = { name: word, mass: 0, next: [], text: at === this.tree ? word : `${at.text} ${word}` })
        part.mass += p
        at = part
      }
    }
    /** The likeliest first symbol. */
    this.first = this.tree.next.reduce((best, each) => each.mass > best.mass ? each : best)
  }

  /**
   * Return what is drawn of the strings that this world has.
   * @param {Sampler} sampler
   */
  numbers(sampler) {
    const law = this.sampled(sampler), pairs = this.strings.map(([text, p]) => [p, law.get(text) ?? 0])
    return {
      local: this.local(sampler),
      whole: this.whole(sampler.tau),
      kept: pairs.filter(([, drawn]) => drawn > 0).length,
      entropy: -pairs.reduce((sum, [, drawn]) => drawn > 0 ? sum + drawn * Math.log(drawn) : sum, 0),
      excess: pairs.reduce((sum, [p, drawn]) => sum + p * Math.log(p / drawn), 0),
      perplexity: Math.exp(-pairs.reduce((sum, [p]) => sum + p * Math.log(p), 0) / this.length),
      law: Object.fromEntries(law),
    }
  }

  /**
   * Return how often the likeliest first symbol begins where each token is sharpened.
   * @param {Sampler} sampler
   */
  local(sampler) {
    return this.law(this.tree, sampler).find(([each]) => each === this.first)?.[1] ?? 0
  }

  /**
   * Return how often it begins in the tempered law of strings.
   * @param {number} tau
   */
  whole(tau) {
    const most = Math.max(...this.strings.map(([, p]) => p))
    const powers = this.strings.map(([text, p]) => /** @type {const} */ ([text, (p / most) ** (1 / tau)]))
    const sum = (/** @type {typeof powers} */ some) => some.reduce((all, [, power]) => all + power, 0)
    return sum(powers.filter(([text]) => text.split(" ")[0] === this.first.name)) / sum(powers)
  }

  /**
   * Return the law of the token after a prefix: sharpened, cut to so many, then to the likeliest that reach a share.
   * @param {Node} prefix
   * @param {Sampler} sampler
   * @returns {[Node, number][]}
   */
  law(prefix, { tau, kept, share }) {
    const most = Math.max(...prefix.next.map(each => each.mass))
    const powers = prefix.next.map(each => (each.mass / most) ** (1 / tau))
    const last = [...powers].sort((a, b) => b - a)[Math.min(kept, powers.length) - 1]
    const cut = normed(powers.map(each => each >= last * (1 - ALIKE) ? each : 0))
    const before = (/** @type {number} */ p) => cut.reduce((sum, each) => each > p * (1 + ALIKE) ? sum + each : sum, 0)
    const law = share < 1 ? normed(cut.map(each => before(each) < share - ALIKE ? each : 0)) : cut
    return prefix.next.map((each, i) => [each, law[i]])
  }

  /**
   * Return the law of strings that a sampler draws from.
   * @param {Sampler} sampler
   */
  sampled(sampler) {
    /** @type {Map<string, number>} */
    const law = new Map()
    const walk = (/** @type {Node} */ prefix, /** @type {number} */ mass) => {
      if (!prefix.next.length) law.set(prefix.text, mass)
      else for (const [each, share] of this.law(prefix, sampler)) if (share > 0) walk(each, mass * share)
    }
    walk(this.tree, 1)
    return law
  }

  /**
   * Write strings, token by token.
   * @param {Sampler} sampler
   * @param {number} count
   * @param {() => number} random from 0 to 1
   */
  draws(sampler, count, random) {
    return Array.from({ length: count }, () => {
      let at = this.tree
      while (at.next.length) {
        let left = random()
        const law = this.law(at, sampler).filter(([, share]) => share > 0)
        at = (law.find(([, share]) => (left -= share) < 0) ?? law[law.length - 1])[0]
      }
      return at.text
    })
  }
}

/** @param {number[]} weights */
const normed = weights => {
  const sum = weights.reduce((all, each) => all + each, 0)
  return weights.map(each => each / sum)
}
