// The controls of a figure that moves: real inputs, each with its name.

import { make, respell } from "./parts.js"

/** An element with controls, after each use of which it shows its state. */
export class Controls extends HTMLElement {
  /** Show the state as it is. */
  moved() {}

  /**
   * Make a field for a number, with its name. What is set elsewhere is shown with six digits.
   * @param {string} name
   * @param {{ min: number, max: number, step: number | "any" }} range
   * @param {(value: number) => void} heard told what is in the range, and nothing else; what is not is marked
   * @returns {{ whole: HTMLElement, show: (value: number) => void, input: HTMLInputElement }}
   */
  field(name, range, heard) {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "number", inputmode: "decimal", ...range }))
    input.addEventListener("input", () => {
      const wrong = !input.checkValidity() || !input.value
      input.setAttribute("aria-invalid", `${wrong}`)
      if (!wrong) heard(input.valueAsNumber)
      this.moved()
    })
    const show = (/** @type {number} */ value) => {
      if (document.activeElement === input && input.value && input.valueAsNumber === value) return
      if (document.activeElement === input && input.getAttribute("aria-invalid") === "true") return
      input.value = Number.isNaN(value) ? "" : `${Number.isInteger(value) ? value : Number(value.toPrecision(6))}`
      input.removeAttribute("aria-invalid")
    }
    return { whole: make("label", { class: "ls-field" }, make("span", {}, name), input), show, input }
  }

  /**
   * Make a choice with its name.
   * @param {string} name
   * @param {[string, string][]} options the value of each, and its words
   * @param {(value: string) => void} heard
   * @returns {{ whole: HTMLElement, show: (value: string) => void }}
   */
  choice(name, options, heard) {
    const input = /** @type {HTMLSelectElement} */ (make("select"))
    for (const [value, text] of options) input.append(make("option", { value }, text))
    input.addEventListener("change", () => {
      heard(input.value)
      this.moved()
    })
    const whole = make("label", { class: "ls-choice" }, make("span", {}, name), input)
    return { whole, show: value => { input.value = value } }
  }

  /**
   * Make a tick with its name.
   * @param {string} name
   * @param {(value: boolean) => void} heard
   * @returns {{ whole: HTMLElement, show: (value: boolean) => void, input: HTMLInputElement }}
   */
  tick(name, heard) {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox" }))
    input.addEventListener("change", () => {
      heard(input.checked)
      this.moved()
    })
    return { whole: make("label", { class: "ls-tick" }, input, name), show: value => { input.checked = value }, input }
  }

  /**
   * Take the options that the page marks for a choice.
   * @returns {[string, string][]}
   */
  options() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("em[data-option]"))].map(mark => {
      mark.remove()
      return [mark.dataset.option ?? "", mark.textContent ?? ""]
    })
  }

  /**
   * Make a slider with its name and what it reads.
   * @param {string} name
   * @param {{ min: number, max: number, step: number }} range
   * @param {(value: number) => void} heard
   * @returns {{ whole: HTMLElement, show: (value: number, text: string) => void, input: HTMLInputElement }}
   */
  slider(name, range, heard) {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "range", ...range }))
    const reading = make("span", { class: "ls-reading", "aria-hidden": "true" }) // an output would take the label
    input.addEventListener("input", () => {
      heard(input.valueAsNumber)
      this.moved()
    })
    const show = (/** @type {number} */ value, /** @type {string} */ text) => {
      if (input.valueAsNumber !== value) input.value = `${value}`
      if (reading.textContent === text) return
      input.setAttribute("aria-valuetext", text)
      respell(reading, text)
    }
    return { whole: make("label", { class: "ls-slider" }, make("span", {}, name), reading, input), show, input }
  }
}
