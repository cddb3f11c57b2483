// Fetches the page again when somebody, in whichever process, has changed a user, and shows what is
// different. Forms are left alone: nothing of them is inside a part that is live.
(() => {
  const address = document.currentScript.dataset.events;
  const shown = () => document.querySelector('[data-live]');
  if (shown() === null) {
    return;
  }
  let events = null;
  let waiting = null;

  const show = async () => {
    waiting = null;
    const answer = await fetch(location.href);
    if (!answer.ok) {
      location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const now = page.querySelector('[data-live]');
    if (now === null) {
      location.reload();
    } else if (now.innerHTML !== shown().innerHTML) {
      shown().replaceWith(now);
    }
  };

  const look = () => {
    waiting ??= setTimeout(show, 100);
  };

  const follow = () => {
    if (document.hidden) {
      events?.close();
      events = null;
    } else if (events === null) {
      events = new EventSource(address);
      events.addEventListener('open', look);
      events.addEventListener('changed', look);
    }
  };

  document.addEventListener('visibilitychange', follow);
  follow();
})();
