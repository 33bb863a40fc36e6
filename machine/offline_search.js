// The search's worker, in the page: a page that is a file may start none. It speaks and hears through a channel, as before.
{
  const { port1, port2 } = new MessageChannel()
  window.Worker = function () {
    port1.start()
    port2.start()
    return port1
  }
  const worker = (addEventListener, postMessage) => {
    WORKER
  }
  worker(port2.addEventListener.bind(port2), port2.postMessage.bind(port2))
}
