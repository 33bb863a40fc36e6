// What an engineer pastes: the number of tokens and their mean loss, or the log-probability of each token.

/** @typedef {{ tokens: number, loss: number, first?: number, mode?: "with" | "without" }} Read */

/** The most tokens of a text, and the most nats that a token may cost: exponentials of means below it are finite. */
export const MOST = { tokens: 1e9, nats: 350 }

const NOTHING = new Set(["null", "none", "nan", "-"]) // what programs write where the first token has no number

/**
 * Return what a text says, in nats; null where it says neither, or more than a token may cost. A law behind a start
 * symbol has a number for the first token too, which is then the first of the list.
 * @param {string} text
 * @returns {Read | null}
 */
export const read = text => {
  const said = told(text)
  return said && said.tokens <= MOST.tokens && Math.max(said.loss, said.first ?? 0) <= MOST.nats ? said : null
}

/**
 * @param {string} text
 * @returns {Read | null}
 */
const told = text => {
  const [head, ...rest] = text.split(/[\s,;[\]()]+/).filter(Boolean)
  const numbers = (/** @type {string[]} */ all) => all.map(each => Number(each.replace("−", "-")))
  const [one, ...later] = numbers([head ?? "", ...rest])
  if (rest.length === 1 && Number.isInteger(one) && one >= 2 && later[0] >= 0 && later[0] < Infinity)
    return { tokens: one, loss: later[0] }
  const costs = (/** @type {number[]} */ all) => all.every(each => each <= 0 && each > -Infinity)
  const mean = (/** @type {number[]} */ all) => -all.reduce((sum, each) => sum + each, 0) / all.length
  if (!rest.length || !costs(later)) return null
  if (NOTHING.has(head.toLowerCase())) return { tokens: rest.length + 1, loss: mean(later), mode: "without" }
  return costs([one]) ? { tokens: rest.length + 1, loss: mean([one, ...later]), first: Math.abs(one), mode: "with" } : null
}
