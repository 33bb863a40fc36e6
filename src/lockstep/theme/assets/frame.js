// The frame of a page. The theme's own script does this too, is large, and lays the page out several times while a reader
// waits; so it comes only when somebody searches, which nothing else can do.

const component = name => document.querySelector(`[data-md-component="${name}"]`)
const toggle = name => document.querySelector(`[data-md-toggle="${name}"]`)

const search = toggle("search"), query = component("search-query")
const button = document.querySelector(".md-search__button") // of Zensical's theme, whose script brings the field
const waiting = document.querySelector("script[data-waits]")
const KEYS = new Set(["/", "f", "s"]) // those of the theme

const load = () => {
  if (!waiting?.isConnected) return
  const script = document.createElement("script")
  script.src = waiting.dataset.waits
  waiting.replaceWith(script)
  return script
}
const open = () => {
  const script = load()
  if (!query) return script?.addEventListener("load", () => button.click())
  search.checked = true
  query.focus()
}
if (search && (query ?? button) && waiting) {
  search.addEventListener("change", () => search.checked && open())
  query?.addEventListener("focus", open, { once: true })
  query?.addEventListener("input", () => query.dispatchEvent(new Event("keyup"))) // the theme's script hears no paste
  button?.addEventListener("click", open, { once: true })
  addEventListener("keydown", event => {
    if (!waiting.isConnected || !KEYS.has(event.key) || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.closest("input, select, textarea, [contenteditable]")) return
    event.preventDefault()
    open()
  })
  if (/[?&][hq]=/.test(location.search)) load() // a word that was searched for, to be marked on this page
}

// The scheme, kept where the theme keeps it; it is in place before the page is painted.
const schemes = [...(component("palette")?.querySelectorAll("input") ?? [])]
const offer = index => schemes.forEach((each, at) => { each.nextElementSibling.hidden = at !== index })
schemes.forEach((input, index) => {
  const { mdColorMedia: media, mdColorScheme: scheme, mdColorPrimary: primary, mdColorAccent: accent } = input.dataset
  const color = { media, scheme, primary, accent }
  input.checked = scheme === document.body.dataset.mdColorScheme
  if (input.checked) offer(index)
  input.addEventListener("keydown", event => event.key === "Enter" && schemes[(index + 1) % schemes.length].click())
  input.addEventListener("change", () => {
    for (const [name, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${name}`, value)
    offer(index)
    __md_set("__palette", { index, color })
  })
})

// The drawer closes once it has led somewhere.
const drawer = toggle("drawer")
document.querySelector(".md-sidebar")?.addEventListener("click", event => {
  if (event.target.closest("a[href]")) drawer.checked = false
})
addEventListener("keydown", event => { if (event.key === "Escape") drawer.checked = false })

// A link into something that is folded opens it.
const unfold = () => {
  const target = document.querySelector(":target"), closed = "details:not([open])"
  if (!target?.closest(closed)) return
  for (let fold = target.closest(closed); fold; fold = fold.closest(closed)) fold.open = true
  target.scrollIntoView()
}
addEventListener("hashchange", unfold)
unfold()

// Where one is: the title in the header, the button to the top, the part of the contents that is being read.
const title = component("header-title"), top = component("top"), heading = document.querySelector("article h1")
const beside = matchMedia("(min-width: 76.25em)") // where the theme shows the contents at all times
const links = [...document.querySelectorAll(".md-nav--secondary a[href^='#']")]
const parts = links.map(link => document.getElementById(decodeURIComponent(link.hash.slice(1))))
const LINE = 100 // pixels from the top of the window, under which a part begins to be read

const follow = () => {
  const at = parts.findLastIndex(part => part && part.getBoundingClientRect().top < LINE)
  links.forEach((link, number) => {
    link.classList.toggle("md-nav__link--passed", number < at)
    link.classList.toggle("md-nav__link--active", number === at)
  })
  const scroller = links[Math.max(at, 0)]?.closest(".md-sidebar__scrollwrap")
  if (!scroller) return
  const one = links[Math.max(at, 0)].getBoundingClientRect(), all = scroller.getBoundingClientRect()
  if (one.top < all.top || one.bottom > all.bottom) scroller.scrollTop += one.top - all.top - all.height / 2
}
let last = 0, asked = false // to ask for the place now would lay the whole page out at once
const look = () => {
  asked = false
  if (top) top.hidden = scrollY >= last || scrollY < innerHeight
  last = scrollY
  if (beside.matches) follow()
}
addEventListener("scroll", () => {
  if (!asked) requestAnimationFrame(look)
  asked = true
}, { passive: true })
top?.addEventListener("click", () => scrollTo({ top: 0 }))
if (beside.matches) follow()
if (heading && title)
  new IntersectionObserver(([seen]) => {
    title.classList.toggle("md-header__title--active", !seen.isIntersecting && seen.boundingClientRect.top < LINE)
  }, { rootMargin: "-48px 0px 0px" }).observe(heading)
