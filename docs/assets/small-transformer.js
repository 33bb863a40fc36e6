// A transformer of the library, in float64: what it computes is what torch computes from the same weights.

export const BEGIN = 0, END = 1, UNKNOWN = 2 // symbols that are no words

/** @typedef {{ keys: Float64Array[], values: Float64Array[] }[]} Memory what each layer knows of the symbols so far */

/**
 * @param {ArrayLike<number>} scores
 * @returns {Float64Array}
 */
const softmax = scores => {
  let most = -Infinity, sum = 0
  for (let i = 0; i < scores.length; i++) most = Math.max(most, scores[i])
  const powers = Float64Array.from(scores, each => Math.exp(each - most))
  for (const each of powers) sum += each
  return powers.map(each => each / sum)
}

/**
 * Return x times the share of a normal law that lies below x; the sum of its series has no difference in it.
 * @param {number} x
 */
const gelu = x => {
  const z = Math.min(6, Math.abs(x) / Math.SQRT2)
  let term = 2 * z / Math.sqrt(Math.PI) * Math.exp(-z * z), erf = 0
  for (let n = 1; term > 1e-17; n += 2) {
    erf += term
    term *= 2 * z * z / (n + 2)
  }
  return x / 2 * (1 + Math.sign(x) * erf)
}

/** Reads one symbol after another. */
export class Network {
  /**
   * @param {{ length: number, width: number, heads: number, layers: number }} sizes
   * @param {Record<string, [number, number]>} tables of each table how many weights it has, and the step of them
   * @param {string[]} levels how many steps each weight is, a byte each
   */
  constructor(sizes, tables, levels) {
    this.sizes = sizes
    /** @type {Record<string, Float64Array>} */
    this.weights = {}
    const bytes = atob(levels.join(""))
    let at = 0
    for (const [name, [count, step]] of Object.entries(tables)) {
      const whole = new Int8Array(count)
      for (let i = 0; i < count; i++) whole[i] = bytes.charCodeAt(at++)
      this.weights[name] = Float64Array.from(whole, each => each * step)
    }
  }

  /**
   * Return the law of what follows a symbol, and what is known then.
   * @param {number} symbol
   * @param {Memory} memory
   */
  read(symbol, memory) {
    const { width, heads, layers } = this.sizes, part = width / heads
    const { "symbols.weight": symbols, "positions.weight": positions } = this.weights
    const seen = memory.length ? memory[0].keys.length : 0
    const x = Float64Array.from({ length: width }, (_, i) => symbols[symbol * width + i] + positions[seen * width + i])
    const add = (/** @type {Float64Array} */ more) => more.forEach((each, i) => { x[i] += each })
    /** @type {Memory} */
    const longer = []
    for (let layer = 0; layer < layers; layer++) {
      const block = `blocks.${layer}.`, past = memory[layer]
      const all = this.#linear(`${block}project_in`, this.#normed(`${block}norm_attention`, x))
      const keys = [...past?.keys ?? [], all.subarray(width, 2 * width)]
      const values = [...past?.values ?? [], all.subarray(2 * width)]
      longer.push({ keys, values })
      const mixed = new Float64Array(width)
      for (let from = 0; from < width; from += part) {
        const shares = softmax(keys.map(key => {
          let score = 0
          for (let i = from; i < from + part; i++) score += all[i] * key[i]
          return score / Math.sqrt(part)
        }))
        values.forEach((value, n) => {
          for (let i = from; i < from + part; i++) mixed[i] += shares[n] * value[i]
        })
      }
      add(this.#linear(`${block}project_out`, mixed))
      const wide = this.#linear(`${block}expand`, this.#normed(`${block}norm_feed_forward`, x))
      add(this.#linear(`${block}contract`, wide.map(gelu)))
    }
    const scores = this.#linear("unembed", this.#normed("norm", x))
    scores[BEGIN] = -Infinity // it is read, and never written
    return { law: softmax(scores), memory: longer }
  }

  /**
   * @param {string} name
   * @param {Float64Array} x
   */
  #linear(name, x) {
    const weight = this.weights[`${name}.weight`], bias = this.weights[`${name}.bias`], out = weight.length / x.length
    const y = new Float64Array(out)
    for (let row = 0, at = 0; row < out; row++) {
      let sum = bias ? bias[row] : 0
      for (let i = 0; i < x.length; i++) sum += weight[at++] * x[i]
      y[row] = sum
    }
    return y
  }

  /**
   * @param {string} name
   * @param {Float64Array} x
   */
  #normed(name, x) {
    const weight = this.weights[`${name}.weight`], bias = this.weights[`${name}.bias`]
    let mean = 0, square = 0
    for (const each of x) mean += each / x.length
    for (const each of x) square += (each - mean) ** 2 / x.length
    return x.map((each, i) => (each - mean) / Math.sqrt(square + 1e-5) * weight[i] + bias[i])
  }
}
