// The ledger, filtered: by page, by kind, by how the run ended. Without this script every entry is shown.
const FILTERS = { chapter: "On", kind: "Kind", result: "Result" }
const entries = [...document.querySelectorAll(".ls-entry")]

if (entries.length) {
  const form = document.createElement("form")
  form.className = "ls-filter"
  form.setAttribute("aria-label", "Which entries are shown")
  const count = document.createElement("output")
  const chosen = Object.entries(FILTERS).map(([name, words]) => {
    const label = document.createElement("label")
    const select = document.createElement("select")
    const values = new Set(entries.map(entry => entry.dataset[name]))
    select.append(new Option("all", ""), ...[...values].map(value => new Option(value, value)))
    label.append(`${words} `, select)
    form.append(label)
    return [name, select]
  })
  const apply = () => {
    const shown = entries.filter(entry => chosen.every(([name, { value }]) => !value || entry.dataset[name] === value))
    for (const entry of entries) entry.hidden = !shown.includes(entry)
    count.value = shown.length === entries.length ? `all ${shown.length}` : `${shown.length} of ${entries.length}`
  }
  form.append(count)
  form.addEventListener("change", apply)
  entries[0].before(form)
  // A link into the ledger, from a page or from the map, leads to its entry, whatever is filtered.
  const follow = () => {
    const entry = document.getElementById(location.hash.slice(1))
    if (!entry?.hidden) return
    for (const [, select] of chosen) select.value = ""
    apply()
    entry.scrollIntoView()
  }
  addEventListener("hashchange", follow)
  apply()

  // With scripts, what <noscript> holds is text: it becomes the words of a statement when that comes near.
  const words = [...document.querySelectorAll(".ls-words > noscript")]
  const fill = noscript => noscript.replaceWith(document.createRange().createContextualFragment(noscript.textContent))
  const near = new IntersectionObserver(seen => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue
      near.unobserve(target)
      target.querySelectorAll("noscript").forEach(fill)
    }
  }, { rootMargin: "100%" })
  for (const noscript of words) near.observe(noscript.parentElement)
  addEventListener("beforeprint", () => words.filter(noscript => noscript.isConnected).forEach(fill))
}
