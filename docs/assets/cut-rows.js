// What training asks where it reads documents in rows: all rows that a way of cutting draws from, and their counts.

/** @typedef {{ symbols: string[], weight: number }} Row what training reads at once, and how often */
/** @typedef {Map<string, number>} Counts */
/** @typedef {Record<"excess" | "gives" | "scored" | "follows", number> & { asked: Record<string, number>[] }} Numbers */
/** @typedef {{ way: "anywhere" | "begun" | "documents", length: number, start: boolean, scored: boolean, mark: boolean, random: boolean }} Way */

/** Documents in rows that are cut in one way. */
export class Rows {
  /**
   * @param {{ documents: string[], symbols: Record<"start" | "stop" | "separator", string>, orders: Record<"random" | "fixed", number[]> }} run
   * @param {Way} state
   */
  constructor({ documents, symbols, orders }, state) {
    this.documents = documents
    this.symbols = symbols
    this.orders = orders
    this.state = state
  }

  /** @returns {Numbers} */
  count() {
    const { symbols, documents } = this, { way, start, mark } = this.state
    const begin = start ? symbols.start : mark && way !== "documents" ? symbols.separator : ""
    /** @type {Map<string, Counts>} */
    const asked = new Map([symbols.start, symbols.separator].map(each => [each, new Map()])), before = new Map()
    let targets = 0, tokens = 0, follows = 0, inside = 0
    const [a, b] = documents[0]
    for (const { symbols: row, weight } of this.all())
      row.forEach((symbol, t) => {
        if (symbol !== symbols.start) tokens += weight
        if (!this.carries(row, t)) return
        targets += weight
        const last = row[t - 1]
        if (last === a) inside += weight
        if (last === a && symbol === b) follows += weight
        add(asked.get(last), symbol, weight)
        if (last !== begin) return
        const seen = row.slice(0, t - 1).join(" ")
        if (!before.has(seen)) before.set(seen, new Map())
        add(before.get(seen), symbol, weight)
      })
    const law = asked.get(begin) ?? new Map(), whole = sum(law), p = 1 / documents.length
    const apart = (/** @type {Counts} */ counts) =>
      [...counts.values()].reduce((all, each) => all - each / whole * Math.log(each / sum(counts)), 0)
    return {
      excess: whole ? documents.reduce((all, each) =>
        all + p * Math.log(p * whole / (law.get(each[0]) ?? 0)), 0) : NaN,
      gives: whole ? apart(law) - [...before.values()].reduce((all, each) => all + apart(each), 0) : NaN,
      scored: targets / tokens,
      follows: follows / inside,
      asked: [...asked.values()].map(counts =>
        Object.fromEntries([...counts].map(([symbol, each]) => [symbol, each / sum(counts)]))),
    }
  }

  /**
   * Say whether a token of a row is a target that carries loss.
   * @param {string[]} row
   * @param {number} t
   */
  carries(row, t) {
    const { start, separator } = this.symbols
    return t > 0 && (this.state.scored || row[t - 1] !== start && row[t - 1] !== separator)
  }

  /** The documents, each with what stands before it or behind it in the stream. @returns {string[][]} */
  get #units() {
    const { documents, symbols } = this, { way, mark } = this.state
    return documents.map(each => !mark ? [...each]
      : way === "documents" ? [...each, symbols.stop] : [symbols.separator, ...each])
  }

  /** How many tokens of the stream a row takes, where it is no document. */
  get #taken() {
    return this.state.length + (this.state.start ? 0 : 1)
  }

  /** How many tokens stand before a document where a row begins with it: where ⊥ stands, it takes the separator's place. */
  get #skipped() {
    return this.state.start && this.state.mark ? 1 : 0
  }

  /** All rows that training draws from, with how often it draws each. */
  all() {
    const { way, start, random } = this.state, units = this.#units, count = units.length
    const whole = units.reduce((all, each) => all + each.length, 0)
    const front = start ? [this.symbols.start] : []
    /** @type {Row[]} */
    const rows = []
    const extend = (/** @type {string[]} */ part, /** @type {number} */ last, /** @type {number} */ weight) => {
      if (part.length >= this.#taken) rows.push({ symbols: [...front, ...part.slice(0, this.#taken)], weight })
      else if (!random) extend([...part, ...units[(last + 1) % count]], (last + 1) % count, weight)
      else units.forEach((unit, i) => extend([...part, ...unit], i, weight / count))
    }
    units.forEach((unit, i) => {
      if (way === "documents") rows.push({ symbols: [...front, ...unit], weight: 1 / count })
      else if (way === "begun") extend(unit.slice(this.#skipped), i, 1 / count)
      else unit.forEach((_, from) => extend(unit.slice(from), i, 1 / whole))
    })
    return rows
  }

  /** The stream that is drawn, and the places where a row may be cut from it. */
  get stream() {
    const { way, random } = this.state, units = this.#units
    /** @type {string[]} */
    const stream = []
    /** @type {[number, number][]} */
    const spots = []
    this.orders[random ? "random" : "fixed"].forEach((i, place) => {
      const from = stream.length, unit = units[i]
      stream.push(...unit)
      if (place >= units.length) return
      if (way === "documents") spots.push([from, from + unit.length])
      else if (way === "begun") spots.push([from + this.#skipped, from + this.#skipped + this.#taken])
      else unit.forEach((_, at) => spots.push([from + at, from + at + this.#taken]))
    })
    return { stream, spots }
  }
}

/** @param {Counts} counts */
const sum = counts => [...counts.values()].reduce((all, each) => all + each, 0)

/**
 * Count a symbol, where it is counted.
 * @param {Counts | undefined} counts
 * @param {string} symbol
 * @param {number} weight
 */
const add = (counts, symbol, weight) => counts?.set(symbol, (counts.get(symbol) ?? 0) + weight)
