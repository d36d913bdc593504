// Exit, at once: nothing of ours is left to be seen, what was being typed is sent off, the visit is replaced.
"use strict";

// Nothing is kept in web storage. htmx would note each page's address there; it does without where storage is closed.
for (const store of ["localStorage", "sessionStorage"]) Object.defineProperty(window, store, { value: undefined });

{
  const exit = document.querySelector("a.leave");
  const limits = document.querySelector(".limits");
  const otherTabs = new BroadcastChannel("exit");
  const typedIn = new Set(); // forms
  const SAVES = "[hx-post][hx-trigger*=input]"; // what saves words while they are typed
  const PATIENCE = 1000; // milliseconds for the last words to arrive; the page is blank by then

  addEventListener("input", ({ target }) => typedIn.add(target.form), true);

  // What would have been saved a moment later: [address, words] of each form.
  function lastWords() {
    const found = [];
    for (const form of typedIn) {
      if (!form?.isConnected) continue;
      const saver = form.matches(SAVES) ? form : form.querySelector(SAVES);
      if (!saver) continue;
      const words = new FormData(form);
      const more = JSON.parse(saver.getAttribute("hx-vals") ?? "{}");
      for (const [name, value] of Object.entries(more)) words.set(name, value);
      found.push([saver.getAttribute("hx-post"), words]);
    }
    return found;
  }

  // keepalive outlives the page, but takes no more than 64 kB; longer words go without it.
  function send([address, body]) {
    const sent = { method: "POST", body, headers: { "HX-Request": "true" } };
    return fetch(address, { ...sent, keepalive: true }).catch(() => fetch(address, sent));
  }

  // An empty document with another title and no icon, in the colours of the system.
  function blank() {
    const empty = document.implementation.createHTMLDocument(exit.dataset.title);
    const icon = Object.assign(empty.createElement("link"), { rel: "icon", href: "data:," });
    const scheme = Object.assign(empty.createElement("meta"), { name: "color-scheme", content: "light dark" });
    empty.head.append(icon, scheme);
    document.documentElement.replaceWith(empty.documentElement);
  }

  function vanish() {
    blank();
    history.replaceState(null, "", exit.dataset.address);
  }

  function leave() {
    const words = lastWords();
    vanish();
    otherTabs.postMessage("left");
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    Promise.race([Promise.allSettled(words.map(send)), late]).then(() => location.replace(exit.href));
  }

  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  // The other tabs leave the ending of the session to the one that was left: its last words arrive before.
  otherTabs.addEventListener("message", () => {
    vanish();
    location.replace(exit.dataset.address);
  });

  // Shift, pressed three times alone: any other key or a press of the pointer in between is typing or marking text.
  let alone = false;
  let presses = []; // milliseconds
  const forget = () => {
    alone = false;
    presses = [];
  };
  addEventListener("pointerdown", forget, true);
  addEventListener(
    "keydown",
    ({ key }) => {
      if (key !== "Shift") forget();
      else alone = true;
    },
    true,
  );
  addEventListener(
    "keyup",
    ({ key, timeStamp }) => {
      if (key !== "Shift" || !alone) return;
      presses = [...presses, timeStamp].filter((press) => timeStamp - press <= 5000);
      if (presses.length === 3) leave();
    },
    true,
  );

  // A page that the browser kept whole, and shows again on Back, is asked for anew.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    blank();
    location.replace(location.pathname + location.search);
  });

  // The panel beside Exit closes when something else is pressed or focused, and with Escape.
  const elsewhere = ({ target }) => {
    if (!limits.contains(target)) limits.open = false;
  };
  addEventListener("pointerdown", elsewhere);
  addEventListener("focusin", elsewhere);
  limits.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    limits.open = false;
    limits.querySelector("summary").focus();
  });
}
