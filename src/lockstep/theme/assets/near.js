// A figure moves once it comes near: until then a page that is opened loads nothing for it. Where its module does not
// come, the drawing that does not move stays.

const near = new IntersectionObserver(seen => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue
    near.unobserve(target)
    import(`./${target.localName}.js`).catch(() => {})
  }
}, { rootMargin: "100%" })
for (const figure of document.querySelectorAll(".ls-moves")) near.observe(figure)
