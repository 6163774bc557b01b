// Asks for the page with the token of the link, or with the secret that this tab was given
// before it was reloaded, and puts the page in the place of this one.
"use strict";

const KEY = "mizzle-secret";
const token = new URLSearchParams(location.hash.slice(1)).get("token");

async function enter() {
  const headers = { "content-type": "application/json" };
  const kept = sessionStorage.getItem(KEY);
  if (kept !== null) {
    headers["x-mizzle-secret"] = kept;
  }
  if (token !== null) {
    history.replaceState(null, "", location.pathname);
  }
  const response = await fetch("/api/enter", {
    method: "POST",
    headers,
    body: JSON.stringify({ token }),
  });
  const text = await response.text();
  if (!response.ok) {
    sessionStorage.removeItem(KEY);
    const failure = JSON.parse(text);
    return say([failure.message, ...failure.hints].join(". ") + ".");
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const secret = page.querySelector('meta[name="mizzle-secret"]');
  if (secret !== null) {
    sessionStorage.setItem(KEY, secret.content);
  }
  document.open();
  document.write(text);
  document.close();
}

function say(text) {
  document.querySelector("p").textContent = text;
}

enter().catch(() => say("The studio does not answer. Is `mizzle studio` still running?"));
