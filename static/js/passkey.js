// A passkey form: the browser's own dialogue between pressing its button and sending it. The form goes without a
// credential where this does not run, and the site then says in words what is missing.
//
//   <form data-passkey="get|create" action="…">   GET of `action` as JSON gives what the dialogue needs
//     <input type="hidden" name="credential">
//     <p role="alert" data-said data-put-off="…" data-not-here="…" data-had="…">
//     <p data-unscripted>what it needs: gone as soon as this runs
"use strict";

{
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const named = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));

  const ask = async (way, asked) => {
    const publicKey = { ...asked, challenge: bytes(asked.challenge) };
    if (way === "get") {
      publicKey.allowCredentials = named(asked.allowCredentials);
      return navigator.credentials.get({ publicKey });
    }
    publicKey.user = { ...asked.user, id: bytes(asked.user.id) };
    publicKey.excludeCredentials = named(asked.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  };

  const written = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const why = { NotAllowedError: "putOff", AbortError: "putOff", InvalidStateError: "had" };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button[type=submit]");
    const said = form.querySelector("[data-said]");
    if (window.PublicKeyCredential) form.querySelector("[data-unscripted]")?.remove();
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      said.textContent = "";
      try {
        const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
        if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
          location.reload(); // signed in long ago, or signed out meanwhile: the page itself says so
          return;
        }
        const { publicKey } = await answer.json();
        form.elements.credential.value = written(await ask(form.dataset.passkey, publicKey));
        // What is ticked once on the page is said by whichever way in is taken.
        for (const too of form.querySelectorAll("[data-as]")) {
          too.value = document.getElementById(too.dataset.as).checked ? "on" : "";
        }
        form.submit();
      } catch (error) {
        said.textContent = said.dataset[why[error.name] ?? "notHere"];
        button.disabled = false;
      }
    });
    addEventListener("pageshow", () => {
      button.disabled = false; // Back from the page that it led to
    });
  }
}
