// Has the parts of a page that show what may change look again when the server says so, and every
// two seconds while it cannot say anything. A page that nobody sees keeps no connection.
(() => {
  const address = document.currentScript.dataset.events;
  const look = () => htmx.trigger(document.body, 'store-changed');
  let events = null;

  const follow = () => {
    if (document.hidden) {
      events?.close();
      events = null;
    } else if (events === null) {
      events = new EventSource(address);
      // Something may have changed between the page and the connection.
      events.addEventListener('open', look);
      events.addEventListener('changed', look);
    }
  };

  document.addEventListener('visibilitychange', follow);
  setInterval(() => {
    if (!document.hidden && events?.readyState !== EventSource.OPEN) {
      look();
    }
  }, 2000);
  follow();
})();
