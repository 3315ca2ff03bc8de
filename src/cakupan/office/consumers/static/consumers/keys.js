// Keys that are shown once: a button copies each; whoever leaves the page leaves nothing behind, not even for the back button.
"use strict";

const keys = document.querySelector(".keys");
const says = keys.querySelector("[data-says]");

// Only a page that came over TLS (or from this machine) may use the clipboard directly.
async function copy(shown) {
  if (navigator.clipboard) return navigator.clipboard.writeText(shown.textContent);
  getSelection().selectAllChildren(shown);
  document.execCommand("copy");
  return undefined;
}

keys.querySelectorAll("[data-copy]").forEach((button) => {
  const shown = document.getElementById(button.dataset.copy);
  button.addEventListener("click", async () => {
    try {
      await copy(shown);
    } catch {
      getSelection().selectAllChildren(shown); // it can be copied by hand
      return;
    }
    keys.querySelectorAll("[data-copy].copied").forEach((other) => other.classList.remove("copied"));
    button.classList.add("copied");
    says.textContent = `${shown.parentElement.previousElementSibling.textContent}: ${keys.dataset.copied}`;
  });
});

window.addEventListener("pagehide", () => {
  keys.querySelectorAll("[data-key]").forEach((shown) => { shown.textContent = keys.dataset.gone; });
  keys.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = true; });
});
