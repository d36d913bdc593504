// Two phones on the same breath. The server says when it starts; each page compares clocks with it over HTTP, and the
// animation of the stylesheet is given that start. Clocks that are wrong do no harm: none of the device's is asked,
// but a counter that goes evenly. Without this the pacer is started by hand, for oneself.
"use strict";

{
  const ROUNDS = 6; // the quickest counts; it is wrong by half of its time at most
  const known = new WeakSet();
  let stoppedHere = false;

  // The server's clock less performance.now(), in milliseconds.
  async function ahead(address) {
    let quickest = { took: Infinity };
    for (let round = 0; round < ROUNDS; round++) {
      const sent = performance.now();
      const server = Number(await (await fetch(address, { cache: "no-store" })).text());
      const took = performance.now() - sent;
      if (took < quickest.took) quickest = { took, ahead: server - (sent + took / 2) };
    }
    return quickest.ahead;
  }

  async function join(breath) {
    const start = Number(breath.dataset.starts) - (await ahead(breath.dataset.clock));
    const box = breath.querySelector(".breath-on");
    const inStep = () => {
      for (const moving of breath.getAnimations({ subtree: true })) moving.startTime = start;
    };
    box.addEventListener("change", () => {
      stoppedHere = !box.checked;
      inStep();
    });
    breath.classList.toggle("waiting", performance.now() < start);
    setTimeout(() => breath.classList.remove("waiting"), start - performance.now());
    if (stoppedHere) return;
    box.checked = true;
    inStep();
  }

  function look() {
    const breath = document.querySelector("#breath[data-starts]");
    if (!breath || known.has(breath)) return;
    known.add(breath);
    join(breath).catch(() => known.delete(breath)); // out of reach just now: the next time that something is asked
  }

  look();
  for (const name of ["htmx:load", "htmx:afterRequest"]) document.addEventListener(name, look);
}
