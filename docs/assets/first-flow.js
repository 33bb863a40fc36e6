// Where the mass goes behind a first law: what follows from it, and where each band of the drawing stands.

/** @typedef {{ word: string, path: string, depth: number, first: number, share: number, next: Branch[] }} Branch a prefix, the number of its first word, and what it has of that word's mass */
/** @typedef {{ branch: Branch, left: number, out: number, x: number, y: number, high: number }} Place where a band leaves, and where it arrives */
/** @typedef {{ places: Place[], root: { x: number, y: number, width: number, height: number }, unit: number }} Drawn */

const NODE = 0.055, FROM = 0.34, SPAN = 4.75 // in columns, as the program draws them
const GAP = 2.6, TOP = 4, FOOT = 24 // of the drawing

/** KITTEN behind any first law: its conditionals stay as they are. */
export class Flow {
  /** @param {{ words: string[], rest: Record<string, number>, own: { law: number[] } }} run */
  constructor({ words, rest, own }) {
    this.own = own.law
    this.sentences = Object.entries(rest).map(([text, share]) => ({ text, share, first: words.indexOf(text.split(" ")[0]) }))
    /** @type {Branch[]} */
    this.firsts = words.map((word, first) => ({ word, path: word, depth: 1, first, share: 1, next: [] }))
    for (const { text, share, first } of this.sentences) {
      let at = this.firsts[first]
      for (const word of text.split(" ").slice(1)) {
        const path = `${at.path} ${word}`
        let part = at.next.find(each => each.path === path)
        if (!part) at.next.push(part = { word, path, depth: at.depth + 1, first, share: 0, next: [] })
        part.share += share
        at = part
      }
    }
  }

  /** The sentence that is most probable. */
  get likeliest() {
    const p = (/** @type {Flow["sentences"][number]} */ each) => this.own[each.first] * each.share
    return this.sentences.reduce((best, each) => p(each) > p(best) ? each : best).text
  }

  /**
   * Return what follows from a first law, or from none.
   * @param {number[]} given
   * @param {string} sentence the one that is followed
   * @param {boolean} without
   */
  numbers(given, sentence, without) {
    const { own, sentences } = this, law = without ? given.map(() => 1) : given
    const sum = (/** @type {(share: number, i: number) => number} */ each) =>
      given.reduce((all, share, i) => all + each(share, i), 0)
    const products = sentences.map(({ share, first }) => law[first] * share)
    const outside = sum((_, i) => own[i] === 0 ? law[i] : 0)
    return {
      mass: products.reduce((all, each) => all + each, outside),
      products,
      sentence: products[sentences.findIndex(each => each.text === sentence)],
      excess: without ? NaN : sum((share, i) => own[i] === 0 ? 0 : own[i] * Math.log(own[i] / share)),
      variation: without ? NaN : sum((share, i) => Math.abs(share - own[i])) / 2,
      impossible: without ? outside / law.length : outside,
      loss: sentences.reduce((all, { share, first }) => all - own[first] * share * Math.log(share), 0),
    }
  }

  /**
   * Return where everything stands that has mass: bands are as high as what they stand for is probable.
   * @param {number[]} law
   * @param {{ width: number, height: number }} room
   * @returns {Drawn}
   */
  drawn(law, { width, height }) {
    const column = width / SPAN, mass = law.reduce((sum, share) => sum + share, 0)
    /** @type {(parts: Branch[]) => number} */
    const gaps = parts => parts.reduce((sum, part) => sum + gaps(part.next), GAP * Math.max(0, parts.length - 1))
    const shown = this.firsts.filter(each => law[each.first] > 0), all = gaps(shown)
    const unit = (height - FOOT - TOP - all) / mass
    /** @type {Place[]} */
    const places = []
    const place = (/** @type {Branch[]} */ parts, /** @type {number} */ depth, /** @type {number} */ top, /** @type {number} */ out) => {
      for (const branch of parts) {
        const high = law[branch.first] * branch.share * unit, room = high + gaps(branch.next), y = top + (room - high) / 2
        places.push({ branch, left: (FROM + NODE + depth) * column, out, x: (FROM + depth + 1) * column, y, high })
        place(branch.next, depth + 1, top, y)
        out += high
        top += room + GAP
      }
    }
    place(shown, 0, TOP, TOP + all / 2)
    return { places, unit, root: { x: FROM * column, width: NODE * column, y: TOP + all / 2, height: mass * unit } }
  }

  /**
   * Return the middle of the nodes of a column.
   * @param {number} depth
   * @param {number} width
   */
  middle(depth, width) {
    return (FROM + depth + NODE / 2) / SPAN * width
  }

  /**
   * Return how wide a node is, and how much room is behind it.
   * @param {number} width
   * @param {number} x where it begins
   */
  widths(width, x) {
    const node = NODE * width / SPAN
    return { node, far: width - x - node }
  }

  /**
   * Return where the first split can be taken hold of.
   * @param {number} width
   */
  hold(width) {
    const column = width / SPAN
    return { x: FROM * column - 8, width: (1 + NODE) * column + 8 }
  }

  /**
   * Return the edges between the bands of first words, as high as they are at a place from the left.
   * @param {Drawn} drawn
   * @param {number} x
   * @returns {{ y: number, before: number, after: number }[]} each with the numbers of the words that it parts
   */
  edges({ places, root }, x) {
    const tops = places.filter(each => each.branch.depth === 1)
    return tops.slice(1).map((below, i) => {
      const above = tops[i], begins = root.x + root.width, way = Math.min(1, Math.max(0, (x - begins) / (below.x - begins)))
      const arrives = (above.y + above.high + below.y) / 2, y = below.out + way * way * (3 - 2 * way) * (arrives - below.out)
      return { y, before: above.branch.first, after: below.branch.first }
    })
  }

  /**
   * Move mass from one word to another, as much as it has.
   * @param {number[]} law
   * @param {{ before: number, after: number }} edge
   * @param {number} share what the word before has more
   */
  moved(law, { before, after }, share) {
    const given = Math.max(-law[before], Math.min(law[after], share))
    return law.map((each, i) => i === before ? each + given : i === after ? each - given : each)
  }
}
