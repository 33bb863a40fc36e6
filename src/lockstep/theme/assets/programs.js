// How much of its programs a page shows: what the reader chose last is kept, and applied while the page is parsed.
(() => {
  const KEY = "ls-programs", SETTINGS = ["results", "heart", "all"]
  const root = document.documentElement

  const kept = () => {
    try { return localStorage.getItem(KEY) } catch { return null } // a browser may refuse to keep anything
  }
  const keep = setting => {
    try { localStorage.setItem(KEY, setting) } catch { /* then it holds for this page */ }
  }
  const apply = (setting, folds) => {
    for (const fold of folds) fold.open = setting === "all" || (setting === "heart" && fold.matches(".ls-heart"))
  }
  const FOLDS = ".ls-code:not(.ls-stays)"
  const within = element => [...(element.matches(FOLDS) ? [element] : []), ...element.querySelectorAll(FOLDS)]

  const chosen = SETTINGS.includes(kept()) ? kept() : "heart"
  root.dataset.programs = chosen // which shows the control: without this script it would do nothing

  // A fold is set when the parser adds it, which is before it is painted: so nothing moves.
  const watch = new MutationObserver(changes => {
    for (const change of changes)
      for (const added of change.addedNodes) if (added.nodeType === Node.ELEMENT_NODE) apply(chosen, within(added))
  })
  if (chosen !== "heart") watch.observe(root, { childList: true, subtree: true })

  document.addEventListener("DOMContentLoaded", () => {
    watch.disconnect()
    for (const button of document.querySelectorAll(".ls-control input")) {
      button.checked = button.value === chosen // the browser may have kept another from an earlier visit
      button.addEventListener("change", () => {
        root.dataset.programs = button.value
        keep(button.value)
        apply(button.value, document.querySelectorAll(FOLDS))
      })
    }
  })
})()
