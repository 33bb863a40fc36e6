// Joined to each script of the offline copy: what a browser refuses a page that is a file comes in another way.

/** Where a script stands, which only a module is told. */
export const here = document.currentScript.src

/** A file cannot be asked for its text, but a script can be asked for: one beside the file holds the text. */
export const fetch = address => new Promise((resolve, reject) => {
  const script = document.createElement("script"), url = new URL(address)
  url.hash = ""
  url.pathname += ".js"
  script.src = url.href
  script.onload = () => resolve(new Response(script.dataset.text))
  script.onerror = reject
  document.head.append(script)
  script.remove()
})
