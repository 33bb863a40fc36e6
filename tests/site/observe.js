// Returns what a reader meets on the page as it stands; waits until its fonts are there and it has been painted.
async () => {
  await document.fonts.ready
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))

  const prose = [], math = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement
    if (parent.closest("math")) math.push(walker.currentNode.data)
    // A drawing may show a stop symbol, which is a dollar sign by itself.
    else if (parent.closest("svg") && walker.currentNode.data.replace("…", "").trim() === "$") continue
    else if (!parent.closest("code, pre, script, style, noscript, .ls-table")) prose.push(walker.currentNode.data)
  }

  const article = document.querySelector("article")
  const scrollers = [...article.querySelectorAll("*")].filter(element =>
    element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(element).overflowX))
  const inside = "a[href], button, [tabindex='0']"
  const drawn = element => {
    const style = getComputedStyle(element)
    return [style.fill, style.stroke].filter(colour => colour.startsWith("rgb"))
  }
  const resolve = name => {
    const probe = document.body.appendChild(document.createElement("i"))
    probe.style.color = `var(${name})`
    const colour = getComputedStyle(probe).color
    probe.remove()
    return colour
  }
  const ground = element => {
    const colour = getComputedStyle(element).backgroundColor
    return colour === "rgba(0, 0, 0, 0)" && element.parentElement ? ground(element.parentElement) : colour
  }
  // How many pixels a label of a drawing is high; an index in it may be smaller.
  const size = label => {
    const { a, b } = label.getScreenCTM()
    const parts = label.querySelector("tspan") ? [...label.querySelectorAll("tspan")] : [label]
    return Math.max(...parts.map(part => parseFloat(getComputedStyle(part).fontSize))) * Math.hypot(a, b)
  }
  const text = element => element.textContent.trim().replace(/\s+/g, " ")

  // Why an element, which a page is about, could not be read if every fold were open; nothing where it can be.
  const channels = colour => colour.match(/[\d.]+/g).map(Number)
  const distance = (one, other) => Math.max(...one.slice(0, 3).map((value, at) => Math.abs(value - other[at])))
  const opacity = element => element ? getComputedStyle(element).opacity * opacity(element.parentElement) : 1
  const clipped = element => {
    if (!element || element === article) return false
    const style = getComputedStyle(element)
    const cut = style.overflowY !== "visible" && style.display !== "inline" && element.clientHeight < 6
    return cut || style.clipPath !== "none" || style.clip !== "auto" || clipped(element.parentElement)
  }
  const range = document.createRange()
  const unread = element => {
    if (!element.checkVisibility({ visibilityProperty: true })) return "not shown"
    range.selectNodeContents(element)
    const { left, right, top, bottom } = range.getBoundingClientRect()
    if (right - left < 3 || bottom - top < 6) return "of no size"
    if (right <= 0 || bottom + scrollY <= 0 || left >= document.documentElement.scrollWidth) return "off the page"
    const style = getComputedStyle(element)
    if (parseFloat(style.fontSize) < 9) return `set in ${style.fontSize}`
    if (opacity(element) < 0.5) return "transparent"
    if (clipped(element)) return "clipped"
    const ink = channels(style.color)
    return (ink[3] ?? 1) < 0.5 || distance(ink, channels(ground(element))) < 48 ? `${style.color} on ${ground(element)}` : ""
  }
  // Blocks that follow one another with hardly a line between them; folds may stand side by side, and below their program.
  const blocks = [...article.children].flatMap(each => each.matches(".ls-part") ? [...each.children] : [each])
    .filter(each => each.getClientRects().length && getComputedStyle(each).float === "none")
  const isFold = each => each.matches(".ls-snippet, .ls-again")
  const tight = () => blocks.slice(1).map((each, at) => [blocks[at], each])
    .filter(([one, other]) => !(isFold(one) && isFold(other)) && !one.matches("hr, [class^=md-], :empty"))
    .filter(([one, other]) => other.getBoundingClientRect().top - one.getBoundingClientRect().bottom < 5)
    .map(pair => pair.map(each => each.outerHTML.slice(0, 80)).join(" / "))
  // Rows of columns that were broken: each takes one line.
  const broken = () => [...article.querySelectorAll(".ls-columns")].filter(each => each.getClientRects().length)
    .filter(each => each.clientHeight > each.textContent.trimEnd().split("\n").length * parseFloat(getComputedStyle(each).lineHeight) * 1.2 + 20)
    .map(each => text(each).slice(0, 80))
  // What is cut off at its side and does not scroll, with every fold closed, and open. A box that clips has no width of
  // what it holds: how far that reaches is asked of each part.
  const folds = [...document.querySelectorAll("details")]
  const reach = each => getComputedStyle(each).overflowX === "visible"
    ? Math.max(each.getBoundingClientRect().right, ...[...each.children].map(reach)) : each.getBoundingClientRect().right
  const over = each => getComputedStyle(each).overflowX === "clip"
    ? Math.max(...[...each.children].map(reach)) > each.getBoundingClientRect().right + 1
    : each.scrollWidth > each.clientWidth + 1
  const cut = () => {
    const open = folds.map(fold => fold.open)
    const found = [false, true].flatMap(all => {
      folds.forEach(fold => { fold.open = all })
      return [...article.querySelectorAll("*")].filter(each =>
        each.clientWidth > 2 && /hidden|clip/.test(getComputedStyle(each).overflowX) && over(each)
        && !each.closest("svg, math, select, input, .md-clipboard"))
    })
    folds.forEach((fold, at) => { fold.open = open[at] })
    return [...new Set(found)].map(each => each.outerHTML.slice(0, 120))
  }
  const says = element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
  // What waits for its turn where a figure moves, of which test_moves.py sees to the rest.
  const WAITS = ".ls-moves > .ls-drawing:not(.ls-live), .ls-moves > [data-say]:not(.ls-said), [visibility=hidden]"
  const counts = ".ls-statement, .ls-value, .ls-output, .ls-figure"
  const subjects = [...article.querySelectorAll(counts)].flatMap(each => [each, ...each.querySelectorAll("*")])
    .filter(each => says(each) && !each.closest("button, [popover], option, math, style, .headerlink") && !each.closest(WAITS))
  const pictures = [...article.querySelectorAll(".ls-drawing svg")].filter(each => !each.closest(WAITS))
  const readAll = () => {
    const closed = [...document.querySelectorAll("details:not([open])")]
    closed.forEach(fold => { fold.open = true })
    const found = [...new Set(subjects)].map(each => [each.closest("svg") ? unseen(each) : unread(each), each])
      .concat(pictures.map(each => [unseen(each) || (each.getBoundingClientRect().width < 100 ? "of no size" : ""), each]))
    closed.forEach(fold => { fold.open = false })
    return { read: found.length, unread: found.filter(([why]) => why).map(([why, each]) => `${why}: ${each.outerHTML.slice(0, 120)}`) }
  }
  const unseen = each => each.checkVisibility({ visibilityProperty: true }) && opacity(each) >= 0.5 ? "" : "not shown"

  return {
    prose: [document.title, ...prose].join("\n"),
    math: math.join("\n"),
    formulas: document.querySelectorAll("math").length,
    failed: document.querySelectorAll("merror").length,
    fonts: performance.getEntriesByType("resource").filter(entry => entry.name.endsWith(".woff2"))
      .map(entry => new URL(entry.name).pathname),
    preloaded: [...document.querySelectorAll("link[rel=preload][as=font]")].map(link => new URL(link.href).pathname),
    shifts: window.shifts,
    width: document.documentElement.scrollWidth - window.innerWidth,
    elements: document.querySelectorAll("*").length,
    unreachable: scrollers.filter(element => !element.matches(inside) && !element.querySelector(inside))
      .map(element => element.outerHTML.slice(0, 120)),
    tight: tight(),
    broken: broken(),
    cut: cut(),
    statements: [...article.querySelectorAll(".ls-statement")].map(element => ({
      id: element.id,
      kind: [...element.classList].find(name => name !== "ls-statement"),
      number: text(element.querySelector(".ls-title .ls-number")),
      evidence: element.querySelector(".ls-evidence a")?.getAttribute("href") ?? null,
    })),
    printing: [...article.querySelectorAll(".ls-snippet")]
      .filter(box => /^print\(/m.test(box.querySelector(".highlight")?.textContent ?? ""))
      .map(box => ({ id: box.querySelector(".highlight").id, output: [...box.querySelectorAll(".ls-output samp, .ls-table")].map(text).join(" ") })),
    drawings: pictures.map(svg => ({
      area: svg.getBoundingClientRect().width * svg.getBoundingClientRect().height,
      text: [...svg.querySelectorAll("text")].map(element => getComputedStyle(element).fill),
      smallest: Math.min(...[...svg.querySelectorAll("text")].map(size)),
      marks: [...svg.querySelectorAll("path, rect, line, circle, polygon, polyline, use")]
        .filter(element => !element.closest("defs, clipPath")).flatMap(drawn),
    })),
    code: [...new Set([...article.querySelectorAll("pre > code, code.highlight")].flatMap(code =>
      [code, ...code.querySelectorAll("span")].map(each => `${getComputedStyle(each).color} on ${ground(code)}`)))],
    colours: Object.fromEntries(["ink", "paper", "1", "2", "3", "4", "5", "6"].map(n => [n, resolve(`--ls-${n}`)])),
    links: [...document.querySelectorAll("a[href]")].map(a => a.href).filter(href => href.startsWith(location.origin)),
    ...readAll(), // the last: it opens folds
  }
}
