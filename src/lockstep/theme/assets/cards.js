// A reference shows what it refers to, on a card: while the pointer rests on it, while it has the focus, or at a tap.

const REFERENCES = "article a:is(.ls-ref, .ls-term)"
const REST = 250 // milliseconds, or every link that the pointer passes would open
const LEAVE = 200 // in which the pointer may reach the card

const pages = new Map()

const card = document.createElement("div")
card.id = "ls-card"
card.className = "ls-card md-typeset"
card.popover = "auto" // a click elsewhere or Escape closes it, and it stands above everything
document.body.append(card)

let shown = null, timer = 0

// The page that a link leads to; a page that is not to be had, as from a file, has no cards.
const page = url => {
  if (url.pathname === location.pathname) return Promise.resolve(document)
  if (!pages.has(url.pathname))
    pages.set(url.pathname, fetch(url).then(answer => answer.text())
      .then(html => new DOMParser().parseFromString(html, "text/html")).catch(() => null))
  return pages.get(url.pathname)
}

const content = (there, url) => {
  const target = there?.getElementById(decodeURIComponent(url.hash.slice(1)))
  const heading = target?.closest("h1")
  if (!heading && !target?.matches(".ls-statement, .ls-figure, .ls-bibliography li")) return null
  const copy = document.createElement("div")
  const parts = heading ? [heading, heading.nextElementSibling] : [target]
  copy.append(...parts.map(part => document.importNode(part, true)))
  for (const moves of copy.querySelectorAll(".ls-moves")) moves.replaceWith(moves.querySelector(".ls-drawing"))
  for (const left of copy.querySelectorAll("details, .ls-evidence, .ls-uses, .headerlink, script")) left.remove()
  for (const each of copy.querySelectorAll("[id]:not(svg [id])")) each.removeAttribute("id")
  for (const each of copy.querySelectorAll("[aria-labelledby]")) each.removeAttribute("aria-labelledby")
  for (const link of copy.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), url)
  const number = copy.querySelector(".ls-number") ?? copy.querySelector("h1")
  if (number?.matches("a")) number.href = url
  return copy.childNodes
}

const place = link => {
  const from = link.getClientRects()[0], gap = 6, edge = 8
  const { width, height } = card.getBoundingClientRect()
  const below = from.bottom + gap + height < innerHeight || from.top < height + gap
  const top = below ? from.bottom + gap : from.top - height - gap
  const left = Math.max(edge, Math.min(from.left, document.documentElement.clientWidth - width - edge))
  card.style.top = `${top + scrollY}px`
  card.style.left = `${left + scrollX}px`
}

const hide = () => {
  clearTimeout(timer)
  if (card.matches(":popover-open")) card.hidePopover()
}

const show = async link => {
  clearTimeout(timer)
  if (shown === link) return
  const url = new URL(link.href)
  const parts = content(await page(url), url)
  if (!parts || !(link.matches(":hover") || link === document.activeElement)) return
  hide()
  card.replaceChildren(...parts)
  card.showPopover()
  place(link)
  shown = link
  link.setAttribute("aria-describedby", card.id)
}

card.addEventListener("toggle", event => {
  if (event.newState === "open") return
  shown?.removeAttribute("aria-describedby")
  shown = null
})

const later = (what, time) => {
  clearTimeout(timer)
  timer = setTimeout(what, time)
}
card.addEventListener("pointerenter", () => clearTimeout(timer))
card.addEventListener("pointerleave", event => event.pointerType === "mouse" && later(hide, LEAVE))

for (const link of document.querySelectorAll(REFERENCES)) {
  let touched = false
  link.addEventListener("pointerenter", event => event.pointerType === "mouse" && later(() => show(link), REST))
  link.addEventListener("pointerleave", event => event.pointerType === "mouse" && later(hide, LEAVE))
  link.addEventListener("pointerdown", event => { touched = event.pointerType !== "mouse" })
  link.addEventListener("focus", () => link.matches(":focus-visible") && show(link))
  link.addEventListener("blur", event => card.contains(event.relatedTarget) || later(hide, LEAVE))
  link.addEventListener("click", event => {
    if (!touched || event.detail === 0 || shown === link) return // a second tap follows the link
    event.preventDefault()
    link.focus()
    show(link)
  })
}
