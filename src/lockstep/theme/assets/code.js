// Code: a button that copies the whole program, and links of names that the keyboard meets only inside the code. A citation
// has such a button as well.

const text = element => element?.querySelector("pre > code")?.textContent ?? ""

// A lab goes on from cell to cell, so that what runs as pasted are the cells up to this one.
const cells = box => {
  const all = [...document.querySelectorAll(".jp-CodeCell .ls-snippet")]
  return all.slice(0, all.indexOf(box) + 1).map(text).join("\n\n")
}

const program = code => {
  const box = code.closest("[data-program]")
  if (box?.closest(".jp-CodeCell")) return cells(box)
  if (!box) return text(code)
  const boxes = [...document.querySelectorAll(`[data-program="${box.dataset.program}"]`)]
  const run = boxes.find(each => each.dataset.get)?.dataset.get
  const needs = run ? `# How to get what this program imports: ${new URL(run, location)}\n` : ""
  return needs + text(boxes.find(each => each.closest(".ls-again")) ?? code)
}

const copier = (title, copied) => {
  const button = document.createElement("button")
  button.className = "ls-copy"
  button.type = "button"
  button.title = title
  button.setAttribute("aria-label", button.title)
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copied())
    button.dataset.copied = "" // which shows a mark, and says so
    button.setAttribute("aria-label", "Copied")
    setTimeout(() => {
      delete button.dataset.copied
      button.setAttribute("aria-label", button.title)
    }, 2000)
  })
  return button
}

// Code has its button once it comes near: a chapter has a hundred, and to lay them all out would keep its reader waiting.
const near = new IntersectionObserver(seen => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue
    near.unobserve(target)
    target.append(copier(target.closest("[data-program]") ? "Copy the whole program" : "Copy", () => program(target)))
  }
}, { rootMargin: "100%" })
for (const code of document.querySelectorAll("article .highlight:has(> pre > code)"))
  if (!code.closest(".doc-signature")) near.observe(code) // a signature is to be read, not to be run

// It comes when the citation is first shown: a page has many, of which few are asked for.
document.addEventListener("toggle", ({ target }) => {
  if (target.matches(".ls-citation:not(:has(button))")) target.append(copier("Copy", () => target.textContent))
}, true)

// Code is one stop of the Tab key, from which arrows scroll it where it is too wide. Enter goes to the first of its names
// that lead somewhere, arrows from one to the next, Escape back to the code.
for (const code of document.querySelectorAll("article pre > code")) {
  const names = [...code.querySelectorAll("a.ls-api")]
  code.tabIndex = 0 // and not what is around it: arrows scroll what has the focus
  code.setAttribute("role", "group")
  code.setAttribute("aria-label", "Code")
  if (!names.length) continue
  for (const name of names) name.tabIndex = -1
  code.setAttribute("aria-label", "Code. Enter: the names in it that lead to what they mean; arrows: the next one")
  code.addEventListener("keydown", event => {
    const at = names.indexOf(document.activeElement)
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
    if (event.key === "Enter" && document.activeElement === code) names[0].focus()
    else if (at >= 0 && event.key in steps) names[(at + steps[event.key] + names.length) % names.length].focus()
    else if (at >= 0 && event.key === "Escape") code.focus()
    else return
    event.preventDefault()
  })
}
