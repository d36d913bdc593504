// The little that plain HTML cannot do. Every page works without it.
"use strict";

// Check-in: the slider, the words and 'I'd rather not say' are three ways to one answer; the one used last speaks.
// In the middle a slider says nothing to the server, so going back there picks the word for the middle.
// In an exercise the words are numbers, and the place is said between the ends.
for (const scale of document.querySelectorAll(".scale")) {
  const slider = scale.querySelector("input[type=range]");
  const skip = scale.querySelector("input[type=checkbox]");
  const words = [...scale.querySelectorAll("input[type=radio]")];
  const chosen = () => words.find((word) => word.checked)?.value ?? "";
  const place = scale.querySelector("[data-at]");
  const tell = () => {
    if (!place) return;
    const silent = skip.checked || slider.classList.contains("at-rest");
    place.textContent = silent ? "" : place.dataset.at.replace("#", slider.value);
  };
  slider.classList.toggle("at-rest", slider.value === "5" && chosen() === "");
  tell();
  skip.addEventListener("change", tell);
  slider.addEventListener("input", () => {
    slider.classList.remove("at-rest");
    skip.checked = false;
    words.find((word) => word.value === (slider.value === "5" ? "5" : "")).checked = true;
    tell();
  });
  for (const word of words) {
    word.addEventListener("change", () => {
      skip.checked = false;
      if (word.value !== "") {
        slider.value = word.value;
        slider.classList.remove("at-rest");
      }
      tell();
    });
  }
}

// Beginning: the clock of this device, put forward for the person to confirm or to change.
const zone = document.querySelector("select[data-zone]");
if (zone && zone.value === "") {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const names = (option) => [option.value, ...(option.dataset.also ?? "").split(" ")];
  const mine = [...zone.options].find((option) => names(option).includes(here));
  if (mine) mine.selected = true;
}

// Passing an invitation on, or keeping recovery codes: to copy them, and the device's own way of sending it, where there is one.
for (const offer of document.querySelectorAll("template[data-pass-on]")) {
  const link = document.getElementById(offer.dataset.passOn);
  const buttons = offer.content.cloneNode(true);
  const copy = buttons.querySelector("[data-copy]");
  const send = buttons.querySelector("[data-send]");
  const said = buttons.querySelector("[data-copied]");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.value);
      said.textContent = said.dataset.copied;
    } catch {
      link.select(); // refused: marked, for the device's own 'Copy'
    }
  });
  send?.addEventListener("click", () => navigator.share({ url: link.value }).catch(() => {}));
  if (!navigator.clipboard) copy.remove();
  if (!navigator.share) send?.remove();
  offer.replaceWith(buttons);
}

// A card to print, where there is a printer to be asked.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
